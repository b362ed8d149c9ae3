// The sample's report, alert and feedback with a word of its own in every field that can hold something about a person.
import { ALERT, FEEDBACK, PERSONAS, REPORT, SANITISATION } from '@gatehouse/start';
import { randomBytes } from 'node:crypto';

const round = randomBytes(4).toString('hex').toUpperCase();
const planted: string[] = [];

/** A word that stands in one field and nowhere else. */
const canary = (field: string): string => {
  const word = `CANARY-${field}-${round}`;
  planted.push(word);
  return word;
};

const SUBJECT = canary('subjectId');

export const CANARY_REPORT = {
  ...REPORT,
  prison: canary('prison'),
  subjects: REPORT.subjects.map((subject) => ({
    ...subject,
    subjectId: SUBJECT,
    name: canary('name'),
    aliases: [canary('alias')],
  })),
  paragraphs: REPORT.paragraphs.map((paragraph, i) => ({ ...paragraph, text: canary(`paragraph${i}`) })),
  reasonableGrounds: canary('grounds'),
  sourceNote: canary('reportSource'),
};

export const CANARY_SANITISATION = {
  ...SANITISATION,
  paragraphs: SANITISATION.paragraphs.map((paragraph, i) => ({ ...paragraph, text: canary(`sanitised${i}`) })),
  statement: canary('smallCircle'),
};

export const CANARY_ALERT = {
  ...ALERT,
  subjectIds: [SUBJECT],
  nature: canary('nature'),
  where: canary('where'),
  when: canary('when'),
  whatToDo: canary('whatToDo'),
  whatNotToDo: canary('whatNotToDo'),
  dutyContact: canary('dutyContact'),
  history: canary('history'),
  sourceNote: canary('alertSource'),
};

export const CANARY_FEEDBACK = { ...FEEDBACK, comment: canary('comment') };

/** What a caller sends where it does not belong. */
export const STRAY = canary('stray');

/** Every canary; `people`: also who the personas are. */
export const CANARIES: readonly string[] = planted;
export const PEOPLE: readonly string[] = PERSONAS.map(({ person }) => person);

/** Where which of these words stand: empty when none stands anywhere. */
export const leaks = (places: Record<string, string>, words: readonly string[]): string[] =>
  Object.entries(places).flatMap(([place, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${place}: ${word}`),
  );
