// The owner's own item in the form in which items are opened: an instruction decides about the agency's own people with the
// same rules and the same projection as an agreement decides about others.
import type { RecordedEvent } from '@gatehouse/event-store';
import { auditReferences, type Agency } from './agency.ts';
import { inherited } from './effective-item.ts';
import type { HeldItem } from './question.ts';
import { instantsOf, type Outgoing } from './to-product.ts';

/**
 * An item of this agency as `considerOpening`, `openItem` and `listItems` take it.
 * @param openedBefore the reader's own earlier openings
 */
export const ownItem = (
  agency: Agency,
  event: Pick<RecordedEvent, 'eventId' | 'occurredAt' | 'recordedAt' | 'metadata'>,
  outgoing: Outgoing,
  openedBefore: HeldItem['openedBefore'] = [],
): HeldItem => {
  const { item, subjects } = outgoing;
  const recordedAt = event.recordedAt.toISOString();
  return {
    openedBefore,
    provenance: {
      originator: agency.party,
      topic: '',
      messageId: event.eventId,
      disclosureId: event.eventId,
      agreements: [],
      bundleVersion: agency.keeper.current()?.bundle.version ?? 0,
      receivedAt: recordedAt,
      jws: '',
    },
    envelope: {
      messageId: event.eventId,
      eventId: event.eventId,
      type: outgoing.type,
      schemaVersion: '1.0.0',
      itemId: item.id,
      product: item.product,
      disclosureId: event.eventId,
      originator: agency.party,
      unit: outgoing.unit,
      recipient: agency.party,
      ...instantsOf(event, outgoing),
      publishedAt: recordedAt,
      purpose: outgoing.purpose,
      caseRef: outgoing.caseRef,
      basis: { kind: 'MOU', agreements: [] },
      underVersions: {},
      classification: outgoing.classification,
      ...inherited(item),
      ...(item.grades && { grades: item.grades }),
      ...(item.violenceIndicator !== undefined && { violenceIndicator: item.violenceIndicator }),
      priority: item.priority,
      subjects: item.subjects.flatMap(({ ref, role }) =>
        subjects
          .filter((subject) => subject.ref === ref)
          .map((subject) => ({ ...subject, role, auditRef: auditReferences(agency, [ref])[0] ?? '' })),
      ),
      reviewBy: item.reviewBy,
      obligations: [],
      degraded: false,
      order: { key: item.id, sequence: 1, predecessor: null },
      traceId: event.metadata.correlationId,
      payload: item.payload,
    },
  };
};
