// The main job, once, through the real HTTP API as its people. Everything it reports is taken from answers.
import { personaNamed } from '../personas.ts';
import { lookAtAudit, type AuditedAct } from './audited-acts.ts';
import { fieldsSeen, type FieldSeen } from './fields-seen.ts';
import { ALERTS } from './raise.ts';
import { PersonaClient, type Access, type HttpAnswer, type Request } from './persona-client.ts';
import { ALERT, approvalAsOf, CASE, FEEDBACK, REPORT, SANITISATION, SUBJECT_ID } from './sample.ts';

export interface Step {
  who: string;
  did: string;
  status: number;
  outcome: string;
}

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
  alertId: string;
  /** when the alert ends: nobody may open it afterwards, and a later start runs a new journey */
  validUntil: string;
}

/** The sample's alert lives for thirty of the ninety days it may. */
const LIVES_MS = 30 * 86_400_000;

const people = (access: Access) => {
  const client = (name: string) => new PersonaClient(access, personaNamed(name));
  return {
    analyst: client('analyst'),
    manager: client('intelligence-manager'),
    liaison: client('police-liaison'),
    neighbour: client('police-neighbour'),
    commissioner: client('commissioner'),
    operator: client('operator'),
  };
};

type People = ReturnType<typeof people>;

/** Runs the journey: reports, approves, raises, receives, refuses, acknowledges, verifies. `vkey`: the log's pinned key. */
export const runJourney = async (access: Access, vkey: string): Promise<{ journey: Journey; mark: JourneyMark }> => {
  const who = people(access);
  const steps: Step[] = [];
  const act = async (client: PersonaClient, did: string, request: Request, outcome: (answer: HttpAnswer) => string) => {
    const answer = await client.ask(request);
    if (answer.status >= 300)
      throw new Error(`${client.persona.name} could not ${did}: ${answer.status} ${JSON.stringify(answer.body)}`);
    steps.push({ who: client.persona.name, did, status: answer.status, outcome: outcome(answer) });
    return answer.body;
  };
  const inPrison = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE };
  const reports = '/prison-intelligence/v1/intelligence-reports';
  const report = await act(who.analyst, 'evaluate a report', { ...inPrison, path: reports, body: REPORT }, ({ body }) =>
    String(body['reportUrn']),
  );
  const urn = String(report['reportUrn']);
  await act(
    who.analyst,
    'sanitise it',
    { ...inPrison, path: `${reports}/${urn}/sanitisation`, body: SANITISATION },
    ({ body }) => String(body['status']),
  );
  await act(
    who.manager,
    'approve it',
    { ...inPrison, path: `${reports}/${urn}/approval`, body: approvalAsOf(new Date()) },
    ({ body }) => String(body['status']),
  );
  const body = { ...ALERT, reportUrns: [urn], validUntil: new Date(Date.now() + LIVES_MS).toISOString() };
  const previewed = await act(
    who.analyst,
    'see who would get an alert on it',
    { ...inPrison, path: `${ALERTS}/preview`, body },
    postsLine,
  );
  const raised = await act(
    who.analyst,
    'raise it as previewed',
    { ...inPrison, path: ALERTS, body: { ...body, preview: previewed['preview'] } },
    (a) => `acknowledge within ${String(a.body['ackWithin'])}`,
  );
  const mark = { alertId: String(raised['alertId']), validUntil: body.validUntil };
  const seen = await look(access, vkey, mark, { steps, who });
  return { mark, journey: seen };
};

/** Looks at a journey that an earlier start ran: the item opened again, refused again, its acts and proofs. */
export const lookAgain = (access: Access, vkey: string, mark: JourneyMark): Promise<Journey> =>
  look(access, vkey, mark, { steps: [], who: people(access) });

