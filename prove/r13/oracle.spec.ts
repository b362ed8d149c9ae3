// The oracle has to give the right answer of every case whose right answer is written down, before it may judge any other.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Answer, Cell } from './case.ts';
import { expected } from './oracle/expected.ts';
import { shapeOf } from './oracle/paths.ts';

const folder = join(import.meta.dirname, '../../tests/cases/need-to-know');

type Written = Cell & { title: string; expected: Partial<Answer> & { audit: Record<string, unknown> } };

const cases = readdirSync(folder)
  .filter((file) => /^N\d+\.json$/.test(file))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Written);

it('knows all the cases', () => expect(cases.length).toBe(46));

/** What a written answer says, without what it repeats. */
const said = (answer: Answer, { expected: right }: Written) => {
  const { travels, values, list, degraded, alarms, marks } = answer;
  const optional = { travels, values, list, degraded, alarms, marks };
  const kept = Object.fromEntries(Object.entries(optional).filter(([key]) => key in right));
  return {
    ...kept,
    effect: answer.effect,
    outward: answer.outward,
    disclosedPaths: answer.disclosedPaths,
    obligations: answer.obligations,
    reason: answer.reason,
    reasonsInOrder: answer.reasonsInOrder,
    masked: answer.effect.startsWith('PERMIT') ? answer.masked : [],
    audit: {
      recorded: true,
      operation: answer.operation,
      fields: [...new Set(answer.disclosedPaths.map(shapeOf))].toSorted(),
      agreements: answer.agreements,
      emergency: answer.emergency,
    },
  };
};

describe.each(cases.map((written) => [written.id, written.title, written] as const))(
  '%s %s',
  (_id, _title, written) => {
    it('has the answer that is written down', () => {
      const { withheldPaths: _w, mustNotAppear: _m, ...right } = written.expected as Record<string, unknown>;
      expect(said(expected(written), written)).toEqual({ masked: [], ...right });
    });
  },
);
