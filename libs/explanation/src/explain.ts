// Why a decision fell as it did: made again as of its instant, held against what was recorded, today's answer beside it. Promise: what
// was recorded is no input of the decision made again.
import { reasonWords } from '@gatehouse/contracts';
import type { AuditedDecision, AuditRecord } from '@gatehouse/audit-trail';
import {
  pastDecisionPoint,
  programDigest,
  type Bundle,
  type DecisionPoint,
  type DutyAnswer,
  type PolicyLost,
} from '@gatehouse/policy';
import type { Agency, AttributeName, KeptAnswer } from '@gatehouse/sharing';
import { decideAgain, differences } from './again.ts';
import { becauseOf, type Because } from './because.ts';
import { auditRecordOf, keptAnswers, keptInputs, type KeptDecision } from './kept-inputs.ts';
import { today, type LoadHeld, type Today } from './today.ts';

/** Why nothing, or not all, could be decided again. */
export type Standing =
  'made-again' | 'inputs-erased' | 'inputs-altered' | 'no-policy-decision' | 'inputs-not-kept' | PolicyLost;

export interface ExplainedDecision {
  question: string;
  itemId: string | null;
  standing: Standing;
  asOf: { at: string; bundleVersion: number } | null;
  /** decided again; null where that could not be */
  answer: KeptAnswer | null;
  because: Because[];
  /** inputs that are not those it was made from */
  altered: (AttributeName | 'inputs')[];
  /** what of the answer kept is not what was decided again */
  differences: string[];
  today: (Today & { differences: string[] }) | null;
}

export interface Explained {
  record: AuditRecord;
  /** of the whole: the first that is not `made-again` */
  standing: Standing;
  /** whether what was decided again is what the record says; null where nothing could be decided again */
  agrees: boolean | null;
  decisions: ExplainedDecision[];
  /** which program code decided then, and which makes it again; `decided` is null in records from before it was kept */
  program: { decided: string | null; again: string; isSame: boolean | null };
  /** of a duty: then and today; it is decided by what the record itself says */
  duty: { again: DutyAnswer; today: DutyAnswer | null; words: string | null } | null;
}

/** Events of decisions about a party, in which nobody asked. */
const BY_AGENCY = /^(replay|standing-|disclosed$|withheld$)/;

/** @returns null where this service wrote no audit record of that id */
export const explain = async (agency: Agency, load: LoadHeld, recordId: string): Promise<Explained | null> => {
  const record = await auditRecordOf(agency.pool, recordId);
  if (!record) return null;
  const { madeFrom, decisions: kept } = await keptInputs(agency, recordId);
  const program = programOf(record);
  const none = (standing: Standing): Explained => ({
    record,
    standing,
    agrees: null,
    decisions: [],
    duty: null,
    program,
  });
  if (!record.decision || record.decision.effect === 'REFUSED') return none('no-policy-decision');
  if (!madeFrom) return none('inputs-not-kept');
  const past = await pastDecisionPoint(agency.pool, madeFrom);
  if ('lost' in past) return none(past.lost);
  if (kept.length === 0 && madeFrom.inputs !== undefined) return none('inputs-not-kept');
  if (kept.length === 0) return ofDuty(agency, record, past.point);
  const byPerson = !BY_AGENCY.test(record.event);
  const again = kept.map(({ inputs }) => (typeof inputs === 'string' ? null : decideAgain(past.point, inputs)));
  const answered = await keptAnswers(agency, recordId);
  const decisions: ExplainedDecision[] = [];
  for (const [place, one] of kept.entries()) {
    const explained = explainedOf(one, past.bundle, again[place] ?? null, answered[place] ?? null);
    const now = typeof one.inputs === 'string' ? null : await today(agency, load, one.inputs, one.itemId, byPerson);
    const answer = explained.answer;
    decisions.push({ ...explained, today: now && answer && { ...now, differences: differences(answer, now.answer) } });
  }
  const standing = decisions.find((one) => one.standing !== 'made-again')?.standing ?? 'made-again';
  return { record, standing, agrees: agreement(record.decision, decisions), decisions, duty: null, program };
};

const programOf = ({ decision }: AuditRecord): Explained['program'] => {
  const [decided, again] = [decision?.madeFrom?.program ?? null, programDigest()];
  return { decided, again, isSame: decided === null ? null : decided === again };
};

/** A record tells of one of its decisions: whichever it is, all were decided again as they were, and one as the record says. */
const agreement = (recorded: AuditedDecision, decisions: ExplainedDecision[]): boolean | null => {
  if (decisions.some(({ standing }) => standing === 'inputs-erased')) return null;
  return (
    decisions.every(({ standing, differences: found }) => standing === 'made-again' && found.length === 0) &&
    decisions.some(({ answer }) => answer && asRecorded(answer) === asRecorded(recorded))
  );
};

const asRecorded = ({ effect, reason, reasonsInOrder, obligations }: KeptAnswer | AuditedDecision): string =>
  JSON.stringify([effect, reason, reasonsInOrder, obligations]);

const explainedOf = (
  { itemId, inputs, altered }: KeptDecision,
  bundle: Bundle,
  answer: KeptAnswer | null,
  answered: KeptAnswer | null,
): Omit<ExplainedDecision, 'today'> => {
  if (typeof inputs === 'string' || !answer) {
    const standing = inputs === 'erased' ? 'inputs-erased' : 'inputs-altered';
    return { question: '', itemId, standing, asOf: null, answer: null, because: [], altered, differences: [] };
  }
  return {
    question: inputs.request.question,
    itemId,
    standing: altered.length > 0 ? 'inputs-altered' : 'made-again',
    asOf: { at: inputs.moment.now, bundleVersion: bundle.version },
    answer,
    because: becauseOf(answer, bundle, inputs),
    altered,
    differences: answered ? differences(answered, answer) : ['answer'],
  };
};

/** What a system asked about one of its people: it stands before the act. */
const EVALUATED = /^Evaluate /;

/** A duty is decided by what the record itself says: who, in which roles, for what. */
const ofDuty = (agency: Agency, record: AuditRecord, point: DecisionPoint): Explained => {
  const { actor, askedAbout, action, purpose } = record;
  const { person, roles } = askedAbout ?? actor;
  const asked = { agency: actor.agency, person: person ?? '', roles, purpose: purpose ?? '' };
  const question = { ...asked, owner: agency.party, action: action.replace(EVALUATED, '') };
  const again = point.duty(question);
  const agrees = again.permitted === (record.decision?.effect === 'PERMIT') && again.reason === record.decision?.reason;
  const duty = {
    again,
    today: agency.keeper.current()?.point.duty(question) ?? null,
    words: reasonWords[again.reason] ?? null,
  };
  return { record, standing: 'made-again', agrees, decisions: [], duty, program: programOf(record) };
};
