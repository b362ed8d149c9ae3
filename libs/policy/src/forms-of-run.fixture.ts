// What Cedar makes of the repository's own rules, made once for a test run: each suite is a program of its own, and would ask Cedar for
// two seconds of its processor. A text that is not among them is parsed and validated as ever.
import { compileInstrument } from '@gatehouse/agreements';
import { approvalRules, dutyRules, instrumentIds, loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SchemaForm } from './closures/index.ts';
import { commonRules } from './instruments.ts';
import { knownSchemaForm, questionSchema, takeSchemaForm } from './loaded-rule.ts';
import { formsOf, loadRuleSet, takeForms, type RuleForm } from './rule-set.ts';

const NAMED = 'GATEHOUSE_TEST_FORMS';

interface Forms {
  schema: SchemaForm;
  rules: [text: string, forms: readonly RuleForm[]][];
}

/** Makes them, for every process that this one starts from now on, until it ends. */
export const makeFormsOfRun = (): void => {
  if (process.env[NAMED] !== undefined) return;
  const products = loadProducts();
  const ofInstruments = instrumentIds()
    .map(loadInstrumentSource)
    .map(({ file, text }) => compileInstrument(text, file, products))
    .flatMap((made) => ('errors' in made ? [] : [made.instrument.cedar]));
  const texts = [...commonRules(), dutyRules().text, approvalRules().text, ...ofInstruments];
  loadRuleSet(texts);
  questionSchema();
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-forms-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const forms: Forms = { schema: knownSchemaForm()!, rules: texts.map((text) => [text, formsOf(text) ?? []]) };
  process.env[NAMED] = join(folder, 'forms.json');
  writeFileSync(process.env[NAMED], JSON.stringify(forms), { mode: 0o600 });
};

/** Takes what was made for this run, where it was. */
export const takeFormsOfRun = (): void => {
  const file = process.env[NAMED];
  if (file === undefined) return;
  const { schema, rules } = JSON.parse(readFileSync(file, 'utf8')) as Forms;
  takeSchemaForm(schema);
  for (const [text, forms] of rules) takeForms(text, forms);
};
