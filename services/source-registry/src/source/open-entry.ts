// An entry with its seals opened, for whoever was just let in. Called after the audit row is durable, never before.
import { readStream, type Queryable } from '@gatehouse/event-store';
import type { ItemKey } from '@gatehouse/crypto';
import { sourceToken } from '../names.ts';
import type { OpenedSourceAnswer, SourceAnswer } from './source.dto.ts';
import { sourceDecider } from './source.decider.ts';
import { PART, sourceStream, type SourceEvent } from './source.events.ts';
import type { Entry, Source } from './source.state.ts';

type Told = Pick<SourceAnswer, keyof SourceAnswer>;

/** What a handler is told of an entry of his. */
export const sourceAnswer = (nameKey: string, { sourceId, codeName, status }: Entry): Told => ({
  sourceId,
  codeName,
  status,
  sourceToken: sourceToken(nameKey, sourceId),
});

/** Everything, for the entry's own handler. @throws CryptoFault 'malformed' when a seal was broken */
export const openedSource = (nameKey: string, key: ItemKey, entry: Entry): OpenedSourceAnswer => ({
  ...sourceAnswer(nameKey, entry),
  identity: key.open(PART.identity, entry.sealedIdentity),
  risk: {
    level: entry.risk.level,
    reasons: key.open(PART.risk(entry.risk.assessmentId), entry.risk.sealedReasons),
    reviewBy: entry.risk.reviewBy,
  },
  contacts: entry.contacts.map(({ contactId, metAt, sealedNote }) => ({
    contactId,
    metAt,
    note: String(key.open(PART.contact(contactId), sealedNote)),
  })),
  reports: entry.reports,
});

/** An entry as it stands now; `none` for an id that names nothing. */
export const loadSource = async (queryable: Queryable, sourceId: string): Promise<Source> => {
  const events = await readStream<SourceEvent>(queryable, sourceStream(sourceId));
  return events.reduce(
    (source, event) => sourceDecider.evolve(source, { type: event.type, data: event.data } as SourceEvent),
    sourceDecider.initial(),
  );
};
