// What a file is told as a whole: its headings and its lines of JSON.
import { describe, expect, it } from '@jest/globals';
import { csv, HEADINGS, read, row } from './file.fixture.ts';

const file = (...rows: string[][]): string => csv([HEADINGS, ...rows]);

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
