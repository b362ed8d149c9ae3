// What the journey of a person's status begins with, and the older word that comes late.
import { inTransaction } from '@gatehouse/event-store';
import type { Agency } from '@gatehouse/sharing';
import { REPORT, SANITISATION } from '@gatehouse/start';
import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { shareOrHold } from '../../libs/sharing/src/share-with.ts';
import { subjectStatusProduct } from '../../services/prison-intelligence/src/subject/subject-status-product.ts';
import type { HeldTime } from './held-time.ts';
import { INVESTIGATE, REPORTS } from './raised.ts';

/** The sample's report, to the police and the own assessment group. Gives its URN and the item it went out as. */
export const disseminated = async (time: HeldTime): Promise<[reportUrn: string, itemId: string]> => {
  const onReport = (persona: string, path: string, body?: object) =>
    time.as(persona).ask({ ...INVESTIGATE, path: `${REPORTS}${path}`, ...(body && { body }) });
  const urn = String((await onReport('analyst', '', REPORT)).body['reportUrn']);
  await onReport('analyst', `/${urn}/sanitisation`, SANITISATION);
  const approval = { handling: { code: 'P', conditions: [] }, reviewBy: time.inHours(24 * 60).slice(0, 10) };
  await onReport('intelligence-manager', `/${urn}/approval`, approval);
  const { preview } = (await onReport('intelligence-manager', `/${urn}/preview`, {})).body;
  expect((await onReport('intelligence-manager', `/${urn}/dissemination`, { preview })).status).toBe(200);
  return [urn, String((await onReport('analyst', `/${urn}`)).body['itemId'])];
};

/** Sends the police the first status of a person, which restricted nothing, as if it came only now. Gives its id. */
export const saidLate = async (
  prison: Agency,
  person: { subjectId: string; category: string; cases: string[] },
): Promise<string> => {
  const at = prison.clock.now();
  const nothing = { juvenile: null, sealedSince: null, limitedTo: null, acquitted: [], consents: [] };
  const data = { ...person, ...nothing, by: 'ro-madina', at: at.toISOString() };
  const event = {
    eventId: randomUUID(),
    type: 'SubjectStatusAttested',
    streamId: 'journey-late',
    version: 1,
    metadata: { correlationId: randomUUID() },
    occurredAt: at,
    recordedAt: at,
  };
  const outgoing = subjectStatusProduct(event, data);
  await inTransaction(prison.pool, (client) =>
    shareOrHold(prison, client, { event, outgoing, recipient: 'kz-police' }),
  );
  return event.eventId;
};
