// What a prison's spreadsheet may be, and is read all the same.
import { describe, expect, it } from '@jest/globals';
import { csv, HEADINGS, read, row } from './file.fixture.ts';

const file = (...rows: string[][]): string => csv([HEADINGS, ...rows]);

describe('a file that is fine', () => {
  it('becomes a report a line, as if typed in', async () => {
    const { good, faults, detected } = await read(file(row(), row({ reference: 'P17-2' })));
    expect(faults).toEqual([]);
    expect(good.map(({ line }) => line)).toEqual([2, 3]);
    expect(detected).toMatchObject({ encoding: 'utf-8', delimiter: ',', dates: { known: 'unseen' } });
    expect(good[0]?.report).toMatchObject({
      prison: 'Prison 17 (invented)',
      reference: 'P17-1',
      observedAt: '2026-03-04T00:00:00.000Z',
      report: {
        subjects: [{ subjectId: 'subject-1', category: 'SUSPECT', aliases: [], cases: [] }],
        paragraphs: [{ n: 1, factual: true, grade: { scale: '3x5x2', source: '1', information: 'A' } }],
        sourceNote: null,
      },
    });
  });

  it('may hold further people and paragraphs, in columns with a number', async () => {
    const more = [
      'text 2',
      'factual 2',
      'scale 2',
      'source 2',
      'information 2',
      'subject id 2',
      'subject name 2',
      'category 2',
      'cases 2',
    ];
    const cells = [
      'He offers protection.',
      'no',
      'EUP',
      'X',
      '4',
      'subject-2',
      'Askar (invented)',
      'CONVICTED',
      'KZ-1; KZ-2',
    ];
    const { good, faults } = await read(
      csv([
        [...HEADINGS, ...more],
        [...row(), ...cells],
        [...row(), ...more.map(() => '')],
      ]),
    );
    expect(faults).toEqual([]);
    expect(good[0]?.report.report).toMatchObject({
      subjects: [{ subjectId: 'subject-1' }, { subjectId: 'subject-2', cases: ['KZ-1', 'KZ-2'] }],
      paragraphs: [{ n: 1 }, { n: 2, factual: false, grade: { scale: 'EUP', source: 'X', information: '4' } }],
    });
    expect(good[1]?.report.report.paragraphs).toHaveLength(1);
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('may be divided by %s', async (_, delimiter) => {
    const { good, detected } = await read(csv([HEADINGS, row()], delimiter));
    expect([good.length, detected?.delimiter]).toEqual([1, delimiter]);
  });

  it('may say its delimiter on a line of its own', async () => {
    const { good } = await read(`sep=;\r\n${csv([HEADINGS, row()], ';')}`);
    expect(good.map(({ line }) => line)).toEqual([3]);
  });

  it('may have a byte order mark, mixed line ends and empty lines, wherever its pieces are cut', async () => {
    const text = `\ufeff${HEADINGS.join(',')}\r\n${row().join(',')}\r${row().join(',')}\n\n,,,,,,,,,,,\r\n${row().join(',')}`;
    for (const pieceBytes of [1, 7, 100_000]) {
      const { good, faults } = await read(text, {}, pieceBytes);
      expect(faults).toEqual([]);
      expect(good.map(({ line }) => line)).toEqual([2, 3, 6]);
    }
  });

  it('may have quotes over lines: a record stands where it begins', async () => {
    const quoted = row({ text: '"He said ""yes"",\nthen, on the next line,\nno."' });
    const { good, faults } = await read(file(row(), quoted, row({ reference: 'P17-3' })));
    expect(faults).toEqual([]);
    expect(good.map(({ line }) => line)).toEqual([2, 3, 6]);
    expect(good[1]?.report.report.paragraphs[0]?.text).toBe('He said "yes",\nthen, on the next line,\nno.');
  });

  it('keeps formulas as the text they are', async () => {
    for (const text of ['=HYPERLINK(1)', '+7 700 000 00 00', '-1', '@name'])
      expect((await read(file(row({ text })))).good[0]?.report.report.paragraphs[0]?.text).toBe(text);
  });
});

describe('an encoding', () => {
  const russian = row({ text: 'Осуждённый говорил о нападении и предлагал защиту молодым.' });
  const cp1251 = (text: string): Uint8Array =>
    Uint8Array.from(text, (char) => {
      const code = char.charCodeAt(0);
      return code < 0x80 ? code : char === 'ё' ? 0xb8 : code - 0x350;
    });

  it('cp1251 is told from UTF-8, and said', async () => {
    const { good, detected } = await read(cp1251(file(russian)));
    expect(detected?.encoding).toBe('windows-1251');
    expect(good[0]?.report.report.paragraphs[0]?.text).toBe(russian[6]);
  });

  it('can be overruled', async () => {
    const { faults } = await read(cp1251(file(russian)), { encoding: 'utf-8' });
    expect(faults).toEqual([[2, 'text', 'character-broken']]);
  });

  it('UTF-16 is known by its mark', async () => {
    const { good, detected } = await read(Buffer.from(`\ufeff${file(russian)}`, 'utf16le'));
    expect([good.length, detected?.encoding]).toEqual([1, 'utf-16le']);
  });

  it('one broken byte in UTF-8 is a fault of one line', async () => {
    const bytes = Buffer.from(file(russian, russian.with(0, 'P17-2')));
    bytes[bytes.lastIndexOf(Buffer.from('О'))] = 0xff;
    expect((await read(bytes)).faults).toEqual([[3, 'text', 'character-broken']]);
  });

  it('that cannot be told is asked for', async () => {
    expect((await read(Uint8Array.from([...Buffer.from('reference,'), 0x81, 0x82, 0x9d, 0x90]))).faults).toEqual([
      [1, null, 'encoding-unknown'],
    ]);
  });
});
