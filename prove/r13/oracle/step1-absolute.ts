// Steps 0 and 1: who speaks for whom, and the bars nothing lifts.
import { fieldsNamed } from './fields-named.ts';
import type { View } from './view.ts';

const isSource = ({ main }: View): boolean =>
  main.some(
    ({ confidentialSource, category }) => confidentialSource === true && category === 'PERSON_WITH_INFORMATION',
  );

const complaint = (view: View): boolean =>
  view.callerKind !== 'oversight' && (view.markers.has('COMPLAINT_CONFIDENCE') || asksForComplaints(view));

/** Whatever the record is. */
export const asksForComplaints = (view: View): boolean => fieldsNamed(view, 'CMP') || isComplaintProduct(view);

/** A product is a complaint where everything in it but who it is about is in confidence. */
const isComplaintProduct = ({ cell }: View): boolean => {
  const content = Object.values(cell.item.categories).filter((category) => category !== 'IDN');
  return content.length > 0 && content.every((category) => category === 'CMP');
};

const automated = ({ cell }: View): boolean =>
  cell.request.question === 'adverseDecision' && (cell.caller.automated === true || cell.caller.person === null);

/** What fails in steps 0 and 1. */
export const absoluteBars = (view: View): string[] => {
  const { caller, countryRisk, request } = view.cell;
  const onBehalf = caller.tokenAgency !== undefined && caller.tokenAgency !== caller.agency;
  const atRisk = view.foreignCountries.some((country) => countryRisk?.[country] !== 'LOW');
  return [
    ...(onBehalf ? ['ON_BEHALF_MISMATCH'] : []),
    ...(fieldsNamed(view, 'SRC') || isSource(view) ? ['ABSOLUTE_SOURCE'] : []),
    ...(view.markers.has('LEGAL_PRIVILEGE') || fieldsNamed(view, 'LPP') ? ['ABSOLUTE_PRIVILEGE'] : []),
    ...(complaint(view) ? ['COMPLAINT_PRIVILEGE'] : []),
    ...(view.markers.has('ILL_TREATMENT_TAINT') && request.purpose !== 'OVERSIGHT' ? ['ABSOLUTE_TORTURE_TAINT'] : []),
    ...(atRisk ? ['ABSOLUTE_TORTURE_RISK'] : []),
    ...(automated(view) ? ['NO_SOLELY_AUTOMATED'] : []),
  ];
};
