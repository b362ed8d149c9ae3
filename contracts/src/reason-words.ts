// What each reason says in plain words (reasons.yaml).
import { parse } from 'yaml';
import { readContract } from './files.ts';

/** By the reason's code: all of the closed list, and those that stand in no list (`OWN_DUTY`, `NO_SUCH_ITEM`, `DECISION_FAILED`). */
export const reasonWords: Record<string, string> = parse(readContract('reasons.yaml')) as Record<string, string>;
