// An instrument as it is written, and as it is compiled. Its state is in neither: it is an event of its life.
import type { Clause } from './clause.ts';
import type { Addressee } from './product.ts';

export type InstrumentKind = 'agreement' | 'statute' | 'vital-interest' | 'internal-instruction';

export interface InstrumentParty {
  /** A legal controller. */
  id: string;
  /** `other` is no competent authority. */
  kind: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  name?: string;
}

export interface PersonTerms {
  /** One of them is needed; an empty list is nobody. */
  roles: string[];
  assignment: 'required' | 'none';
  vetting: 'L0' | 'L1' | 'L2' | 'L3';
  training: string[];
}

/** A flow as it is written. `fields` is the whitelist: a path names a leaf or a subtree, `[]` any index. */
export interface Flow {
  title?: string;
  clause?: string;
  product: string;
  producer: string;
  consumers: string[];
  purposes: string[];
  subjectCategories: string[];
  fields: string[];
  person: PersonTerms;
  onward: 'allowed' | 'originator-consent' | 'forbidden';
  juvenile: false | { desk: string };
  foreign: false | { countries: string[] };
  retain: { review: string; destroy: string };
  /** ISO 8601 duration, or null when no acknowledgement is asked. */
  acknowledge: string | null;
  consent?: string;
  /** Of alerts, these types alone; absent means every type. */
  alertTypes?: string[];
  /** Ids of the instrument's legal bases (clause 2). */
  basis?: string[];
  /** Clause 6; false: no special category leaves. */
  special?: false | SpecialTerms;
  /** Clause 7; false: the product carries no intelligence. */
  grading?: false | { each: 'paragraph' | 'basis'; scales: string[] };
}

/** Special categories leave only when strictly necessary, approved by a second person of that role. */
export interface SpecialTerms {
  fields: string[];
  necessity: 'required';
  approvedBy: string;
  destroy: string;
}

export interface LegalBasis {
  /** What flows call it. */
  id?: string;
  instrument: string;
  article?: string;
}

export interface InstrumentDocument {
  id: string;
  version: number;
  instrument: InstrumentKind;
  title?: string;
  /** IANA zone in which the days of the term and of retention are read. */
  timezone: string;
  /** First and last day, both included. */
  term: { from: string; to: string };
  legalBasis?: LegalBasis[];
  parties: InstrumentParty[];
  flows: Flow[];
  /** All 29 in a signed text; absent where only the terms of the flows are asked about. */
  clauses?: Clause[];
}

export interface CompiledFlow extends Flow {
  /** `<instrument>@<version>/<number of the flow, from 1>`. */
  id: string;
  /** The whitelist as leaf shape paths of the product, sorted. */
  projection: string[];
  /** Of its product: the one consumer it is for; absent: each of them. */
  to?: Addressee;
}

export interface FlowTopic {
  kind: 'data' | 'receipts';
  instrument: string;
  /** On a data lane. */
  product?: string;
  /** The party that alone writes. */
  from: string;
  /** The party that alone reads. */
  to: string;
}

export interface CompiledInstrument {
  id: string;
  version: number;
  instrument: InstrumentKind;
  title?: string;
  timezone: string;
  term: { from: string; to: string };
  parties: InstrumentParty[];
  legalBasis?: LegalBasis[];
  flows: CompiledFlow[];
  /** Machine rules and obligations by clause, for whoever keeps them (contracts/clauses.yaml says who does). */
  clauses?: Clause[];
  /** Cedar text generated from the document: the text of record. */
  cedar: string;
  topics: FlowTopic[];
  /** SHA-256, base64url, of the document in RFC 8785 form. */
  sha256: string;
}

export interface CompileError {
  /** From 1; 0 when the document came parsed and has no lines. */
  line: number;
  column: number;
  message: string;
  /** What to write instead, or null. */
  suggestion: string | null;
  /** Number of the clause it is about; absent where the file cannot be read. */
  clause?: number;
  /** Where in the document it is, as a JSON pointer (RFC 6901); absent where the file cannot be read. */
  pointer?: string;
}

export type CompileResult = { instrument: CompiledInstrument } | { errors: CompileError[] };
