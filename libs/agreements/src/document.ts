// Reads the YAML of an instrument and remembers where everything stands, so that every error can name its line.
// Refused before anything is built: more than 256 KiB, anchors and aliases (one name, one place; no bombs), tags,
// several documents, deep nesting.
import { isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { CompileError } from './instrument.ts';

export const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 40;

export type Path = (string | number)[];

/** A path as a JSON pointer (RFC 6901); the empty text is the whole document. */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Where a value, or the key of a value, stands. */
export interface Positions {
  of(path: Path): { line: number; column: number };
  ofKey(path: Path): { line: number; column: number };
}

export const noPositions: Positions = {
  of: () => ({ line: 0, column: 0 }),
  ofKey: () => ({ line: 0, column: 0 }),
};

export type ReadResult = { document: unknown; positions: Positions } | { errors: CompileError[] };

const fault = (line: number, column: number, message: string, suggestion: string | null = null): CompileError => ({
  line,
  column,
  message,
  suggestion,
});

/** The deepest bracket nesting outside quotes, bounded before the parser recurses. */
const flowDepth = (source: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
};

const refusedConstructs = (document: Document, lines: LineCounter): CompileError[] => {
  const errors: CompileError[] = [];
  const refuse = (offset: number | undefined, what: string, suggestion: string) => {
    const { line, col } = lines.linePos(offset ?? 0);
    errors.push(fault(line, col, `${what} is not allowed in an instrument`, suggestion));
  };
  visit(document, {
    Alias: (_, node) => refuse(node.range?.[0], 'an alias', 'write the value out'),
    Node: (_, node) => {
      if (node.anchor) refuse(node.range?.[0], 'an anchor', 'write the value out');
      if (node.tag) refuse(node.range?.[0], 'a tag', 'write a plain value');
    },
  });
  return errors;
};

const positionsIn = (document: Document, lines: LineCounter): Positions => {
  const at = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const of = (path: Path): { line: number; column: number } => {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return at(node.range[0]);
    return path.length === 0 ? at(0) : of(path.slice(0, -1));
  };
  const ofKey = (path: Path): { line: number; column: number } => {
    const parent = document.getIn(path.slice(0, -1), true);
    const items: unknown[] = isNode(parent) && 'items' in parent ? (parent.items as unknown[]) : [];
    const pair = items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === path.at(-1));
    if (isPair(pair) && isScalar(pair.key) && pair.key.range) return at(pair.key.range[0]);
    return of(path);
  };
  return { of, ofKey };
};

/**
 * Reads an instrument's YAML text.
 * @returns the plain document with its positions, or every error found with line and column from 1.
 */
export const readDocument = (source: string): ReadResult => {
  const bytes = Buffer.byteLength(source, 'utf8');
  if (bytes > MAX_BYTES)
    return { errors: [fault(1, 1, `the file has ${bytes} bytes; ${MAX_BYTES} are allowed`, 'split the instrument')] };
  if (flowDepth(source) > MAX_DEPTH)
    return { errors: [fault(1, 1, `nested deeper than ${MAX_DEPTH}`, 'write it flat')] };
  try {
    const lines = new LineCounter();
    const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' });
    const errors = [...document.errors, ...document.warnings].map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return fault(line, col, error.message);
    });
    errors.push(...refusedConstructs(document, lines));
    if (errors.length > 0) return { errors };
    return { document: document.toJS({ maxAliasCount: 0 }) as unknown, positions: positionsIn(document, lines) };
  } catch (error) {
    return { errors: [fault(1, 1, `not readable: ${(error as Error).message}`)] };
  }
};