const look = async (
  access: Access,
  vkey: string,
  { alertId }: JourneyMark,
  so: { steps: Step[]; who: People },
): Promise<Journey> => {
  const { who, steps } = so;
  const item = `/police-liaison/v1/inbox/${alertId}`;
  const investigate = { purpose: 'INVESTIGATE', caseRef: CASE };
  const opened = await who.liaison.askUntil({ ...investigate, path: item }, ({ status }) => status === 200);
  steps.push({
    who: 'police-liaison',
    did: 'open it',
    status: opened.status,
    outcome: `${fieldCount(opened.body['content'])} fields under ${agreements(opened.body)}`,
  });
  const acknowledged = await who.liaison.ask({ ...investigate, method: 'POST', path: `${item}/acknowledgement` });
  steps.push({
    who: 'police-liaison',
    did: 'acknowledge it',
    status: acknowledged.status,
    outcome: acknowledged.status === 200 ? `by ${String(acknowledged.body['acknowledgedBy'])}` : whyNot(acknowledged),
  });
  const answered = await who.liaison.ask({ ...investigate, path: `${item}/feedback`, body: FEEDBACK });
  steps.push({
    who: 'police-liaison',
    did: 'say what came of it',
    status: answered.status,
    outcome: answered.status === 200 ? FEEDBACK.outcome : whyNot(answered),
  });
  const board = await who.analyst.askUntil(
    { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE, path: `${ALERTS}/${alertId}` },
    ({ status, body }) => status === 200 && JSON.stringify(body['disclosures']).includes('"acknowledgedBy":"po-'),
  );
  steps.push({ who: 'analyst', did: 'see on the board', status: board.status, outcome: boardLine(board.body) });
  const refusals = await refused(who, item, alertId);
  const { acts, log, status } = await lookAtAudit(access, who.commissioner, {
    subjectId: SUBJECT_ID,
    itemId: alertId,
    vkey,
  });
  steps.push({
    who: 'commissioner',
    did: 'ask who dealt with this person',
    status,
    outcome: `${acts.length} records about this alert, ${log.verified ? 'all' : 'not all'} proven`,
  });
  return { steps, fields: fieldsSeen(opened.body['content']), refusals, audit: acts, log };
};

/** People who must not get it, each as he would try. */
const refused = async (who: People, item: string, alertId: string): Promise<Step[]> => {
  const investigate = { purpose: 'INVESTIGATE', caseRef: CASE };
  const tries: [PersonaClient, string, Request][] = [
    [who.neighbour, 'open it without an assignment', { ...investigate, path: item }],
    [who.liaison, 'ask for its source note', { ...investigate, path: `${item}?fields=sourceNote` }],
    [who.liaison, 'open it for another purpose', { ...investigate, purpose: 'RESEARCH', path: item }],
    [who.analyst, 'open the copy the police hold', { ...investigate, path: item }],
    [who.operator, 'read the alert in the prison service', { purpose: 'SAFE_CUSTODY', path: `${ALERTS}/${alertId}` }],
  ];
  const steps: Step[] = [];
  for (const [client, did, request] of tries) {
    const answer = await client.ask(request);
    steps.push({ who: client.persona.name, did, status: answer.status, outcome: whyNot(answer) });
  }
  return steps;
};

const whyNot = ({ body }: HttpAnswer): string => String(body['reason'] ?? body['title']);

const fieldCount = (content: unknown): number => fieldsSeen(content).filter((field) => field.seen !== null).length;

const agreements = (body: Record<string, unknown>): string =>
  ((body['provenance'] as { agreements: string[] }).agreements ?? []).join(', ');

const postsLine = ({ body }: HttpAnswer): string =>
  (body['posts'] as { post: string; outcome: string }[]).map(({ post, outcome }) => `${post}: ${outcome}`).join('; ');

const boardLine = (body: Record<string, unknown>): string =>
  (body['disclosures'] as { recipient: string; deliveredAt: string | null; acknowledgedBy: string | null }[])
    .map(
      (d) =>
        `${d.recipient}: ${d.deliveredAt ? 'delivered' : 'on its way'}${d.acknowledgedBy ? `, acknowledged by ${d.acknowledgedBy}` : ''}`,
    )
    .join('; ');
