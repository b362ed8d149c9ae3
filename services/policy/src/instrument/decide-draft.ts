// A text becomes the draft of the next version; there is one at a time, so that of two amendments that race one stands.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type { Standing } from './instrument.decider.ts';
import type { VersionRefusal } from './decide-version.ts';
import type { InstrumentEvent, MouDrafted } from './instrument.events.ts';
import { noticeIsOver, outlastsTerm, type Compared } from './amendment-notice.ts';
import { unsigned, type AgreedVersion, type Instrument, type Known, type PendingVersion } from './instrument.state.ts';

export interface DraftCommand {
  type: 'DraftInstrument';
  data: Standing &
    Pick<MouDrafted['data'], 'version' | 'sha256' | 'document' | 'effectiveFrom'> & {
      /** of the draft not signed by all that this one takes the place of; null for a new one */
      replaces: string | null;
      /** with each version that was agreed */
      compared: Compared[];
    };
}

type Decided = Decision<InstrumentEvent, VersionRefusal>;

export const draft = (
  { replaces, actsFor: _secretariat, ...said }: DraftCommand['data'],
  instrument: Instrument,
): Decided => {
  const { compared: _found, ...data } = said;
  const refusal =
    instrument.status === 'none' ? first(replaces) : (next(data, replaces, instrument) ?? tooSoon(said, instrument));
  if (refusal === 'done') return accept<InstrumentEvent>();
  return refusal ? refuse(refusal) : accept<InstrumentEvent>({ type: 'MouDrafted', data });
};

type Refused = VersionRefusal | 'done' | null;

// An agreement may have had versions on paper before it came here: its first one may have any number.
const first = (replaces: string | null): Refused => (replaces === null ? null : 'no-such-draft');

const next = (data: MouDrafted['data'], replaces: string | null, instrument: Known): Refused => {
  const { pending, agreed, ended } = instrument;
  if (ended) return 'instrument-over';
  const last = agreed.at(-1);
  if (last && data.version !== last.version + 1) return 'version-not-next';
  if (pending) return replacing(pending, agreed, data.sha256, replaces);
  if (replaces !== null) return 'no-such-draft';
  return data.effectiveFrom !== null && data.effectiveFrom < data.at ? 'effective-in-the-past' : null;
};

/** A day that clause 24 does not allow is not put before anybody to sign; without one the text counts once the notice is over. */
const tooSoon = (data: Pick<DraftCommand['data'], 'at' | 'effectiveFrom' | 'compared'>, instrument: Known): Refused => {
  const { effectiveFrom } = data;
  const earliest = noticeOfDraft(data, instrument);
  if (earliest === null) return null;
  if (outlastsTerm(instrument, earliest)) return 'notice-outlasts-term';
  return effectiveFrom !== null && effectiveFrom < earliest ? 'amendment-notice-too-short' : null;
};

/** When the notice of a text that is drafted now is over; null where it owes none. */
export const noticeOfDraft = (
  { at, effectiveFrom, compared }: Pick<DraftCommand['data'], 'at' | 'effectiveFrom' | 'compared'>,
  instrument: Known,
): string | null => noticeIsOver(instrument, { madeKnownAt: at, wantedFrom: effectiveFrom ?? at, compared });

// One party that refuses must not be able to keep what another has signed standing in the way: what was signed of it falls with the draft.
const replacing = (
  pending: PendingVersion,
  agreed: readonly AgreedVersion[],
  sha256: string,
  replaces: string | null,
): Refused => {
  if (pending.sha256 === sha256) return 'done';
  if (replaces === null) return 'another-draft-pending';
  if (replaces !== pending.sha256) return 'no-such-draft';
  return unsigned(pending, agreed).length === 0 ? 'draft-signed' : null;
};
