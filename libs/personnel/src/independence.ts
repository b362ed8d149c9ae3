// Whether somebody who approves is independent of what he approves: his own facts as they were attested, and the one decision point.
import { bundleInUse, type Agency, type Asked } from '@gatehouse/sharing';
import { readerFacts } from './reader-facts.ts';

/** `approver-concerned`: about what, he may not be told; he is answered like for something that does not exist. */
export type NotIndependent = 'approver-made-it' | 'approver-concerned';

/** What is approved, looked up before the decision. */
export interface Approved {
  /** the duty under which it is approved */
  act: string;
  /** who wrote it, changed it or asked for it */
  makers: (string | null)[];
  /** references of the people it is about, as this service names them */
  about: string[];
}

/** One query. @returns why he may not approve it, or null */
export const notIndependent = async (
  agency: Agency,
  { caller }: Asked,
  { act, makers, about }: Approved,
): Promise<NotIndependent | null> => {
  const { conflicts, chain } = await readerFacts(agency.pool, caller.person);
  const { permitted, reason } = bundleInUse(agency).point.approval({
    agency: caller.agency,
    owner: agency.party,
    act,
    person: caller.person,
    makers: makers.filter((maker) => maker !== null),
    about,
    conflicts,
    chain,
  });
  if (permitted) return null;
  return reason === 'FOUR_EYES' ? 'approver-made-it' : 'approver-concerned';
};
