// Cases rules 5 and 10: which instruments rule, and how they combine.
import { describe, expect, it } from '@jest/globals';
import { bundleWith, asked, memorandum, products, question } from './question.fixture.ts';
import { decisionPoint } from './decision-point.ts';
import type { Question } from './question.ts';

type Changes = [from: string, to: string][];
const named = (id: string, kind: string, changes: Changes = []) =>
  memorandum([['id: kz-prisons-police', `id: ${id}`], ['instrument: agreement', `instrument: ${kind}`], ...changes]);
const without = (field: string): [string, string] => [`      - ${field}\n`, ''];
const purposes = (list: string): [string, string] => ['[INVESTIGATE, PREVENT_SERIOUS_HARM]', list];
/** Of clause 19. */
const emergencies = (list: string): [string, string] => ['purposes: [PREVENT_SERIOUS_HARM]', `purposes: ${list}`];

const act = { state: 'IN_FORCE', compiled: named('kz-act', 'statute') };
const vital = { state: 'IN_FORCE', compiled: named('kz-vital', 'vital-interest', [emergencies('[INVESTIGATE]')]) };
const agreement = { state: 'IN_FORCE', compiled: memorandum() };
const suspended = { state: 'SUSPENDED', compiled: memorandum() };
const decide = (instruments: Parameters<typeof bundleWith>, q: Question = question) => {
  const { effect, reasonsInOrder, agreements } = decisionPoint(bundleWith(...instruments), products).decide(q);
  return [effect, reasonsInOrder, agreements];
};

