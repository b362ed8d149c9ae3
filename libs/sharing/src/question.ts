// From what an agency holds and who asks to the one question libs/policy answers.
import { rowFacts, type ItemFacts, type Question, type RowFacts } from '@gatehouse/policy';
import type { Agency } from './agency.ts';
import type { Envelope } from './envelope.ts';
import type { Provenance } from './receive-item.ts';
import { asStatedSince, newestStatus, type SubjectStatus } from './subject-status.ts';

/** A foreign item as the recipient keeps it. */
export interface HeldItem {
  envelope: Envelope;
  provenance: Provenance;
  /** the reader's own earlier openings: he knows that the item exists */
  openedBefore: { person: string; at: string }[];
  /** its originator took it back */
  withdrawn?: boolean;
  /** what its originator said since of the people it names: the newest of each */
  statuses?: SubjectStatus[];
  /** whose key its events are sealed with here; what a decision was made from stands under the same */
  sealedUnder?: string;
  /** the items of the ledger it is, where an own one went out as several; else itself alone */
  disclosedAs?: string[];
}

/** What decides about a reader beyond his token: facts from recorded events, never from a claim. */
export type ReaderFacts = Pick<
  Question['caller'],
  'vetting' | 'vettingUntil' | 'training' | 'assignments' | 'conflicts' | 'chain'
>;

/** Who asks, for what, under which case: from the verified token and the request's headers. */
export interface Asked {
  caller: { person: string; agency: string; unit: string; roles: string[] };
  purpose: string;
  caseRef: string | null;
  correlationId: string;
}

export const callerOf = (agency: Agency, asked: Asked, facts: ReaderFacts): Question['caller'] => ({
  agency: agency.party,
  ...(asked.caller.agency === agency.party ? {} : { tokenAgency: asked.caller.agency }),
  person: asked.caller.person,
  roles: asked.caller.roles,
  unit: asked.caller.unit,
  ...facts,
});

/** The item as policy sees it at the recipient: the copy it holds. */
export const itemOf = (agency: Pick<Agency, 'party'>, { envelope, openedBefore, withdrawn }: HeldItem): ItemFacts => ({
  id: envelope.itemId,
  product: envelope.product,
  originator: envelope.originator,
  publishedAt: envelope.publishedAt,
  underVersions: envelope.underVersions,
  caseRef: envelope.caseRef,
  priority: envelope.priority,
  subjects: envelope.subjects.map(({ ref, role }) => ({ ref, role })),
  handling: envelope.handling,
  markers: envelope.markers,
  reviewBy: envelope.reviewBy,
  destroyBy: envelope.destroyBy,
  disclosedBefore: openedBefore.map((opened) => ({ agency: agency.party, ...opened })),
  ...(envelope.grades && { grades: envelope.grades }),
  ...(envelope.violenceIndicator !== undefined && { violenceIndicator: envelope.violenceIndicator }),
  ...(withdrawn === true && { withdrawn }),
  payload: tagged(envelope),
});

/** The people an item is about, as policy sees them. */
const statesOf = ({ envelope, statuses = [] }: HeldItem): Question['subjects'] =>
  envelope.subjects.map(({ auditRef: _auditRef, role: _role, ...subject }) =>
    asStatedSince(subject, newestStatus(statuses.filter(({ ref }) => ref === subject.ref))),
  );

/** What a row of a list keeps of an item, so that SQL can leave out what policy would not show; null where it cannot. */
export const narrowedBy = (held: HeldItem): RowFacts | null =>
  rowFacts(itemOf({ party: held.envelope.recipient }, { ...held, openedBefore: [] }), statesOf(held));

/** The copy as policy sees it: each paragraph with whom it is about. Tags are on no whitelist, so they are never shown. */
const tagged = ({ payload, mentions }: Envelope): unknown => {
  if (!mentions) return payload;
  const { paragraphs = [], ...rest } = payload as { paragraphs?: object[] };
  const namesAt = (place: number) => mentions.find(({ path }) => path === `paragraphs[${place}]`)?.refs;
  const withNames = paragraphs.map((paragraph, place) => {
    const names = namesAt(place);
    return names ? { ...paragraph, names } : paragraph;
  });
  return { ...rest, paragraphs: withNames };
};

export const questionAbout = (
  agency: Agency,
  asked: Asked,
  facts: ReaderFacts,
  kind: 'open' | 'list' | 'breakGlass',
  held: HeldItem | null,
  product: string,
  fields?: string[],
  justification = '',
): Question => {
  const current = agency.keeper.current();
  return {
    now: agency.clock.now().toISOString(),
    caller: callerOf(agency, asked, facts),
    item: held && itemOf(agency, held),
    product,
    subjects: held ? statesOf(held) : [],
    request: {
      question: kind,
      path: 'http',
      purpose: asked.purpose,
      justification,
      ...(asked.caseRef ? { caseRef: asked.caseRef } : {}),
      ...(fields ? { fields } : {}),
    },
    bundle: {
      ageSeconds: current?.ageSeconds ?? 0,
      maxAgeSeconds: current?.maxAgeSeconds ?? 0,
      verified: current?.verified ?? false,
    },
  };
};
