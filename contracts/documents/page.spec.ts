// The page says what the instrument says, all of it, in words; and no words of a document can hide others.
import { describe, expect, it } from '@jest/globals';
import { compileInstrument, type CompiledInstrument } from '@gatehouse/agreements';
import {
  clauseTable,
  codeLists,
  instrumentIds,
  loadInstrumentSource,
  loadProductDocuments,
  loadProducts,
} from '@gatehouse/contracts';
import { clausesPage, instrumentPage } from './page.ts';

const documents = loadProductDocuments();
const compiled = (text: string): CompiledInstrument => {
  const result = compileInstrument(text, 'mou.yaml', loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
};
const pageOf = (text: string): string => instrumentPage(compiled(text), documents);
const texts = instrumentIds().map((id) => [id, loadInstrumentSource(id).text] as const);

describe.each(texts)('%s', (_id, text) => {
  const page = pageOf(text);
  const instrument = compiled(text);

  it('says every flow, every clause and every obligation', () => {
    for (const { title } of instrument.flows) expect(page).toContain(title);
    for (const { number } of clauseTable) expect(page).toMatch(new RegExp(`^### ${number}\\. `, 'm'));
    for (const { does, evidence } of (instrument.clauses ?? []).flatMap(({ obligations = [] }) => obligations)) {
      expect(page).toContain(does);
      expect(page).toContain(evidence);
    }
  });

  it('says purposes and categories by their meaning, and periods in words', () => {
    const outside = page.replaceAll(/`[^`]*`/g, '');
    for (const code of [...Object.keys(codeLists.purposes), ...Object.keys(codeLists.subjectCategories)])
      expect(outside).not.toMatch(new RegExp(`\\b${code}\\b`));
    expect(outside).not.toMatch(/\bPT?\d+[YMWDHS]\b/);
  });

  it('tells a lawyer each field that leaves, and what it says', () => {
    for (const path of instrument.flows.flatMap(({ projection }) => projection))
      expect(page).toContain(`| \`${path}\``);
  });
});

it('lets no words of a document hide others', () => {
  const [, text = ''] = texts.find(([id]) => id === 'kz-prisons-police') ?? [];
  const hostile = 'seen <!-- | ``` \u202e gone';
  const page = pageOf(text.replace('evidence: the signed opinion', `evidence: ${JSON.stringify(hostile)}`));
  expect(page).toContain(String.raw`seen &lt;!-- \| '''   gone`);
  expect(page.split('<!--')).toHaveLength(2);
});

it('has one line for each clause in the table', () => {
  const rows = clausesPage()
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line));
  expect(rows).toHaveLength(29);
  for (const { title, by } of clauseTable)
    for (const words of [`**${title}**`, by]) expect(clausesPage()).toContain(words);
});
