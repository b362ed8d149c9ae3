// Step 5: whoever received opens it, acknowledges it by name in time, and answers.
import type { HttpAnswer, PersonaClient, Request } from './persona-client.ts';
import type { JourneyMark } from './journey.ts';
import type { People } from './people.ts';
import { FEEDBACK } from './sample.ts';
import { fieldsSeen } from './fields-seen.ts';
import { INVESTIGATE, PROTECT } from './story-sample.ts';
import { isOpen, type Telling } from './telling.ts';

export const INBOX = '/police-liaison/v1/inbox';
const ACTIONABLE = '/prison-intelligence/v1/actionable-alerts';

/** Gives the alert as the police officer was shown it. */
export const receive = async (
  { liaison, governor, psychologist }: People,
  telling: Telling,
  { reportId, alertId, protectionId }: JourneyMark,
): Promise<HttpAnswer> => {
  const report = { ...INVESTIGATE, path: `${INBOX}/${reportId}` };
  await telling.tell(5, liaison, { did: 'open the report', outcome: reportLine, until: isOpen }, report);
  await acknowledge(telling, liaison, report);
  const alert = { ...INVESTIGATE, path: `${INBOX}/${alertId}` };
  const opened = await telling.tell(5, liaison, { did: 'open the alert', outcome: alertLine, until: isOpen }, alert);
  await acknowledge(telling, liaison, alert);
  const feedback = { ...alert, path: `${alert.path}/feedback`, body: FEEDBACK };
  await telling.tell(5, liaison, { did: 'say what came of it', outcome: () => FEEDBACK.outcome }, feedback);
  for (const own of [governor, psychologist]) {
    const protection = { ...PROTECT, path: `${ACTIONABLE}/${protectionId}` };
    const did = 'open the alert for the two';
    await telling.tell(
      5,
      own,
      { did, outcome: ({ body }) => String(field(body, 'nature')), until: isOpen },
      protection,
    );
    await acknowledge(telling, own, protection);
  }
  return opened;
};

const acknowledge = (telling: Telling, client: PersonaClient, { path, ...request }: Request): Promise<HttpAnswer> =>
  telling.tell(
    5,
    client,
    { did: 'acknowledge it', outcome: ({ body }) => `by ${String(body['acknowledgedBy'])}` },
    { ...request, method: 'POST', path: `${path}/acknowledgement` },
  );

const field = (body: Record<string, unknown>, name: string): unknown =>
  (body['content'] as Record<string, unknown>)[name];

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
