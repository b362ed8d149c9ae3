// What Cedar made of the texts a service decides by, kept beside the bundle. Parsing and validating them takes a process a second and more of
// its processor, and after a kill everybody waits for it. Promise: what is taken from here is what this version of Cedar made of exactly that text
// under exactly this schema, in this service; anything else is not taken, and Cedar is asked.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { approvalRules, dutyRules, policySchema } from '@gatehouse/contracts';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import type { Bundle } from './bundle.ts';
import type { SchemaForm } from './closures/index.ts';
import { commonRules, textsOf } from './instruments.ts';
import { knownSchemaForm, questionSchema, takeSchemaForm } from './loaded-rule.ts';
import { formsOf, loadRuleSet, takeForms, type RuleForm } from './rule-set.ts';

interface Row {
  name: string;
  forms: string;
  vouched: string;
}

export class KeptForms {
  readonly #key: Buffer;

  /** @param secret of the service, base64url; in no database */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', 'gatehouse kept forms', 32));
  }

  /** Takes what is kept of the texts of a bundle, and of those beside it, that this process does not have yet. */
  async recall(queryable: pg.Pool | pg.ClientBase, bundle: Bundle): Promise<void> {
    const schema = this.#name('schema', '');
    const unknown = textsBeside(bundle).filter((text) => formsOf(text) === undefined);
    if (unknown.length === 0) return;
    const named = new Map(unknown.map((text) => [this.#name('rules', text), text]));
    const { rows } = await queryable.query<Row>('select name, forms, vouched from policy.forms where name = any($1)', [
      [schema, ...named.keys()],
    ]);
    const kept = new Map(rows.filter((row) => this.#vouches(row)).map(({ name, forms }) => [name, forms]));
    const ofSchema = kept.get(schema);
    if (ofSchema !== undefined) takeSchemaForm(JSON.parse(ofSchema) as SchemaForm);
    for (const [name, text] of named) {
      const forms = kept.get(name);
      if (forms !== undefined) takeForms(text, JSON.parse(forms) as RuleForm[]);
    }
  }

  /** Keeps what is not kept yet, with the caller's transaction. */
  async keep(client: pg.ClientBase, bundle: Bundle, at: Date): Promise<void> {
    const texts = textsBeside(bundle);
    for (const text of ofTheProgram()) loadRuleSet([text]);
    questionSchema();
    const rows = [
      this.#row(this.#name('schema', ''), knownSchemaForm()),
      ...texts.map((text) => this.#row(this.#name('rules', text), formsOf(text))),
    ].filter((row) => row !== null);
    const { rows: there } = await client.query<{ name: string }>('select name from policy.forms where name = any($1)', [
      rows.map(({ name }) => name),
    ]);
    const known = new Set(there.map(({ name }) => name));
    const fresh = rows.filter(({ name }) => !known.has(name));
    if (fresh.length === 0) return;
    await client.query(
      `insert into policy.forms (name, forms, vouched, kept_at)
       select name, forms, vouched, $4 from unnest($1::text[], $2::text[], $3::text[]) as r (name, forms, vouched)
       on conflict (name) do nothing`,
      [fresh.map(({ name }) => name), fresh.map(({ forms }) => forms), fresh.map(({ vouched }) => vouched), at],
    );
  }

  // Under another secret, schema or version of Cedar the same text has another name.
  #name(kind: 'schema' | 'rules', text: string): string {
    return this.#mac(['name', kind, cedar.getCedarSDKVersion(), policySchema(), text]);
  }

  #row(name: string, made: unknown): Row | null {
    if (made === undefined) return null;
    const forms = JSON.stringify(made);
    return { name, forms, vouched: this.#mac(['forms', name, forms]) };
  }

  #vouches({ name, forms, vouched }: Row): boolean {
    const [given, right] = [vouched, this.#mac(['forms', name, forms])].map((mac) => Buffer.from(mac));
    return given!.length === right!.length && timingSafeEqual(given!, right!);
  }

  #mac(parts: string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}

/** What is decided by beside what holds for every instrument. */
const ofTheProgram = (): string[] => [dutyRules().text, approvalRules().text];

const textsBeside = (bundle: Bundle): string[] => [
  ...new Set([...commonRules(), ...ofTheProgram(), ...bundle.instruments.flatMap(textsOf)]),
];
