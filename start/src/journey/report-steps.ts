// Steps 1 to 3: from what an officer heard to a report that leaves, graded, sanitised, approved by another, previewed.
import type { HttpAnswer } from './persona-client.ts';
import type { People } from './people.ts';
import {
  GENERALISED,
  IN_PRISON,
  INVESTIGATE,
  observationAsOf,
  storyApproval,
  storyReport,
  TOO_CLOSE,
} from './story-sample.ts';
import { statusIn, type Telling } from './telling.ts';

const OBSERVATIONS = '/prison-intelligence/v1/security-information-reports';
export const REPORTS = '/prison-intelligence/v1/intelligence-reports';

/** Gives the observation's and the report's names. */
export const makeReport = async (
  { officer, collator, analyst, manager }: People,
  telling: Telling,
): Promise<{ sirUrn: string; reportUrn: string; reportId: string }> => {
  const heard = await telling.tell(
    1,
    officer,
    { did: 'file what he heard, once online', outcome: instantsIn },
    { ...IN_PRISON, path: OBSERVATIONS, body: observationAsOf(new Date()) },
  );
  const sirUrn = String(heard.body['sirUrn']);
  const registration = { ...IN_PRISON, path: `${OBSERVATIONS}/${sirUrn}/registration`, body: {} };
  await telling.tell(1, collator, { did: 'register it', outcome: statusIn }, registration);

  const body = storyReport(sirUrn);
  const grades = body.paragraphs.map(({ grade }) => `${grade.source}/${grade.information}`).join(' and ');
  const evaluated = await telling.tell(
    2,
    analyst,
    { did: 'evaluate it, a grade a paragraph', outcome: (a) => `${String(a.body['reportUrn'])}: ${grades}` },
    { ...IN_PRISON, path: REPORTS, body },
  );
  const reportUrn = String(evaluated.body['reportUrn']);
  const at = (act: string) => ({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/${act}` });
  const sanitise = (did: string, said: typeof GENERALISED) =>
    telling.tell(2, analyst, { did, outcome: circleTested(said) }, { ...at('sanitisation'), body: said });
  await sanitise('sanitise it', TOO_CLOSE);
  await sanitise('generalise the place', GENERALISED);

  const approval = storyApproval(new Date());
  const approved = (answer: HttpAnswer) => `${statusIn(answer)}; handling C, to be reviewed by ${approval.reviewBy}`;
  await telling.tell(3, manager, { did: 'approve it', outcome: approved }, { ...at('approval'), body: approval });
  await disseminate(manager, telling, reportUrn);
  return { sirUrn, reportUrn, reportId: String(evaluated.body['itemId']) };
};

const disseminate = async (manager: People['manager'], telling: Telling, reportUrn: string): Promise<void> => {
  const at = (act: string) => ({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/${act}` });
  const previewed = await telling.tell(
    3,
    manager,
    { did: 'see what would leave, and to whom', outcome: previewLine },
    { ...at('preview'), method: 'POST' },
  );
  await telling.tell(
    3,
    manager,
    { did: 'disseminate it as previewed', outcome: recipientsLine },
    { ...at('dissemination'), body: { preview: previewed.body['preview'] } },
  );
};

/** To the minute, by the clock at the meridian of the machine's log. */
const minuteOf = (instant: unknown): string => String(instant).slice(11, 16);

const instantsIn = ({ body }: HttpAnswer): string =>
  `heard ${minuteOf(body['observedAt'])}, written ${minuteOf(body['writtenAt'])}, arrived ${minuteOf(body['receivedAt'])} UTC`;

const circleTested =
  ({ smallCircleTest, statement }: typeof GENERALISED) =>
  (answer: HttpAnswer): string =>
    `small-circle test ${smallCircleTest}: ${statement.split(';')[0]}; ${statusIn(answer)}`;

interface Recipient {
  party: string;
  own: boolean;
  roles: string[];
  disclosed: string[];
  reason: string;
}

const recipientsIn = ({ body }: HttpAnswer): Recipient[] => body['recipients'] as Recipient[];

const nameOf = ({ party, own, roles }: Recipient): string => (own ? roles.join(', ') : party);

const previewLine = (answer: HttpAnswer): string =>
  recipientsIn(answer)
    .map(
      (one) => `${nameOf(one)}: ${one.disclosed.length} fields${one.disclosed.length === 0 ? `, ${one.reason}` : ''}`,
    )
    .join('; ');

const recipientsLine = (answer: HttpAnswer): string =>
  recipientsIn(answer)
    .map(({ party, own }) => (own ? `${party}, its own people` : party))
    .join('; ');
