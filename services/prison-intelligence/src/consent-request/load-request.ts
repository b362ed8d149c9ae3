// A request as it stands, and the item of ours that it is about, as it left.
import { readHistory, readStream, type Queryable } from '@gatehouse/event-store';
import { auditReferences, type Agency, type HeldItem, type Outgoing } from '@gatehouse/sharing';
import { alertItem } from '../intelligence-alert/alert-product.ts';
import { madeBy } from '../intelligence-alert/beneath.ts';
import type { AlertEvent } from '../intelligence-alert/intelligence-alert.events.ts';
import type { ReportEvent } from '../intelligence-report/intelligence-report.events.ts';
import { productOfReport } from '../intelligence-report/report-products.ts';
import { consentRequestDecider, type ConsentRequest } from './consent-request.decider.ts';
import { consentRequestStream, type ConsentRequestEvent } from './consent-request.events.ts';

/** One query. */
export const loadRequest = async (queryable: Queryable, requestId: string): Promise<ConsentRequest> =>
  (await readStream(queryable, consentRequestStream(requestId))).reduce(
    (state, event) => consentRequestDecider.evolve(state, event as unknown as ConsentRequestEvent),
    consentRequestDecider.initial(),
  );

/** Only a holder asks: whoever was never sent the item learns nothing of it, and nobody here answers him. */
const HELD = `select from sharing.holder where item_id = $1 and recipient = $2`;

/** @returns null for what this party does not hold of us. The same queries either way. */
export const itemHeldBy = async (queryable: Queryable, itemId: string, party: string): Promise<Outgoing | null> => {
  const holder = await queryable.query(HELD, [itemId, party]);
  const made = await madeBy(queryable, itemId);
  const [event] = made ? await readHistory(queryable, made.streamId, made.version - 1) : [];
  if (holder.rowCount === 0 || !event || event.erased) return null;
  const { type, data, metadata } = event;
  const said = { type, data } as AlertEvent | ReportEvent;
  const sharedFor = { purpose: metadata.purpose ?? '', caseRef: metadata.caseRef ?? null };
  switch (said.type) {
    case 'IntelligenceAlertRaised':
      return alertItem(said.data, said.data.alertId, sharedFor);
    case 'IntelligenceAlertRenewed':
      return alertItem(said.data, said.data.itemId, sharedFor);
    case 'IntelligenceReportDisseminated':
      return productOfReport(said);
    default:
      return null;
  }
};

/** The request about the people as we know them: a conflict and a chain are attested by our own references, not by the holder's. */
export const aboutOurs = (agency: Agency, request: HeldItem, { subjects, item }: Outgoing): HeldItem => ({
  ...request,
  envelope: {
    ...request.envelope,
    subjects: item.subjects.flatMap(({ ref, role }) =>
      subjects
        .filter((subject) => subject.ref === ref)
        .map((subject) => ({ ...subject, role, auditRef: auditReferences(agency, [ref])[0] ?? '' })),
    ),
  },
});
