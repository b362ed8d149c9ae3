// Step 3: product, purpose, category and grade.
import type { Subject } from '../case.ts';
import { isReleaseNotice } from './step2-basis.ts';
import { come } from './time.ts';
import type { View } from './view.ts';

const isClinical = ({ cell }: View): boolean => cell.item.product.startsWith('health.');

const noContract = (view: View): string[] => {
  if (view.basis.covered) return [];
  return [isClinical(view) ? 'MEDICAL_CONFIDENTIALITY' : 'NO_CONTRACT'];
};

const GOOD = { '3x5x2': ['1', 'AB'], EUP: ['AB', '12'] } as const;

const goodGrade = ({ scale, source, information }: { scale: string; source: string; information: string }): boolean => {
  const known = scale in GOOD ? GOOD[scale as keyof typeof GOOD] : null;
  return known !== null && known[0].includes(source) && known[1].includes(information);
};

/** Rule 8: a concern about radicalisation goes to police only on a good grade and an indicator of violence. */
const concern = ({ cell, callerKind }: View): string[] => {
  if (cell.item.payload['type'] !== 'RADICALISATION_CONCERN' || callerKind !== 'police') return [];
  const grades = cell.item.grades ?? [];
  return [
    ...(grades.length > 0 && grades.every(goodGrade) ? [] : ['GRADE_TOO_LOW']),
    ...(cell.item.violenceIndicator === true ? [] : ['NO_VIOLENCE_INDICATOR']),
  ];
};

/** Clause 7: a grade on a scale that some ruling flow does not use. Where a flow does not speak of scales, every one is. */
const onAnotherScale = ({ cell, flows }: View): string[] => {
  const used = (cell.item.grades ?? []).map(({ scale }) => scale);
  const strange = flows.some(({ grading }) => grading && used.some((scale) => !grading.scales.includes(scale)));
  return strange ? ['GRADE_TOO_LOW'] : [];
};

/** New items are those that are published or delivered; what was received is read on. */
const openCorrection = (view: View): boolean => {
  const { request, item, caller, now, openCorrections = [] } = view.cell;
  const statute = view.basis.ruling.some(({ agreement }) => agreement.instrument === 'statute');
  return (
    ['deliver', 'publish'].includes(request.question) &&
    item.priority !== 'IMMEDIATE' &&
    !statute &&
    !isReleaseNotice(view) &&
    openCorrections.some(
      ({ agency, product, dueAt }) => agency === caller.agency && product === item.product && come(now, dueAt),
    )
  );
};

/** What fails about one person in step 3. */
export const categoryReasons = (view: View, { category }: Subject): string[] =>
  view.flows.every(({ subjectCategories }) => subjectCategories.includes(category)) ? [] : ['CATEGORY_NOT_COVERED'];

/** What fails in step 3, but for what is asked of each person. */
export const contractReasons = (view: View): string[] => {
  const { purpose, caseRef } = view.cell.request;
  return [
    ...noContract(view),
    ...(view.basis.ruling.length > 0 && !view.basis.purposeCovered ? ['PURPOSE_MISMATCH'] : []),
    ...(['INVESTIGATE', 'PROSECUTE'].includes(purpose) && caseRef === undefined ? ['CASE_REF_MISSING'] : []),
    ...concern(view),
    ...onAnotherScale(view),
    ...(openCorrection(view) ? ['OPEN_CORRECTION'] : []),
  ];
};
