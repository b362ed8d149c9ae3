// Step 5: whoever received opens it, acknowledges it by name in time, and answers.
import type { HttpAnswer, PersonaClient, Request } from './persona-client.ts';
import type { JourneyMark } from './journey.ts';
import type { People } from './people.ts';
import { FEEDBACK } from './sample.ts';
import { fieldsSeen } from './fields-seen.ts';
import { ASSESS, INVESTIGATE, PROTECT } from './story-sample.ts';
import { isOpen, type Telling } from './telling.ts';

export const INBOX = '/police-liaison/v1/inbox';
const ACTIONABLE = '/prison-intelligence/v1/actionable-alerts';

/** Where the prison service's own people open what came to them. */
export const DISSEMINATED = '/prison-intelligence/v1/disseminated-reports';

/** Gives the alert as the police officer was shown it. */
export const receive = async (
  { liaison, assessors, governor, psychologist }: People,
  telling: Telling,
  { reportId, alertId, protectionId }: JourneyMark,
): Promise<HttpAnswer> => {
  const report = { ...INVESTIGATE, path: `${INBOX}/${reportId}` };
  await openAndAcknowledge(telling, liaison, { did: 'open the report', outcome: reportLine }, report);
  const alert = { ...INVESTIGATE, path: `${INBOX}/${alertId}` };
  const opened = await openAndAcknowledge(telling, liaison, { did: 'open the alert', outcome: alertLine }, alert);
  const feedback = { ...alert, path: `${alert.path}/feedback`, body: FEEDBACK };
  await telling.tell(5, liaison, { did: 'say what came of it', outcome: () => FEEDBACK.outcome }, feedback);
  const own = { ...ASSESS, path: `${DISSEMINATED}/${reportId}` };
  await openAndAcknowledge(telling, assessors, { did: 'open the report', outcome: gradesLine }, own);
  const protection = { ...PROTECT, path: `${ACTIONABLE}/${protectionId}` };
  for (const protector of [governor, psychologist])
    await openAndAcknowledge(telling, protector, { did: 'open the alert for the two', outcome: natureIn }, protection);
  return opened;
};

const openAndAcknowledge = async (
  telling: Telling,
  client: PersonaClient,
  { did, outcome }: { did: string; outcome: (answer: HttpAnswer) => string },
  request: Request,
): Promise<HttpAnswer> => {
  const opened = await telling.tell(5, client, { did, outcome, until: isOpen }, request);
  await acknowledge(5, telling, client, request);
  return opened;
};

/** By name, in one of the steps. */
export const acknowledge = (
  step: number,
  telling: Telling,
  client: PersonaClient,
  { path, ...request }: Request,
): Promise<HttpAnswer> =>
  telling.tell(
    step,
    client,
    { did: 'acknowledge it', outcome: ({ body }) => `by ${String(body['acknowledgedBy'])}` },
    { ...request, method: 'POST', path: `${path}/acknowledgement` },
  );

const field = (body: Record<string, unknown>, name: string): unknown =>
  (body['content'] as Record<string, unknown>)[name];

const natureIn = ({ body }: HttpAnswer): string => String(field(body, 'nature'));

interface Graded {
  n: number;
  grade: { source: string; information: string };
}

/** The grades of its paragraphs, as they are shown. */
export const gradesLine = ({ body }: HttpAnswer): string =>
  (field(body, 'paragraphs') as Graded[])
    .map(({ n, grade }) => `paragraph ${n} ${grade.source}/${grade.information}`)
    .join(', ');

const reportLine = (answer: HttpAnswer): string => {
  const { occurredAt, recordedAt } = answer.body['provenance'] as { occurredAt: string; recordedAt: string };
  return `${gradesLine(answer)}; heard ${occurredAt.slice(11, 16)}, written ${recordedAt.slice(11, 16)} UTC`;
};

const alertLine = ({ body }: HttpAnswer): string =>
  `${fieldsSeen(body['content']).filter(({ seen }) => seen !== null).length} fields under ${agreements(body)}`;

const agreements = (body: Record<string, unknown>): string =>
  ((body['provenance'] as { agreements: string[] }).agreements ?? []).join(', ');
