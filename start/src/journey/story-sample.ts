// What the people of the story say, step by step; invented. The report is that of the sample, with the two young men in it.
import { approvalAsOf, CASE, REPORT, SANITISATION } from './sample.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Two prisoners who are courted: the law calls those who could become victims so (LED 6(c)). Their police never hear of them. */
export const YOUNG_MEN = [
  { subjectId: 'subject-c41d07be', name: 'Askar Tulegenov (invented)' },
  { subjectId: 'subject-9be2f318', name: 'Miras Seitkali (invented)' },
];

/** Of the form the source registry gives out; whose it is stands nowhere else. */
export const SOURCE_TOKEN = 'source:c3RvcnktYS1pbnZlbnRlZC1zb3VyY2UtdG9rZW4tMDE';

/** What the officer heard at 09:00, wrote down at 09:10 and could send at 11:40: the prison was offline. */
export const observationAsOf = (now: Date) => {
  const ago = (minutes: number): string => new Date(now.getTime() - minutes * MINUTE_MS).toISOString();
  return {
    observedAt: ago(160),
    writtenAt: ago(150),
    place: 'Workshop 3, by the third lathe (invented)',
    text: 'I stood by the third lathe. He told the two new ones that the attack had been right and that he would look after them. All three have grown beards and pray at noon.',
    factOrOpinion: 'HEARD',
    subjects: [
      ...REPORT.subjects.map(({ subjectId }) => ({ ref: subjectId, role: 'MAIN' })),
      ...YOUNG_MEN.map(({ subjectId }) => ({ ref: subjectId, role: 'AT_RISK' })),
    ],
    urgency: 'PRIORITY',
    obtainedLawfully: true,
  };
};

const names = REPORT.subjects.map(({ subjectId }) => subjectId);

/** What was heard, and a cellmate's rumour: a grade each. What he believes is no part of it. */
export const storyReport = (sirUrn: string) => ({
  ...REPORT,
  subjects: [
    ...REPORT.subjects,
    ...YOUNG_MEN.map((young) => ({ ...young, aliases: [], category: 'VICTIM', cases: [], role: 'OTHER' })),
  ],
  paragraphs: REPORT.paragraphs.map((paragraph) => ({
    ...paragraph,
    names,
    ...(paragraph.n === 2 && { sourceToken: SOURCE_TOKEN, sourceNote: 'Told by his cellmate (invented).' }),
  })),
  observations: [sirUrn],
});

/** Three people stood there: whoever reads it knows who told. */
export const TOO_CLOSE = {
  ...SANITISATION,
  paragraphs: REPORT.paragraphs.map(({ n, text }) => ({ n, text })),
  smallCircleTest: 'FAILED',
  statement: 'Only three people stood by the third lathe.',
};

export const GENERALISED = {
  ...SANITISATION,
  statement: 'Some forty people work in that area; the place is not told.',
};

/** As strict as the sample's, to be reviewed in twelve months: the longest there is. */
export const storyApproval = (now: Date) => ({
  ...approvalAsOf(now),
  reviewBy: new Date(now.getTime() + 365 * DAY_MS).toISOString().slice(0, 10),
});

/** For the two young men's sake: to the governor and the psychologist, and to no police. */
export const PROTECTION = {
  type: 'VULNERABLE_TO_PRESSURE',
  priority: 'PRIORITY',
  subjectIds: YOUNG_MEN.map(({ subjectId }) => subjectId),
  nature: 'Both are offered protection by an older prisoner.',
  whatToDo: 'Speak with each of them alone; offer another work area.',
  whatNotToDo: 'Do not let it be seen why.',
  handling: { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] },
};

export const SUSPECTED_FALSE = { scale: '3x5x2', source: '2', information: 'E' };

/** What the police find about the rumour, months later. */
export const DISPROVED = {
  outcome: 'DISPROVED',
  comment: 'Those he is said to protect do not know him.',
  regrades: [{ n: 2, grade: SUSPECTED_FALSE }],
};

export const ACCEPTED_BECAUSE = 'What the police found speaks against it.';

export const IN_PRISON = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE };
export const INVESTIGATE = { purpose: 'INVESTIGATE', caseRef: CASE };
export const PROTECT = { purpose: 'SAFE_CUSTODY' };
export const ASSESS = { purpose: 'RISK_ASSESS_CLASSIFY' };
