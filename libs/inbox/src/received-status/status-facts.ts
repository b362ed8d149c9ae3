// A status that arrives is a fact about a person and no item: nobody lists or opens it. Pure.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Envelope, Provenance, SubjectStatus, ToForeignFacts } from '@gatehouse/sharing';
import { receivedStatusStream, type SubjectStatusReceived } from './received-status.events.ts';

/** @throws TerminalFault `malformed` for what does not say whole how a person stands: it is parked with an alarm */
export const statusFacts: ToForeignFacts = (envelope: Envelope, provenance: Provenance) => {
  const { itemId, originator, publishedAt, subjects } = envelope;
  return subjects.map(({ ref }) => {
    const status = statusIn(ref, envelope.payload as Record<string, unknown>);
    const data: SubjectStatusReceived['data'] = { statusId: itemId, originator, at: publishedAt, status, provenance };
    return {
      streamId: receivedStatusStream(originator, ref),
      event: { type: 'SubjectStatusReceived', data },
      comes: 'after',
    };
  });
};

const statusIn = (ref: string, said: Record<string, unknown>): SubjectStatus => {
  const { version, juvenile, sealedSince = null, limitedTo = null } = said;
  // One by itself is what was said before there could be several.
  const acquitted = [said['acquitted'] ?? []].flat();
  if (!isCount(version) || typeof juvenile !== 'boolean') throw malformed('version or juvenile');
  if (sealedSince !== null && !isDay(sealedSince)) throw malformed('sealedSince');
  if (limitedTo !== null && !isNames(limitedTo)) throw malformed('limitedTo');
  if (!acquitted.every(isAcquittal)) throw malformed('acquitted');
  return { ref, version, juvenile, sealedSince, limitedTo, acquitted };
};

const malformed = (place: string): TerminalFault =>
  new TerminalFault(`a status that is not whole at ${place}`, { code: 'malformed' });

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

const isAcquittal = (value: unknown): value is SubjectStatus['acquitted'][number] => {
  const { case: of, final, at } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof of === 'string' && typeof final === 'boolean' && typeof at === 'string' && !Number.isNaN(Date.parse(at))
  );
};
