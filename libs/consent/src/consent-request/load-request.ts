// A request as it stands, and the item of ours that it is about, as it left.
import { readHistory, readStream, type Queryable } from '@gatehouse/event-store';
import { subjectReferences, type HeldItem, type Outgoing } from '@gatehouse/sharing';
import type { Consents } from '../consents.ts';
import { consentRequestDecider, type ConsentRequest } from './consent-request.decider.ts';
import { consentRequestStream, type ConsentRequestEvent } from './consent-request.events.ts';

/** One query. */
export const loadRequest = async (queryable: Queryable, requestId: string): Promise<ConsentRequest> =>
  (await readStream(queryable, consentRequestStream(requestId))).reduce(
    (state, event) => consentRequestDecider.evolve(state, event as unknown as ConsentRequestEvent),
    consentRequestDecider.initial(),
  );

/** Only a holder asks: whoever was never sent the item learns nothing of it, and nobody here answers him. */
const HELD = 'select stream_id, version from sharing.holder where item_id = $1 and recipient = $2';

/** @returns null for what this party does not hold of us, or what is erased. The same queries either way. */
export const itemHeldBy = async (
  { agency: { pool }, toProduct }: Consents,
  itemId: string,
  party: string,
): Promise<Outgoing | null> => {
  const { rows } = await pool.query<{ stream_id: string; version: number }>(HELD, [itemId, party]);
  const [holder] = rows;
  const [event] = await readHistory(pool, holder?.stream_id ?? '', (holder?.version ?? 1) - 1);
  return !event || event.erased ? null : toProduct(event);
};

/** The request about the people as we know them: a conflict and a chain are attested by our own references, not by the holder's. */
export const aboutOurs = ({ agency }: Consents, request: HeldItem, ours: Outgoing): HeldItem => {
  const references = subjectReferences(agency, ours);
  const subjects = ours.item.subjects.flatMap(({ ref, role }, place) =>
    ours.subjects
      .filter((subject) => subject.ref === ref)
      .map((subject) => ({ ...subject, role, auditRef: references[place] ?? '' })),
  );
  return { ...request, envelope: { ...request.envelope, subjects } };
};
