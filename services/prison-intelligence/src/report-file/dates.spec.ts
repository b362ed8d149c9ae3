import { describe, expect, it } from '@jest/globals';
import { DateSurvey, readDate, type DateOrder } from './dates.ts';

const reading = (seen: string[], given: DateOrder | null = null) => {
  const survey = new DateSurvey();
  for (const text of seen) survey.see(text);
  return survey.conclude(given);
};
const dayOf = (text: string, seen: string[] = [], given: DateOrder | null = null) => {
  const read = readDate(text, reading(seen, given));
  return 'at' in read ? read.at.slice(0, 10) : read.fault;
};

describe('a day', () => {
  it.each([
    ['2026-03-04', '2026-03-04'],
    [' 2026-3-4 ', '2026-03-04'],
    ['04.03.2026', '2026-03-04'],
    ['25/03/2026', '2026-03-25'],
    ['03/25/2026', '2026-03-25'],
    ['04/04/2026', '2026-04-04'],
    ['2026-03-04T23:30:00-05:00', '2026-03-05'],
  ])('%s can be read in one way only', (text, day) => expect(dayOf(text)).toBe(day));

  it.each(['30.02.2026', '2026-13-01', '31/31/2026', '2026-02-29T10:00:00Z', '04.03.0226'])('%s is none', (text) =>
    expect(dayOf(text)).toBe('date-impossible'),
  );

  it.each(['4 March 2026', '04-03-2026', '04.03.26', '2026-03-04T10:00:00', '04.03/2026', '46085'])(
    '%s is not read',
    (text) => expect(dayOf(text)).toBe('date-unreadable'),
  );

  it('that could be two is not guessed', () => expect(dayOf('03/04/2026')).toBe('date-ambiguous'));

  it('is what the other days of the file show', () => {
    expect(dayOf('03/04/2026', ['03/04/2026', '25/03/2026'])).toBe('2026-04-03');
    expect(dayOf('03/04/2026', ['03/25/2026'])).toBe('2026-03-04');
    expect(dayOf('03/04/2026', ['2026-03-25', '25.03.2026'])).toBe('date-ambiguous');
  });

  it('is ambiguous in a file that contradicts itself', () => {
    expect(reading(['25/03/2026', '03/25/2026']).known).toBe('contradicted');
    expect(dayOf('03/04/2026', ['25/03/2026', '03/25/2026'])).toBe('date-ambiguous');
  });

  it('is what the sender says, also where the file shows otherwise', () => {
    expect(dayOf('03/04/2026', [], 'MDY')).toBe('2026-03-04');
    expect(dayOf('03/04/2026', [], 'DMY')).toBe('2026-04-03');
    expect(dayOf('25/03/2026', [], 'MDY')).toBe('date-impossible');
  });
});
