// Two clauses with one number. Looked at before the form of their rules, which would be read by the wrong number.
import { pointerOf, type Path, type Positions } from './document.ts';
import type { CompileError } from './instrument.ts';

/** Each number that stands a second time, in any document, whatever its form. */
export const checkNumbers = (document: unknown, positions: Positions): CompileError[] => {
  const clauses = (document as { clauses?: unknown } | null)?.clauses;
  const numbers = Array.isArray(clauses) ? clauses.map((entry) => (entry as { clause?: unknown } | null)?.clause) : [];
  return numbers.flatMap((clause, index) => {
    if (typeof clause !== 'number' || numbers.indexOf(clause) === index) return [];
    const path: Path = ['clauses', index, 'clause'];
    const suggestion = 'merge the two, or correct the number';
    const message = `clause ${clause} stands twice`;
    return [{ ...positions.of(path), message, suggestion, clause, pointer: pointerOf(path) }];
  });
};
