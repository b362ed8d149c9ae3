// A person named by his place in a received item: for whoever may open that item, and sees him there.
import { disclose } from '@gatehouse/agreements';
import { readerFacts } from '@gatehouse/personnel';
import {
  considerOpening,
  evidence,
  permits,
  recordOpening,
  type Agency,
  type Asked,
  type EnvelopeSubject,
} from '@gatehouse/sharing';
import { loadReceivedItem } from './load-received-item.ts';

export interface NamedSubject {
  subject: EnvelopeSubject;
  /** as the item shows it; null where it does not */
  name: string | null;
}

/**
 * @param place among the people the item shows this person, from 0
 * @returns null for an item he may not open or that does not exist, and for a place where nobody stands. Each has its audit row.
 */
export const nameSubject = async (
  agency: Agency,
  asked: Asked,
  { itemId, place }: { itemId: string; place: number },
): Promise<NamedSubject | null> => {
  const { held } = await loadReceivedItem(agency.pool, itemId, asked.caller.person);
  const facts = await readerFacts(agency.pool, asked.caller.person);
  const considered = considerOpening(agency, asked, facts, held);
  await evidence(agency, (client) => recordOpening(agency, client, asked, itemId, considered, 'name-subject'));
  const { decision } = considered;
  if (!held || !permits(decision)) return null;
  const { subjects, payload } = held.envelope;
  const subject = subjects.filter(({ ref }) => !decision.masked.some((hidden) => hidden.ref === ref))[place];
  const shown = disclose(payload, decision.disclosedPaths) as { subjects?: { name?: string }[] };
  return subject ? { subject, name: shown.subjects?.[place]?.name ?? null } : null;
};