describe('kinds do not mix', () => {
  it('a statute rules where it covers, whatever became of the agreement', () => {
    expect(decide([suspended, act])).toEqual(['PERMIT_REDACTED', ['STATUTORY_DUTY'], ['kz-act@1']]);
  });

  it('a suspended agreement that covers is not replaced by vital interest', () => {
    expect(decide([vital, suspended])).toEqual(['DENY', ['MOU_SUSPENDED'], ['kz-prisons-police@1']]);
  });

  it('vital interest rules where no agreement covers the purpose', () => {
    const narrow = { state: 'IN_FORCE', compiled: memorandum([purposes('[SUPERVISE]')]) };
    expect(decide([narrow, vital])).toEqual(['PERMIT_REDACTED', ['IMMINENT_THREAT'], ['kz-vital@1']]);
  });

  it('in an emergency only vital interest is asked, without assignment and training', () => {
    const q = asked({ request: { question: 'breakGlass' }, caller: { assignments: [], training: [] } });
    expect(decide([suspended, vital], q)).toEqual(['PERMIT_REDACTED', ['THREAT_TO_LIFE'], ['kz-vital@1']]);
    const hasty = asked({ request: { question: 'breakGlass', justification: '  ' } });
    expect(decide([vital], hasty)).toEqual(['DENY', ['EMERGENCY_NOT_JUSTIFIED'], ['kz-vital@1']]);
    const stranger = asked({ request: { question: 'breakGlass' }, caller: { roles: ['clerk'] } });
    expect(decide([vital], stranger)).toEqual(['NOT_FOUND', ['ROLE_NOT_COVERED'], ['kz-vital@1']]);
  });

  it('an emergency is for the purposes of clause 19, however many the flow has', () => {
    const q = asked({ request: { question: 'breakGlass' }, caller: { assignments: [], training: [] } });
    const only = { ...vital, compiled: named('kz-vital', 'vital-interest', [emergencies('[PREVENT_SERIOUS_HARM]')]) };
    expect(decide([only], q)).toEqual(['DENY', ['PURPOSE_MISMATCH'], ['kz-vital@1']]);
    expect(decide([only])).toEqual(['PERMIT_REDACTED', ['IMMINENT_THREAT'], ['kz-vital@1']]);
  });

  it('an emergency lasts, and is looked at, as clause 19 says, and of several instruments each says it', () => {
    const q = asked({ request: { question: 'breakGlass' }, caller: { assignments: [], training: [] } });
    const terms = (...changes: Changes) => ({
      ...vital,
      compiled: named('kz-vital', 'vital-interest', [emergencies('[INVESTIGATE]'), ...changes]),
    });
    const owed = (...instruments: Parameters<typeof bundleWith>) =>
      decisionPoint(bundleWith(...instruments), products)
        .decide(q)
        .obligations.filter((code) => /TIMEBOX|REVIEW|NOTIFY_ORIG/.test(code));
    expect(owed(vital)).toEqual(['NOTIFY_ORIGINATOR_NOW', 'REVIEW_72H', 'TIMEBOX_4H']);
    const strict = terms(
      ['timebox: PT4H', 'timebox: PT2H'],
      ['noticeWithin: PT1M', 'noticeWithin: PT15M'],
      ['reviewWithin: PT72H\n      reviewers: 2', 'reviewWithin: P1D\n      reviewers: 3'],
    );
    expect(owed(strict)).toEqual(['NOTIFY_ORIGINATOR_15M', 'REVIEWERS_3', 'REVIEW_24H', 'TIMEBOX_2H']);
    const other = { ...vital, compiled: named('kz-other', 'vital-interest', [emergencies('[INVESTIGATE]')]) };
    expect(owed(strict, other)).toEqual(
      expect.arrayContaining(['TIMEBOX_2H', 'TIMEBOX_4H', 'REVIEWERS_3', 'REVIEW_24H', 'REVIEW_72H']),
    );
  });

  it('an emergency under a text that was compiled before clause 19 was read lasts as it did then', () => {
    const q = asked({ request: { question: 'breakGlass' }, caller: { assignments: [], training: [] } });
    const { cedar, ...rest } = vital.compiled;
    const before = cedar.replaceAll(/@id\("[^"]* (emergency purposes|obliges, emergency)"\)[^;]*;\n/g, '');
    expect(before.length).toBeLessThan(cedar.length);
    const old = { ...vital, compiled: { ...rest, cedar: before } };
    expect(decisionPoint(bundleWith(old), products).decide(q).obligations).toEqual(
      expect.arrayContaining(['TIMEBOX_4H', 'NOTIFY_ORIGINATOR_NOW', 'REVIEW_72H']),
    );
  });

  it.each([
    ['a juvenile', { juvenile: { age: 24, atConduct: true } }, 'JUVENILE_OVERLAY'],
    ['whose record is sealed', { sealed: { since: '2026-01-01' } }, 'SEALED'],
    ['whom few may see, and not him', { limitedAccess: { allow: ['po-other'] } }, 'LIMITED_ACCESS'],
  ])('an emergency shows nobody %s', (_who, subject, reason) => {
    const q = asked({ request: { question: 'breakGlass' }, caller: { assignments: [], training: [] }, subject });
    expect(decide([vital], q)).toEqual(['NOT_FOUND', [reason], ['kz-vital@1']]);
  });

  it('a statute goes on a stale bundle', () => {
    const q = asked({ bundle: { ageSeconds: 9_000 } });
    expect(decide([act], q)[0]).toBe('PERMIT_REDACTED');
    expect(decide([vital], q)).toEqual(['DENY', ['BUNDLE_STALE'], ['kz-vital@1']]);
  });
});

describe('several instruments of one kind', () => {
  const second = (changes: Changes = [], state = 'IN_FORCE') => ({
    state,
    compiled: named('kz-second', 'agreement', changes),
  });

  it('intersect in their fields, and are all cited', () => {
    const both = ['kz-prisons-police@1', 'kz-second@1'];
    expect(decide([agreement, second()])).toEqual(['PERMIT_REDACTED', ['CONTRACT_MATCH'], both]);
    expect(decide([agreement, second([without('nature')])])).toEqual(['PERMIT_REDACTED', ['MOST_RESTRICTIVE'], both]);
  });

  it('refuse when one of them refuses', () => {
    expect(decide([agreement, second([], 'SUSPENDED')])[1]).toEqual(['MOU_SUSPENDED']);
    expect(decide([agreement, second([['vetting: L1', 'vetting: L3']])])[1]).toEqual(['VETTING_TOO_LOW']);
  });

  it('are not asked when they do not cover', () => {
    const elsewhere = second([purposes('[SUPERVISE]')], 'SUSPENDED');
    expect(decide([agreement, elsewhere])[2]).toEqual(['kz-prisons-police@1']);
  });
});

describe('several flows of one instrument', () => {
  it('are alternatives: the one that gets furthest rules', () => {
    const investigators = `
  - product: prison-intelligence.intelligence-alert.v1
    producer: kz-prison-service
    consumers: [kz-police]
    purposes: [INVESTIGATE]
    subjectCategories: [SUSPECT]
    fields: [alertId]
    person: { roles: [ct-investigator], assignment: required, vetting: L1, training: [] }
    onward: forbidden
    juvenile: false
    foreign: false
    retain: { review: P12M, destroy: P5Y }
    acknowledge: null
`;
    const compiled = memorandum([['    acknowledge: PT30M\n', `    acknowledge: PT30M\n${investigators}`]]);
    expect(compiled.flows).toHaveLength(4);
    const point = decisionPoint(bundleWith({ state: 'IN_FORCE', compiled }), products);
    expect(point.decide(question).disclosedPaths.length).toBeGreaterThan(5);
    const investigator = point.decide(asked({ caller: { roles: ['ct-investigator'], training: [] } }));
    expect(investigator).toMatchObject({
      disclosedPaths: ['alertId'],
      obligations: ['NOT_IN_PROCEEDINGS', 'NO_ONWARD'],
    });
  });
});

describe('versions', () => {
  const alert = { alertId: 'A', type: 'RECRUITMENT_ACTIVITY' };
  const history = [
    { version: 1, effectiveFrom: '2026-01-01T00:00:00Z', compiled: memorandum() },
    {
      version: 2,
      effectiveFrom: '2026-11-21T00:00:00Z',
      compiled: memorandum([['version: 1', 'version: 2'], without('where')]),
    },
    {
      version: 3,
      effectiveFrom: '2026-11-22T00:00:00Z',
      compiled: memorandum([['version: 1', 'version: 3'], without('nature')]),
    },
  ];
  const bundled = (last: number) => ({
    state: 'IN_FORCE',
    compiled: history[last - 1]?.compiled ?? memorandum(),
    history: history.slice(0, last),
  });

  it('intersect from publication to now', () => {
    const q = asked({ item: { payload: { ...alert, nature: 'n', where: 'w', subjects: [] } } });
    const decision = decisionPoint(bundleWith(bundled(3)), products).decide(q);
    expect(decision).toMatchObject({
      disclosedPaths: ['alertId', 'type'],
      reason: 'INTERSECT_VERSIONS',
      obligations: ['ACK_24H', 'LOG_BOTH_VERSIONS', 'NOT_IN_PROCEEDINGS', 'REPUBLISH_IF_NEEDED'],
      agreements: ['kz-prisons-police@1', 'kz-prisons-police@2', 'kz-prisons-police@3'],
    });
  });

  it('are one, the current one, at publication', () => {
    const q = asked({ request: { question: 'publish' }, caller: { person: null }, item: { underVersions: {} } });
    expect(decide([bundled(3)], q)).toEqual(['PERMIT_REDACTED', ['CONTRACT_MATCH'], ['kz-prisons-police@3']]);
  });

  it('do not count before they take effect', () => {
    expect(decide([bundled(2)], asked({ now: '2026-11-20T12:00:00Z' }))[2]).toEqual(['kz-prisons-police@1']);
  });
});

it('a search by person does not find through somebody else what it may not find through him', () => {
  const subjects = [
    { ref: 'P1', category: 'SUSPECT', cases: ['KZ-2026-114'] },
    { ref: 'P2', category: 'SUSPECT', cases: ['KZ-2026-209'] },
  ];
  const item = {
    subjects: [
      { ref: 'P1', role: 'MAIN' as const },
      { ref: 'P2', role: 'OTHER' as const },
    ],
  };
  const search = (subject: string) =>
    asked({ item, rest: { subjects }, request: { question: 'search', query: { product: '', subject } } });
  expect(decide([agreement], search('P1')).slice(0, 2)).toEqual(['PERMIT_REDACTED', ['OTHER_SUBJECT_MASKED']]);
  expect(decide([agreement], search('P2')).slice(0, 2)).toEqual(['NOT_FOUND', ['NO_ASSIGNMENT']]);
});
