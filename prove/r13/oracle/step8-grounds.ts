// Step 8: the ground of a permission, and what each ground brings with it. Of several the most particular is the reason.
import type { Fields } from './step7-fields.ts';
import type { View } from './view.ts';

const rules = ({ basis }: View, instrument: string): boolean =>
  basis.ruling.some(({ agreement }) => agreement.instrument === instrument);

/** Every ground a permission stands on, from the general to the particular. */
export const groundsOf = (view: View, { specialGiven }: Fields): string[] => {
  const { purpose, question } = view.cell.request;
  const oversight = purpose === 'OVERSIGHT';
  return [
    'CONTRACT_MATCH',
    ...(rules(view, 'statute') ? ['STATUTORY_DUTY'] : []),
    ...(rules(view, 'vital-interest') && question !== 'breakGlass' ? ['IMMINENT_THREAT'] : []),
    ...(question === 'breakGlass' ? ['THREAT_TO_LIFE'] : []),
    ...(specialGiven ? ['SPC_STRICTLY_NECESSARY'] : []),
    ...(view.callerKind === 'other' ? ['MINIMUM_FOR_TASK'] : []),
    ...(oversight ? ['OVERSIGHT_MANDATE'] : []),
    ...(oversight && view.cell.item.product.startsWith('custody.') ? ['TREATMENT_RECORDS'] : []),
    ...(purpose === 'SUBJECT_RIGHTS' ? ['SUBJECT_ACCESS'] : []),
  ];
};
