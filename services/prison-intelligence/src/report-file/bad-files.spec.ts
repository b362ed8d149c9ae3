// Everything a prison's spreadsheet may be, and what is said of it.
import { describe, expect, it } from '@jest/globals';
import { csv, HEADINGS, read, row } from './file.fixture.ts';
import { LONGEST_LINE } from './lines.ts';

const file = (...rows: string[][]): string => csv([HEADINGS, ...rows]);
const faulty = async (changes: Record<string, string>) => (await read(file(row(changes)))).faults;

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

describe('headings', () => {
  it.each([
    ['nothing at all', '', [[1, null, 'file-empty']]],
    ['blank lines', '\n\r\n \n', [[1, null, 'file-empty']]],
    ['headings and no line', csv([HEADINGS]), [[1, null, 'no-lines']]],
    [
      'a heading twice',
      csv([
        [...HEADINGS, 'Text'],
        [...row(), 'x'],
      ]),
      [[1, 'Text', 'heading-duplicate']],
    ],
    [
      'two headings of one field',
      csv([
        [...HEADINGS, 'paragraph'],
        [...row(), 'x'],
      ]),
      [[1, 'paragraph', 'heading-duplicate']],
    ],
    [
      'a column nobody knows',
      csv([
        [...HEADINGS, 'mood'],
        [...row(), 'x'],
      ]),
      [[1, 'mood', 'column-unknown']],
    ],
    [
      'a column without heading',
      csv([
        [...HEADINGS, ''],
        [...row(), 'x'],
      ]),
      [[1, 'column 13', 'heading-missing']],
    ],
    ['a missing column', csv([HEADINGS.slice(1), row().slice(1)]), [[1, 'reference', 'column-missing']]],
    ['quotes that never close', `"${csv([HEADINGS, row()])}`, [[1, null, 'heading-unreadable']]],
  ])('%s', async (_, text, faults) => expect((await read(text)).faults).toEqual(faults));

  it('can be mapped, ignored, and stood in for', async () => {
    const headings = HEADINGS.with(0, 'Incident no.').with(2, 'mood').with(8, 'weather');
    const said = { columns: { reference: 'incident NO.' }, ignore: ['mood', 'weather'] };
    expect((await read(csv([headings, row()]), said)).faults.map(([, column, code]) => [column, code])).toEqual([
      ['prison', 'column-missing'],
      ['scale', 'column-missing'],
    ]);
    const defaults = { prison: 'Prison 17 (invented)', scale: '3x5x2' as const };
    const { good } = await read(csv([headings, row()]), { ...said, defaults });
    expect(good[0]?.report).toMatchObject({ prison: 'Prison 17 (invented)', reference: 'P17-1' });
  });

  it('that a mapping names have to be there', async () => {
    expect((await read(file(row()), { columns: { 'text 2': 'Second' } })).faults).toEqual([
      [1, 'Second', 'column-missing'],
    ]);
  });

  it('may be Russian', async () => {
    const russian = [
      'Номер',
      'Дата',
      'Учреждение',
      'Идентификатор',
      'ФИО',
      'Категория',
      'Текст',
      'Факт',
      'Шкала',
      'Источник',
      'Информация',
      'Основания',
    ];
    expect((await read(csv([russian, row({ factual: 'да' })], ';'))).good).toHaveLength(1);
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

describe('NDJSON', () => {
  const said = {
    reference: 'P17-1',
    observedOn: '2026-03-04',
    prison: 'Prison 17 (invented)',
    subjects: [{ subjectId: 's-1', name: 'X (invented)', aliases: [], category: 'SUSPECT', cases: [] }],
    paragraphs: [{ n: 1, text: 'a', factual: true, grade: { scale: 'EUP', source: 'A', information: '1' } }],
    reasonableGrounds: 'x',
  };
  const lines = (...objects: unknown[]) =>
    objects.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
  const ndjson = { format: 'ndjson' as const };

  it('holds a report a line, and says the same under the same reference as CSV does', async () => {
    const { good } = await read(lines(said, '', { ...said, reference: 'P17-2' }), ndjson);
    expect(good.map(({ line }) => line)).toEqual([1, 3]);
    const inCsv = await read(
      file(
        row({
          text: 'a',
          scale: 'EUP',
          source: 'A',
          information: '1',
          grounds: 'x',
          'subject id': 's-1',
          'subject name': 'X (invented)',
        }),
      ),
    );
    expect(inCsv.good[0]?.report.digest).toBe(good[0]?.report.digest);
  });

  it.each([
    ['no JSON', '{"reference": ', null, 'json-broken'],
    ['no object', '[1]', null, 'json-broken'],
    ['a member twice', '{"reference":"a","reference":"b"}', null, 'json-broken'],
    ['a prototype', '{"__proto__":{}}', null, 'json-broken'],
    ['NUL', '{"reference":"\\u0000"}', null, 'control-character'],
    ['an unknown member', { ...said, mood: 'x' }, 'mood', 'value-wrong'],
    ['no grade', { ...said, paragraphs: [{ n: 1, text: 'a', factual: true }] }, 'paragraphs[0].grade', 'grade-missing'],
    ['text that is none', { ...said, prison: 7 }, 'prison', 'value-wrong'],
    ['a control character', { ...said, prison: 'a\u0007' }, 'prison', 'control-character'],
  ])('%s', async (_, line, column, code) =>
    expect((await read(lines(said, line), ndjson)).faults).toEqual([[2, column, code]]),
  );
});
