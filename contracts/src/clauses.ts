// The table of clauses (clauses.yaml): what each says, which kinds of instrument must have it, how far it is kept today.
import { parse } from 'yaml';
import { readContract } from './files.ts';

export interface ClauseEntry {
  /** 1 to 29, as in the domain reference. */
  number: number;
  title: string;
  says: string;
  /** Where its machine rule stands: in each flow, under the clause, or nowhere (obligations only). */
  rule: 'flows' | 'own' | 'none';
  /** By kind of instrument: has to be regulated; may be not applicable; has no place there. */
  kinds: Record<string, 'must' | 'may' | 'none'>;
  /** `recorded`: kept and shown, nothing acts on it yet. */
  kept: 'enforced' | 'partly' | 'recorded';
  /** What keeps it, and what is missing. */
  by: string;
}

/** All 29 clauses in order of their numbers. */
export const clauseTable: ClauseEntry[] = parse(readContract('clauses.yaml')) as ClauseEntry[];
