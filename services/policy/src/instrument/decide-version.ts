// From draft to force: another person reviews, every party signs, and only then does it permit anything (clauses 24, 26, 29).
import { accept, refuse, unreachable, type Decision } from '@gatehouse/event-store/decider';
import { noticeIsOver, outlastsTerm, type Compared } from './amendment-notice.ts';
import { dayIn } from './day.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Standing } from './instrument.decider.ts';
import type { InstrumentEvent } from './instrument.events.ts';
import { signersOf, unsigned, type AgreedVersion, type Known, type PendingVersion } from './instrument.state.ts';
import type { SignatureFault } from '@gatehouse/policy';

interface OfVersion extends Standing {
  version: number;
  /** of the text that was read: who has read another acts on nothing */
  sha256: string;
}

export type VersionCommand =
  | { type: 'ReviewInstrument'; data: OfVersion }
  | {
      type: 'SignInstrument';
      data: OfVersion & { jws: string; kid: string; party: string; fault: SignatureFault | null };
    }
  /**
   * fits: whether the bundle with it does; verified: the parties whose signatures over this text verify now, with keys that were good when
   * they signed; compared: with each version that was agreed
   */
  | { type: 'BringIntoForce'; data: OfVersion & { verified: string[]; fits: boolean; compared: Compared[] } };

export type VersionRefusal =
  | 'version-not-next'
  | 'another-draft-pending'
  | 'no-such-draft'
  | 'draft-signed'
  | 'effective-in-the-past'
  | 'amendment-notice-too-short'
  | 'notice-outlasts-term'
  | 'instrument-over'
  | 'not-this-version'
  | 'reviewer-drafted-it'
  | 'not-reviewed'
  | 'not-a-party'
  | 'already-signed'
  | 'signatures-missing'
  | 'signature-void'
  | 'term-not-begun'
  | 'term-over'
  | 'bundle-too-large'
  | SignatureFault;

type Decided = Decision<InstrumentEvent, VersionRefusal>;

export const versionOf = (command: VersionCommand, instrument: Known): Decided => {
  const { pending } = instrument;
  const { version, sha256 } = command.data;
  if (inForceAlready(command, instrument)) return accept<InstrumentEvent>();
  if (pending?.version !== version || pending.sha256 !== sha256) return refuse('not-this-version');
  switch (command.type) {
    case 'ReviewInstrument':
      return review(command.data, pending);
    case 'SignInstrument':
      return sign(command.data, pending, instrument);
    case 'BringIntoForce':
      return bring(command.data, pending, instrument);
    default:
      return unreachable(command);
  }
};

const inForceAlready = ({ type, data }: VersionCommand, { agreed }: Known): boolean =>
  type === 'BringIntoForce' && agreed.some(({ version, sha256 }) => version === data.version && sha256 === data.sha256);

const review = ({ actsFor: _secretariat, ...data }: OfVersion, pending: PendingVersion): Decided => {
  if (pending.draftedBy === data.by.person) return refuse('reviewer-drafted-it'); // four eyes
  return pending.reviewedAt === null
    ? accept<InstrumentEvent>({ type: 'MouReviewed', data })
    : accept<InstrumentEvent>();
};

type Signing = Extract<VersionCommand, { type: 'SignInstrument' }>['data'];

const sign = ({ actsFor, fault, ...data }: Signing, pending: PendingVersion, { agreed }: Known): Decided => {
  if (pending.reviewedAt === null) return refuse('not-reviewed');
  if (!signersOf(pending, agreed).includes(data.party)) return refuse('not-a-party');
  if (data.party !== actsFor) return refuse('signature-of-another-party');
  if (fault) return refuse(fault);
  const before = pending.signatures.find(({ party }) => party === data.party);
  if (before?.jws === data.jws) return accept<InstrumentEvent>();
  // With another key: the one he signed with may be void since, and nothing else could bring this text into force or take it away.
  if (before?.kid === data.kid) return refuse('already-signed');
  return accept<InstrumentEvent>({ type: 'MouSigned', data });
};

type Bringing = Extract<VersionCommand, { type: 'BringIntoForce' }>['data'];

const bring = (
  { actsFor: _secretariat, verified, fits, compared, ...data }: Bringing,
  pending: PendingVersion,
  instrument: Known,
): Decided => {
  const { agreed } = instrument;
  if (pending.reviewedAt === null) return refuse('not-reviewed');
  if (unsigned(pending, agreed).length > 0) return refuse('signatures-missing');
  if (!signersOf(pending, agreed).every((party) => verified.includes(party))) return refuse('signature-void');
  if (!fits) return refuse('bundle-too-large');
  const { term, timezone } = pending.document;
  const today = dayIn(data.at, timezone);
  if (today > term.to) return refuse('term-over');
  const before = agreed.at(-1);
  if (!before) return today < term.from ? refuse('term-not-begun') : accept({ type: 'MouEnteredIntoForce', data });
  // A version takes effect when it was agreed to, as soon as it could be brought into force, or when its notice is over: the last of these.
  const noticeOver = noticeOfPending({ at: data.at, compared }, pending, instrument);
  if (noticeOver !== null && outlastsTerm(instrument, noticeOver)) return refuse('notice-outlasts-term');
  const effectiveFrom = [pending.effectiveFrom ?? data.at, data.at, noticeOver ?? data.at].toSorted().at(-1)!;
  return renews(before, pending)
    ? accept<InstrumentEvent>({ type: 'MouRenewed', data: { ...data, effectiveFrom, termTo: term.to } })
    : accept<InstrumentEvent>({ type: 'MouAmended', data: { ...data, effectiveFrom } });
};

/** When the notice of the pending text is over; null where it owes none. */
export const noticeOfPending = (
  { at, compared }: Pick<Bringing, 'at' | 'compared'>,
  { draftedAt, effectiveFrom }: PendingVersion,
  instrument: Known,
): string | null => {
  const wantedFrom = effectiveFrom !== null && effectiveFrom > at ? effectiveFrom : at;
  return noticeIsOver(instrument, { madeKnownAt: draftedAt, wantedFrom, compared });
};

/** Whether nothing differs but the term (and the number of the version). */
const renews = (before: AgreedVersion, { document }: PendingVersion): boolean => {
  const but = { version: document.version, term: document.term };
  const longer = before.document.term.to < document.term.to;
  return longer && isDeepStrictEqual({ ...before.document, ...but }, document);
};
