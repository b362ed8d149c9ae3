// An instrument as it is written, and as it is compiled. Its state is in neither: it is an event of its life.
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
  legalBasis?: { instrument: string; article?: string }[];
  parties: InstrumentParty[];
  flows: Flow[];
}

export interface CompiledFlow extends Flow {
  /** `<instrument>@<version>/<number of the flow, from 1>`. */
  id: string;
  /** The whitelist as leaf shape paths of the product, sorted. */
  projection: string[];
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
  flows: CompiledFlow[];
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
}

export type CompileResult = { instrument: CompiledInstrument } | { errors: CompileError[] };
