// Field by field: what was asked for by name, what of it is shown, and when that is all.
import { describe, expect, it } from '@jest/globals';
import { point } from './answered.fixture.ts';
import { categoriesByName } from './fields.ts';
import { alert, asked } from './question.fixture.ts';
import type { Question } from './question.ts';

type Change = Parameters<typeof asked>[0];
const shown = (change: Change) => {
  const { effect, reasonsInOrder, disclosedPaths } = point.decide(asked(change));
  return [effect, reasonsInOrder, disclosedPaths];
};
const named = (...fields: string[]): Change => ({ request: { fields } });

describe('categories asked for by name', () => {
  const categories = {
    'subjects[].name': 'IDN',
    'subjects[].ref': 'IDN',
    nature: 'INT',
    'note.text': 'INT',
    'note.source': 'SRC',
  };

  it.each<[fields: string[] | undefined, categories: string[]]>([
    [undefined, []],
    [[], []],
    [['nature'], ['INT']],
    [['subjects[0].name'], ['IDN']],
    [['subjects'], ['IDN']],
    [
      ['subjects[3]', 'nature', 'subjects[].ref'],
      ['IDN', 'INT'],
    ],
    [['note'], []],
    [['note.source'], ['SRC']],
    [['note', 'nature'], ['INT']],
    [['weather'], []],
    [['natur'], []],
  ])('by %j are %j', (fields, found) =>
    expect(categoriesByName(asked({ request: { fields } }), categories)).toEqual(found),
  );
});

describe('of what is asked for by name', () => {
  it.each<[fields: string[], effect: string, paths: string[]]>([
    [['nature'], 'PERMIT', ['nature']],
    [['type', 'nature'], 'PERMIT', ['nature', 'type']],
    [['subjects[0].name'], 'PERMIT', ['subjects[0].name']],
    [['subjects[].name'], 'PERMIT', ['subjects[0].name']],
    [['subjects[7].name'], 'DENY', []],
  ])('%j is %s', (fields, effect, paths) => {
    const reason = effect === 'PERMIT' ? 'CONTRACT_MATCH' : 'NO_FIELDS';
    expect(shown(named(...fields))).toEqual([effect, [reason], paths]);
  });

  it('all is shown also where the item holds nothing of it', () =>
    expect(shown(named('nature', 'where'))).toEqual(['PERMIT', ['CONTRACT_MATCH'], ['nature']]));

  it.each([
    ['a field nobody knows', ['nature', 'weather'], ['nature']],
    ['a field that may not be shown', ['nature', 'history'], ['nature']],
    ['a subtree of which a part may not be shown', ['subjects'], ['subjects[0].name']],
    ['an element of which a part may not be shown', ['subjects[0]'], ['subjects[0].name']],
  ])('%s keeps the answer from being all', (_what, fields, paths) =>
    expect(shown(named(...fields))).toEqual(['PERMIT_REDACTED', ['CONTRACT_MATCH'], paths]),
  );

  it('a field that says why it is withheld refuses, whatever else is asked for', () => {
    expect(shown(named('nature', 'sourceNote'))).toEqual(['DENY', ['ABSOLUTE_SOURCE'], []]);
    expect(shown(named('history'))).toEqual(['DENY', ['NO_FIELDS'], []]);
  });
});

it('who names no field is shown what there is for him, and not told whether that is all', () => {
  const item = { payload: { nature: 'n', type: 'RECRUITMENT_ACTIVITY' } };
  expect(shown({ item })).toEqual(['PERMIT_REDACTED', ['CONTRACT_MATCH'], ['nature', 'type']]);
});

describe('who may not be shown', () => {
  const subjects = ['P1', 'P2'].map((ref, n) => ({ ref, role: n === 0 ? ('MAIN' as const) : ('OTHER' as const) }));
  const payload = {
    ...(alert.payload as object),
    subjects: [
      { ref: 'P1', name: 'Daniyar Omarov', aliases: [], role: 'MAIN' },
      { ref: 'P2', name: 'Yerlan Tastanov', aliases: ['Yera'], role: 'OTHER' },
    ],
    nature: 'Tastanov said so.',
    where: 'The yard.',
  };
  const states = [
    { ref: 'P1', category: 'SUSPECT', cases: ['KZ-2026-114'] },
    { ref: 'P2', category: 'SUSPECT', cases: ['KZ-2026-209'], sealed: { since: '2026-01-01' } },
  ];
  const beside = (change: Change = {}): Change => ({
    ...change,
    item: { subjects, payload },
    rest: { subjects: states },
  });

  it('is absent, with every field that names him', () => {
    const decision = point.decide(asked(beside()));
    expect(decision).toMatchObject({
      effect: 'PERMIT_REDACTED',
      reasonsInOrder: ['OTHER_SUBJECT_MASKED'],
      masked: [{ ref: 'P2', reason: 'SEALED' }],
    });
    expect(decision.disclosedPaths).toEqual(expect.arrayContaining(['subjects[0].name', 'where']));
    for (const path of ['nature', 'subjects[1].name']) expect(decision.disclosedPaths).not.toContain(path);
  });

  it('keeps an answer by name from being all', () => {
    expect(shown(beside(named('nature', 'where')))).toEqual(['PERMIT_REDACTED', ['OTHER_SUBJECT_MASKED'], ['where']]);
    expect(shown(beside(named('nature')))).toEqual(['DENY', ['OTHER_SUBJECT_MASKED', 'NO_FIELDS'], []]);
  });
});

describe('a field of a special category', () => {
  const RELIGION = 'specialCategory.religion';
  const necessity: NonNullable<Question['request']['necessity']> = {
    text: 'They must be warned tonight.',
    fields: [RELIGION],
    approvedBy: { person: 'po-zarina', unit: 'desk' },
  };
  const report = (fields: string[] | undefined, change?: Partial<typeof necessity>) => {
    const request = { fields, ...(change && { necessity: { ...necessity, ...change } }) };
    const item = {
      product: 'prison-intelligence.intelligence-report.v1',
      payload: { reportUrn: 'URN-1', specialCategory: { religion: 'words', congregationThreatened: 'words' } },
    };
    return point.decide(asked({ request, item })).disclosedPaths;
  };

  it('is shown where it is asked for by name, and said and approved to be necessary', () => {
    expect(report([RELIGION, 'reportUrn'], {})).toEqual(['reportUrn', RELIGION]);
    expect(report([RELIGION], { fields: ['specialCategory'] })).toEqual([RELIGION]);
  });

  it.each<[what: string, change: Partial<typeof necessity> | undefined]>([
    ['nothing is said', undefined],
    ['what is said is nothing', { text: ' \n' }],
    ['another field is said to be', { fields: ['specialCategory.congregationThreatened', 'reportUrn'] }],
    ['who asks approved it himself', { approvedBy: { person: 'po-aidos', unit: 'desk' } }],
  ])('is not where %s', (_what, change) => expect(report([RELIGION, 'reportUrn'], change)).not.toContain(RELIGION));
});
