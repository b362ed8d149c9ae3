// The compiler: one document, signed by the agencies, becomes what policy asks (Cedar text), what `disclose()` is
// given (projection) and what the bus is built from (topics). Promise: every error names line, column and a way out;
// nothing is compiled from a document with an error.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { cedarOf } from './cedar-text.ts';
import { checkClauses } from './clause-check.ts';
import { checkNumbers } from './clause-numbers.ts';
import { noPositions, readDocument, type Positions } from './document.ts';
import type {
  CompiledFlow,
  CompiledInstrument,
  CompileError,
  CompileResult,
  InstrumentDocument,
} from './instrument.ts';
import { checkLaw } from './law-check.ts';
import { project } from './paths.ts';
import type { ProductCatalogue } from './product.ts';
import { checkShape } from './shape-check.ts';
import { topicsOf } from './topics.ts';

const compileFlows = (document: InstrumentDocument, products: ProductCatalogue): CompiledFlow[] =>
  document.flows.map((flow, index) => {
    const product = products.get(flow.product);
    return {
      ...flow,
      id: `${document.id}@${document.version}/${index + 1}`,
      projection: project(flow.fields, Object.keys(product?.fields ?? {})),
      ...(product?.to === undefined ? {} : { to: product.to }),
    };
  });

/** What names a text that is signed: SHA-256 of its canonical JSON (RFC 8785), base64url. */
export const documentDigest = (document: unknown): string =>
  createHash('sha256')
    .update(canonicalize(document) ?? '')
    .digest('base64url');

const assemble = (document: InstrumentDocument, products: ProductCatalogue): CompiledInstrument => {
  const flows = compileFlows(document, products);
  const { id, version, instrument, title, timezone, term, parties, legalBasis, clauses } = document;
  return {
    id,
    version,
    instrument,
    ...(title === undefined ? {} : { title }),
    timezone,
    term,
    parties,
    ...(legalBasis === undefined ? {} : { legalBasis }),
    flows,
    ...(clauses === undefined ? {} : { clauses }),
    cedar: cedarOf(document, flows),
    topics: topicsOf(id, flows),
    sha256: documentDigest(document),
  };
};

type Check = typeof checkClauses;

const compileRead = (
  document: unknown,
  positions: Positions,
  products: ProductCatalogue,
  ...checks: Check[]
): CompileResult => {
  const faultsOfForm = [...checkNumbers(document, positions), ...checkShape(document, positions)];
  if (faultsOfForm.length > 0) return { errors: faultsOfForm };
  const checked = document as InstrumentDocument;
  const faultsOfLaw = [checkLaw, ...checks].flatMap((check) => check(checked, products, positions));
  if (faultsOfLaw.length > 0) return { errors: faultsOfLaw };
  return { instrument: assemble(checked, products) };
};

/**
 * Compiles the YAML text of an instrument: what the agencies sign, with all its clauses.
 * @param source the text; at most 256 KiB, no anchors, aliases or tags.
 * @param _file name of the file, for callers that print errors with it.
 * @param products the catalogue its flows may name.
 * @returns the compiled instrument, or all errors in order of their lines.
 */
export const compileInstrument = (source: string, _file: string, products: ProductCatalogue): CompileResult => {
  const read = readDocument(source);
  if ('errors' in read) return read;
  const result = compileRead(read.document, read.positions, products, checkClauses);
  if ('errors' in result) result.errors.sort((a, b) => a.line - b.line || a.column - b.column);
  return result;
};

/**
 * Compiles an instrument that came parsed, as the parties sign it: the same checks as for its text, all its clauses included.
 * Its errors have line and column 0 and say their place by their pointer.
 */
export const compileAgreed = (document: unknown, products: ProductCatalogue): CompileResult =>
  compileRead(document, noPositions, products, checkClauses);

/**
 * Compiles the terms of flows alone, already parsed: what a decision needs. Nobody can sign such a document, so its clauses
 * are not asked for; its errors have line and column 0.
 */
export const compileDocument = (document: unknown, products: ProductCatalogue): CompileResult =>
  compileRead(document, noPositions, products);

/** One line an error: `file:line:column clause N: message (suggestion)`. */
export const printErrors = (file: string, { errors }: { errors: CompileError[] }): string =>
  errors
    .map(
      ({ line, column, clause, message, suggestion }) =>
        `${file}:${line}:${column} ${clause ? `clause ${clause}: ` : ''}${message}${suggestion ? ` (${suggestion})` : ''}`,
    )
    .join('\n');
