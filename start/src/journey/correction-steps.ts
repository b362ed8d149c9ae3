// Step 9: the police disprove the rumour, a manager takes the doubt up, and everybody who holds the report learns it.
import type { HttpAnswer } from './persona-client.ts';
import type { JourneyMark } from './journey.ts';
import type { People } from './people.ts';
import { acknowledge, DISSEMINATED, gradesLine, INBOX } from './receiving-steps.ts';
import { REPORTS } from './report-steps.ts';
import { ACCEPTED_BECAUSE, ASSESS, DISPROVED, IN_PRISON, INVESTIGATE } from './story-sample.ts';
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

/** Each who holds the report acknowledges its correction and reads the report as it counts now. */
export const learn = async (
  { liaison, assessors }: People,
  telling: Telling,
  { reportId, correctionId }: JourneyMark,
): Promise<void> => {
  const holders = [
    { client: liaison, at: INBOX, asked: INVESTIGATE },
    { client: assessors, at: DISSEMINATED, asked: ASSESS },
  ];
  for (const { client, at, asked } of holders) {
    const notice = { ...asked, path: `${at}/${correctionId}` };
    await telling.tell(9, client, { did: 'open the correction', outcome: whatLine, until: isOpen }, notice);
    await acknowledge(9, telling, client, notice);
    const report = { ...asked, path: `${at}/${reportId}` };
    await telling.tell(9, client, { did: 'open the report again', outcome: gradesLine, until: isOpen }, report);
  }
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
  disclosedIn(answer).every(({ acknowledgedBy }) => acknowledgedBy !== null);

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
