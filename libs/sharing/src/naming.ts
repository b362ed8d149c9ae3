// What a notice may name to the recipient it goes to.
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { heldBy } from './holders.ts';
import type { ToShare } from './prepare-share.ts';
import { holdsInCase } from './subject-holders.ts';

/** A notice names to a recipient only what he holds: the rest would tell him that it exists. */
export const naming = async (agency: Agency, client: pg.ClientBase, toShare: ToShare): Promise<ToShare> => {
  const { outgoing, recipient } = toShare;
  if (outgoing.aboutSubject !== undefined) return namingCase(agency, client, toShare, outgoing.aboutSubject);
  const payload = outgoing.item.payload as { derivedItems?: string[] };
  if (!outgoing.about || !payload.derivedItems) return toShare;
  const derivedItems = await heldBy(client, recipient, payload.derivedItems);
  return { ...toShare, outgoing: { ...outgoing, item: { ...outgoing.item, payload: { ...payload, derivedItems } } } };
};

/** A case in which the recipient holds nothing about the person is not named to it. */
const namingCase = async (
  agency: Agency,
  client: pg.ClientBase,
  toShare: ToShare,
  subject: string,
): Promise<ToShare> => {
  const { outgoing, recipient } = toShare;
  const { acquitted, ...payload } = outgoing.item.payload as { acquitted?: { case: string } };
  if (!acquitted || (await holdsInCase(agency, client, { subject, recipient, caseRef: acquitted.case })))
    return toShare;
  return { ...toShare, outgoing: { ...outgoing, item: { ...outgoing.item, payload } } };
};
