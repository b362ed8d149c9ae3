// What is wrong with a file as a file, and with one line of it.
import { describe, expect, it } from '@jest/globals';
import { csv, HEADINGS, read, row } from './file.fixture.ts';
import { LONGEST_LINE } from './lines.ts';

const file = (...rows: string[][]): string => csv([HEADINGS, ...rows]);
const faulty = async (changes: Record<string, string>) => (await read(file(row(changes)))).faults;

describe('a broken quote', () => {
  it.each([
    ['opened and never closed', `"${row().join(',')}`],
    ['in the middle of a text', row({ text: 'a 5" pipe' }).join(',')],
    ['text behind a closing quote', row({ text: '"yes" he said' }).join(',')],
    ['closed twice', row({ text: '""yes""' }).join(',')],
  ])('%s: costs its line and no other', async (_, broken) => {
    const { good, faults } = await read(`${file(row())}${broken}\n${csv([row({ reference: 'P17-3' })])}`);
    expect(faults).toEqual([[3, null, 'quote-broken']]);
    expect(good.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('everywhere says that this is the wrong file', async () => {
    const { faults, good } = await read(file(row()) + 'a"b\n'.repeat(1_100));
    expect(faults).toEqual([[1, null, 'too-many-broken-quotes']]);
    expect(good).toEqual([]);
  });
});

describe('what is too large', () => {
  it('a line of 10 MB is a fault of that line, and the next ones are read', async () => {
    const { good, faults } = await read(
      file(row(), row({ text: 'x'.repeat(10_000_000) }), row({ reference: 'P17-3' })),
    );
    expect(faults).toEqual([[3, null, 'line-too-long']]);
    expect(good.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('100,000 columns in a line, and in the headings', async () => {
    const many = Array.from({ length: 100_000 }, () => '1');
    expect((await read(file(many))).faults).toEqual([[2, null, 'column-count']]);
    const { faults, details } = await read(csv([many, row()]));
    expect(faults).toEqual([[1, null, 'too-many-columns']]);
    expect(details[0]).toContain('100000');
  });

  it('a report that fits no event', async () => {
    const said = { reference: 'P17-1', observedOn: '2026-03-04', prison: 'P (invented)', reasonableGrounds: 'x' };
    const subjects = [{ subjectId: 's', name: 'X (invented)', aliases: [], category: 'SUSPECT', cases: [] }];
    const grade = { scale: 'EUP', source: 'A', information: '1' };
    const paragraphs = Array.from({ length: 50 }, (_, i) => ({
      n: i + 1,
      text: 'ж'.repeat(4_000),
      factual: true,
      grade,
    }));
    const text = JSON.stringify({ ...said, subjects, paragraphs });
    expect(text.length).toBeLessThan(LONGEST_LINE);
    expect((await read(text, { format: 'ndjson' })).faults).toEqual([[1, null, 'report-too-large']]);
  });
});

describe('a line', () => {
  it.each([
    [{ reference: '' }, 'reference', 'value-missing'],
    [{ reference: 'x'.repeat(65) }, 'reference', 'value-wrong'],
    [{ date: '' }, 'date', 'value-missing'],
    [{ date: 'yesterday' }, 'date', 'date-unreadable'],
    [{ date: '2026-02-30' }, 'date', 'date-impossible'],
    [{ date: '31.04.2026' }, 'date', 'date-impossible'],
    [{ date: '2027-01-01' }, 'date', 'date-in-the-future'],
    [{ date: '03/04/2026' }, 'date', 'date-ambiguous'],
    [{ category: 'GUILTY' }, 'category', 'value-wrong'],
    [{ 'subject id': '' }, 'subject id', 'value-missing'],
    [{ 'subject name': '' }, 'subject name', 'value-missing'],
    [{ text: '' }, 'text', 'value-missing'],
    [{ text: 'x'.repeat(4_001) }, 'text', 'value-wrong'],
    [{ text: 'a\u0000b' }, 'text', 'control-character'],
    [{ text: 'a\u001bb' }, 'text', 'control-character'],
    [{ factual: 'perhaps' }, 'factual', 'value-wrong'],
    [{ scale: '' }, 'scale', 'grade-missing'],
    [{ scale: '5x5x5' }, 'scale', 'value-wrong'],
    [{ source: '' }, 'source', 'grade-missing'],
    [{ source: '4' }, 'source', 'grade-not-on-scale'],
    [{ information: '' }, 'information', 'grade-missing'],
    [{ information: 'F' }, 'information', 'grade-not-on-scale'],
    [{ scale: 'EUP', source: 'A' }, 'information', 'grade-not-on-scale'],
    [{ grounds: '' }, 'grounds', 'value-missing'],
  ])('%j', async (changes, column, code) => expect(await faulty(changes)).toEqual([[2, column, code]]));

  it('never repeats what stands there', async () => {
    const secret = 'CANARY';
    const cells = row().map(() => secret);
    const { details } = await read(file(cells));
    expect(details.join()).not.toContain(secret);
    expect(details.length).toBeGreaterThan(4);
  });

  it('with a column too few or too many says both numbers', async () => {
    const { faults, details } = await read(file(row().slice(1), [...row(), 'x']));
    expect(faults).toEqual([
      [2, null, 'column-count'],
      [3, null, 'column-count'],
    ]);
    expect(details[0]).toBe('The headings have 12 columns, this line has 11.');
  });
});
