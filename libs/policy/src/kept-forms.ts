// What Cedar made of the texts a service decides by, kept beside the bundle. Parsing and validating them takes a process a second and more of
// its processor, and after a kill everybody waits for it. Promise: what is taken from here is what this version of Cedar made of exactly that text
// under exactly this schema, in this service; anything else is not taken, and Cedar is asked.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { approvalRules, dutyRules, policySchema } from '@gatehouse/contracts';
import type pg from 'pg';
import type { Bundle } from './bundle.ts';
import type { SchemaForm } from './closures/index.ts';
import { commonRules, textsOf } from './instruments.ts';
import { knownSchemaForm, questionSchema, takeSchemaForm } from './loaded-rule.ts';
import { formsOf, loadRuleSet, takeForms, type RuleForm } from './rule-set.ts';
import type { VouchedRows } from './vouched-rows.ts';

export class KeptForms {
  constructor(private readonly rows: VouchedRows) {}

  /** Takes what is kept of the texts of a bundle, and of those beside it, that this process does not have yet. */
  async recall(queryable: pg.Pool | pg.ClientBase, bundle: Bundle): Promise<void> {
    const unknown = textsBeside(bundle).filter((text) => formsOf(text) === undefined);
    if (unknown.length === 0) return;
    const schema = this.#name('schema', '');
    const named = new Map(unknown.map((text) => [this.#name('rules', text), text]));
    const kept = await this.rows.read(queryable, [schema, ...named.keys()]);
    const ofSchema = kept.get(schema);
    if (ofSchema !== undefined) takeSchemaForm(ofSchema as SchemaForm);
    for (const [name, text] of named) {
      const forms = kept.get(name);
      if (forms !== undefined) takeForms(text, forms as RuleForm[]);
    }
  }

  /** Keeps what is not kept yet, with the caller's transaction. */
  async keep(client: pg.ClientBase, bundle: Bundle, at: Date): Promise<void> {
    for (const text of ofTheProgram()) loadRuleSet([text]);
    questionSchema();
    const known = textsBeside(bundle).filter((text) => formsOf(text) !== undefined);
    const made = known.map((text): [string, () => unknown] => [this.#name('rules', text), () => formsOf(text)]);
    await this.rows.write(client, new Map([[this.#name('schema', ''), knownSchemaForm], ...made]), at);
  }

  // Under another schema or version of Cedar the same text has another name.
  #name(kind: 'schema' | 'rules', text: string): string {
    return this.rows.name(kind, cedar.getCedarSDKVersion(), policySchema(), text);
  }
}

/** What is decided by beside what holds for every instrument. */
const ofTheProgram = (): string[] => [dutyRules().text, approvalRules().text];

const textsBeside = (bundle: Bundle): string[] => [
  ...new Set([...commonRules(), ...ofTheProgram(), ...bundle.instruments.flatMap(textsOf)]),
];
