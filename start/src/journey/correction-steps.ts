// Step 9: the police disprove the rumour, a manager takes the doubt up, and everybody who holds the report learns it.
import type { HttpAnswer } from './persona-client.ts';
import type { JourneyMark } from './journey.ts';
import type { People } from './people.ts';
import { gradesLine, INBOX } from './receiving-steps.ts';
import { REPORTS } from './report-steps.ts';
import { ACCEPTED_BECAUSE, DISPROVED, IN_PRISON, INVESTIGATE } from './story-sample.ts';
import { isOpen, type Telling } from './telling.ts';

const PROPOSALS = '/prison-intelligence/v1/regrade-proposals';

type Held = Pick<JourneyMark, 'reportUrn' | 'reportId'>;

/** Gives the id of the correction, as the report's own ledger names it. */
export const disprove = async (
  { liaison, manager }: People,
  telling: Telling,
  { reportUrn, reportId }: Held,
): Promise<string> => {
  const said = await telling.tell(
    9,
    liaison,
    { did: 'disprove the rumour', outcome: () => `${DISPROVED.outcome}, to be graded 2/E` },
    { ...INVESTIGATE, path: `${INBOX}/${reportId}/feedback`, body: DISPROVED },
  );
  const feedbackId = String(said.body['feedbackId']);
  const proposed = ({ body }: HttpAnswer) => JSON.stringify(body).includes(feedbackId);
  await manager.askUntil({ ...IN_PRISON, path: `${PROPOSALS}?status=proposed` }, proposed);
  const acceptance = { path: `${PROPOSALS}/${feedbackId}/acceptance`, body: { reason: ACCEPTED_BECAUSE } };
  const accepted = (answer: HttpAnswer) => `${String(answer.body['status'])}: ${String(answer.body['reportUrn'])}`;
  await telling.tell(9, manager, { did: 'accept the doubt', outcome: accepted }, { ...IN_PRISON, ...acceptance });
  const { body } = await manager.askUntil(
    ledgerOf(reportUrn),
    (answer) => correctionIn(answer, reportId) !== undefined,
  );
  return correctionIn({ body }, reportId) ?? '';
};

/** Each holder acknowledges the correction and reads the report as it counts now. */
export const learn = async (
  { liaison }: People,
  telling: Telling,
  { reportId, correctionId }: JourneyMark,
): Promise<void> => {
  const notice = { ...INVESTIGATE, path: `${INBOX}/${correctionId}` };
  await telling.tell(9, liaison, { did: 'open the correction', outcome: whatLine, until: isOpen }, notice);
  await telling.tell(
    9,
    liaison,
    { did: 'acknowledge it', outcome: ({ body }) => `by ${String(body['acknowledgedBy'])}` },
    { ...notice, method: 'POST', path: `${notice.path}/acknowledgement` },
  );
  const report = { ...INVESTIGATE, path: `${INBOX}/${reportId}` };
  await telling.tell(9, liaison, { did: 'open the report again', outcome: gradesLine, until: isOpen }, report);
};

/** Where the report, its correction and their recipients stand. */
export const ledgerOf = (reportUrn: string) => ({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/disclosures` });

interface Disclosed {
  itemId: string;
  recipient: string;
  released: boolean;
  acknowledgedBy: string | null;
}

const disclosedIn = ({ body }: Pick<HttpAnswer, 'body'>): Disclosed[] =>
  ((body['disclosures'] as Disclosed[] | undefined) ?? []).filter(({ released }) => released);

/** Whether each holder has acknowledged what he was sent. */
export const isAcknowledged = (answer: HttpAnswer): boolean =>
  disclosedIn(answer).every(({ recipient, acknowledgedBy }) => recipient.includes('/') || acknowledgedBy !== null);

export const chainLine = (answer: HttpAnswer): string =>
  disclosedIn(answer)
    .map(({ recipient, acknowledgedBy }) => `${recipient}: ${acknowledgedBy ?? 'not acknowledged'}`)
    .join('; ');

const correctionIn = (answer: Pick<HttpAnswer, 'body'>, reportId: string): string | undefined =>
  disclosedIn(answer).find(({ itemId }) => itemId !== reportId)?.itemId;

const whatLine = ({ body }: HttpAnswer): string => {
  const { what, effect, reason } = body['content'] as { what: string; effect: string; reason: string };
  return `${what}, ${effect}: ${reason}`;
};
