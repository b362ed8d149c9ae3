// A need-to-know case: one question and its one right answer, in the form of need-to-know/case.schema.json.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Clause, Flow, InstrumentKind, InstrumentParty } from '@gatehouse/agreements';
import type { CallerFacts, Decision, ItemFacts, RequestFacts, SubjectFacts } from '@gatehouse/policy';

export interface CaseAgreement {
  id: string;
  version: number;
  state: string;
  timezone: string;
  term: { from: string; to: string };
  instrument: InstrumentKind;
  parties: InstrumentParty[];
  flows: Flow[];
  versions?: { version: number; effectiveFrom: string; flows: Flow[] }[];
  suspension?: { by: string; freezePriorCopies: boolean };
  /** of a signed text; the written cases have none, and the matrix asks with some */
  clauses?: Clause[];
}

export type CaseItem = ItemFacts & { categories: Record<string, string> };

export interface Expected {
  effect: Decision['effect'];
  outward: Decision['outward'];
  disclosedPaths: string[];
  withheldPaths: string[];
  mustNotAppear: string[];
  obligations: string[];
  reason: string;
  reasonsInOrder: string[];
  audit: { recorded: true; operation: string; fields: string[]; agreements: string[]; emergency: boolean };
  masked?: { ref: string; reason: string }[];
  marks?: string[];
  travels?: { code: string; conditions: string[]; destroyBy: string | null };
  values?: Record<string, number>;
  list?: { ids: string[]; count: number };
  degraded?: boolean;
  alarms?: string[];
}

export interface NeedToKnowCase {
  id: string;
  title: string;
  now: string;
  agreements: CaseAgreement[];
  subjects: SubjectFacts[];
  item: CaseItem;
  otherItems?: CaseItem[];
  openCorrections?: { agency: string; product: string; dueAt: string }[];
  countryRisk?: Record<string, string>;
  caller: CallerFacts;
  request: RequestFacts;
  bundle: { ageSeconds: number; maxAgeSeconds: number; verified: boolean };
  expected: Expected;
}

export const ownCases = join(import.meta.dirname, 'need-to-know');

const schemaValidator = () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  formats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(join(ownCases, 'case.schema.json'), 'utf8')) as object);
};

let validate: ReturnType<typeof schemaValidator> | undefined;

/** What is wrong with the form of a case file; empty when nothing is. */
export const faultsOf = (value: unknown): string[] => {
  validate ??= schemaValidator();
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
    const extra = params['additionalProperty'] === undefined ? '' : ` (${String(params['additionalProperty'])})`;
    return `${instancePath || '/'} ${message}${extra}`;
  });
};

export type Loaded = { file: string; case: NeedToKnowCase } | { file: string; faults: string[] };

const load = (path: string, file: string): Loaded => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const faults = faultsOf(value);
    return faults.length > 0 ? { file, faults } : { file, case: value as NeedToKnowCase };
  } catch (error) {
    return { file, faults: [`is no JSON: ${(error as Error).message}`] };
  }
};

/** All cases of a folder (or one file), in order of their names; each is validated against the schema. */
export const loadCases = (path: string): Loaded[] => {
  if (!statSync(path).isDirectory()) return [load(path, path)];
  return readdirSync(path)
    .filter((file) => file.endsWith('.json') && file !== 'case.schema.json')
    .sort()
    .map((file) => load(join(path, file), file));
};
