import type { Considered, HeldItem } from '@gatehouse/sharing';

/** The people of an item that this person is shown: nobody speaks about somebody who is masked from him. */
export const seen = (
  subjects: HeldItem['envelope']['subjects'],
  { masked }: Considered['decision'],
): HeldItem['envelope']['subjects'] => subjects.filter(({ ref }) => !masked.some((hidden) => hidden.ref === ref));
