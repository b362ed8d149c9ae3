// Whether somebody who looks at an emergency access is too close to the people its item is about: by the rules for whoever approves.
import { notIndependent } from '@gatehouse/personnel';
import type { Agency, Asked } from '@gatehouse/sharing';
import type { EmergencyAccess } from './emergency-access.decider.ts';

/** One query, also where there is no access. True: to him there is none. */
export const isConcerned = async (
  agency: Agency,
  asked: Asked,
  access: EmergencyAccess | undefined,
): Promise<boolean> => {
  const about = access?.used.subjects.map(({ ref }) => ref) ?? [];
  return (await notIndependent(agency, asked, { act: 'ReviewEmergencyAccess', makers: [], about })) !== null;
};
