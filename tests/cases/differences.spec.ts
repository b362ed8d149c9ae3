// The checker is checked first: an answer with one planted fault is never taken for the right one.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Decision } from '@gatehouse/policy';
import { decideCase } from './decide-case.ts';
import { differences } from './differences.ts';
import { faultsOf, loadCases, ownCases, type NeedToKnowCase } from './need-to-know-case.ts';
import { renamed, shifted } from './renamed.ts';

const caseOf = (id: string): NeedToKnowCase => {
  const [entry] = loadCases(join(ownCases, `${id}.json`));
  if (!entry || !('case' in entry)) throw new Error(`no case ${id}`);
  return entry.case;
};

const permitted = caseOf('N01');
const concealed = caseOf('N30');

const planted: [string, NeedToKnowCase, (right: Decision) => Partial<Decision>][] = [
  ['another effect', permitted, () => ({ effect: 'PERMIT' })],
  ['another status', concealed, () => ({ outward: 403 })],
  ['a field too many', permitted, (right) => ({ disclosedPaths: [...right.disclosedPaths, 'rawText'] })],
  ['a field too few', permitted, (right) => ({ disclosedPaths: right.disclosedPaths.slice(1) })],
  ['an obligation forgotten', permitted, () => ({ obligations: [] })],
  ['an obligation invented', permitted, (right) => ({ obligations: [...right.obligations, 'WATERMARK'] })],
  ['another reason', concealed, () => ({ reason: 'NO_CONTRACT', reasonsInOrder: ['NO_CONTRACT'] })],
  ['one reason too many', concealed, (right) => ({ reasonsInOrder: [...right.reasonsInOrder, 'VETTING_TOO_LOW'] })],
  ['an instrument not cited', permitted, () => ({ agreements: [] })],
  ['another operation', permitted, () => ({ operation: 'disclosure' })],
  ['an emergency', permitted, () => ({ emergency: true })],
  ['somebody masked', permitted, () => ({ masked: [{ ref: 'S1-N01', reason: 'SEALED' }] })],
  ['a degraded answer', permitted, () => ({ degraded: true })],
  ['an alarm', permitted, () => ({ alarms: ['BUNDLE_STALE'] })],
  ['a name in the decision', concealed, () => ({ clauses: [{ rule: 'S1-N30', clause: '', reason: null }] })],
];

describe('a planted fault is found', () => {
  it.each(planted)('%s', (_fault, given, fault) => {
    const right = decideCase(given);
    expect(differences(right, given)).toEqual([]);
    expect(differences({ ...right, ...fault(right) }, given)).not.toEqual([]);
  });
});

it('ignores an extra LOG_REASON', () => {
  const right = decideCase(permitted);
  expect(differences({ ...right, obligations: [...right.obligations, 'LOG_REASON'] }, permitted)).toEqual([]);
});

it('names what is wrong with the form of a case', () => {
  expect(faultsOf({ ...permitted, weather: 'fine' })).toEqual(['/ must NOT have additional properties (weather)']);
  expect(faultsOf({ ...permitted, now: 'yesterday' }).join()).toContain('/now');
});

it('renames and shifts the question and the answer alike', () => {
  const other = renamed(permitted);
  expect(JSON.stringify(other)).not.toMatch(/kz-police|po-aidos|KZ-2026-114|almaty-ct-desk|"S1-N01"/);
  expect(other.expected.audit.agreements).toEqual(['instrument-1-renamed@1']);
  const later = shifted(permitted, 1);
  expect([later.now, later.agreements[0]?.term.to]).toEqual(['2026-11-24T09:00:00Z', '2029-01-01']);
});
