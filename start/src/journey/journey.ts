// The story of an early sign, through the real HTTP API as its people: what an officer heard becomes a report and two alerts,
// reaches whoever may know, and is corrected with everybody who holds it. Everything it reports is taken from answers.
import { raiseAlerts } from './alert-steps.ts';
import { lookAtAudit, type AuditedAct } from './audited-acts.ts';
import { chainLine, disprove, isAcknowledged, learn, ledgerOf } from './correction-steps.ts';
import { fieldsSeen, type FieldSeen } from './fields-seen.ts';
import { people, type People } from './people.ts';
import type { Access } from './persona-client.ts';
import { receive } from './receiving-steps.ts';
import { refused } from './refusals.ts';
import { makeReport } from './report-steps.ts';
import { SUBJECT_ID } from './sample.ts';
import { Telling, type Step } from './telling.ts';

export interface Journey {
  steps: Step[];
  fields: FieldSeen[];
  refusals: Step[];
  audit: AuditedAct[];
  /** size and root of the log the proofs were verified against */
  log: { size: number; root: string; verified: boolean };
}

/** What a later start needs to look at the same journey again. */
export interface JourneyMark {
  sirUrn: string;
  reportUrn: string;
  /** under which its recipients know the report */
  reportId: string;
  alertId: string;
  /** the alert for the two young men */
  protectionId: string;
  correctionId: string;
  /** when the alerts end: nobody may open them afterwards, and a later start runs a new journey */
  validUntil: string;
}

/** The alerts live for thirty of the sixty and ninety days they may. */
const LIVES_MS = 30 * 86_400_000;

/** Runs the story of steps 1 to 5 and 9, and looks at its proofs. `vkey`: the log's pinned key. */
export const runJourney = async (access: Access, vkey: string): Promise<{ journey: Journey; mark: JourneyMark }> => {
  const who = people(access);
  const telling = new Telling();
  const report = await makeReport(who, telling);
  const validUntil = new Date(Date.now() + LIVES_MS).toISOString();
  const alerts = await raiseAlerts(who, telling, { ...report, validUntil });
  const begun = { ...report, ...alerts, validUntil, correctionId: '' };
  const { body } = await receive(who, telling, begun);
  const mark = { ...begun, correctionId: await disprove(who, telling, begun) };
  return { mark, journey: await prove(access, vkey, { who, telling, mark, content: body['content'] }) };
};

/** Looks at a journey that an earlier start ran: the items opened again, refused again, its acts and proofs. */
export const lookAgain = async (access: Access, vkey: string, mark: JourneyMark): Promise<Journey> => {
  const who = people(access);
  const telling = new Telling();
  const { body } = await receive(who, telling, mark);
  return prove(access, vkey, { who, telling, mark, content: body['content'] });
};

const prove = async (
  access: Access,
  vkey: string,
  { who, telling, mark, content }: { who: People; telling: Telling; mark: JourneyMark; content: unknown },
): Promise<Journey> => {
  await learn(who, telling, mark);
  const ledger = { did: 'see who holds what', outcome: chainLine, until: isAcknowledged };
  await telling.tell(9, who.manager, ledger, ledgerOf(mark.reportUrn));
  const refusals = await refused(who, mark);
  const otherIds = [mark.sirUrn, mark.reportUrn, mark.reportId, mark.correctionId];
  const about = { subjectId: SUBJECT_ID, itemId: mark.alertId, otherIds, vkey };
  const { acts, records, log, status } = await lookAtAudit(access, who.commissioner, about);
  const proven = `${records.all} records about report, alert and correction, ${log.verified ? 'all' : 'not all'} proven`;
  telling.steps.push({ step: 9, who: 'commissioner', did: 'ask who dealt with this person', status, outcome: proven });
  return { steps: telling.steps, fields: fieldsSeen(content), refusals, audit: acts, log };
};
