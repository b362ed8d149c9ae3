// What a notice may name to the recipient it goes to.
import type { Acquittal } from '@gatehouse/policy';
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

/** A case in which the recipient holds nothing about the person is not named to it, nor what came of it. */
const namingCase = async (
  agency: Agency,
  client: pg.ClientBase,
  toShare: ToShare,
  subject: string,
): Promise<ToShare> => {
  const { outgoing, recipient } = toShare;
  const { acquitted = [], ...said } = outgoing.item.payload as { acquitted?: Acquittal[] };
  const named: Acquittal[] = [];
  for (const acquittal of acquitted)
    if (await holdsInCase(agency, client, { subject, recipient, caseRef: acquittal.case })) named.push(acquittal);
  const payload = { ...said, ...(named.length > 0 && { acquitted: named }) };
  return { ...toShare, outgoing: { ...outgoing, item: { ...outgoing.item, payload } } };
};
