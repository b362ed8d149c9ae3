// What a rule says of itself, read from its annotations.
import { describe, expect, it } from '@jest/globals';
import { PolicyFault } from './loaded-rule.ts';
import { readRule } from './rule.ts';

const PLAIN = {
  id: 'one',
  clause: '',
  effect: 'forbid',
  reason: null,
  conceals: false,
  class: false,
  waits: false,
  narrows: null,
  subject: false,
  lacks: null,
  obligations: [],
  alarm: null,
  ground: null,
  mark: null,
  condition: null,
  degraded: false,
};

describe('a rule', () => {
  it('says nothing of what is not said', () => expect(readRule('forbid', { id: 'one' })).toEqual(PLAIN));

  it.each<[notes: Record<string, string>, said: object]>([
    [{ clause: '12.3' }, { clause: '12.3' }],
    [{ reason: 'SEALED' }, { reason: 'SEALED' }],
    [{ reason: 'SEALED', step: '4' }, { reason: 'SEALED' }],
    [{ reason: 'OWN_DUTY' }, { reason: 'OWN_DUTY' }],
    [{ conceals: 'yes' }, { conceals: true }],
    [{ class: '' }, { class: true }],
    [{ waits: 'yes' }, { waits: true }],
    [{ narrows: 'fields' }, { narrows: 'fields' }],
    [{ narrows: 'uses' }, { narrows: 'uses' }],
    [{ subject: 'yes' }, { subject: true }],
    [{ lacks: 'contract' }, { lacks: 'contract' }],
    [{ lacks: 'purpose' }, { lacks: 'purpose' }],
    [{ obligations: 'ACK_24H  NO_ONWARD ' }, { obligations: ['ACK_24H', 'NO_ONWARD'] }],
    [{ alarm: 'BUNDLE_STALE' }, { alarm: 'BUNDLE_STALE' }],
    [{ ground: 'CONTRACT_MATCH' }, { ground: 'CONTRACT_MATCH' }],
    [{ mark: 'ACCURACY_CONTESTED' }, { mark: 'ACCURACY_CONTESTED' }],
    [{ degraded: 'yes' }, { degraded: true }],
  ])('that notes %j says %j', (notes, said) =>
    expect(readRule('forbid', { id: 'one', ...notes })).toEqual({ ...PLAIN, ...said }),
  );

  it('may permit', () => expect(readRule('permit', { id: 'one' }).effect).toBe('permit'));
});

describe('there is no rule', () => {
  it.each<[notes: Record<string, string>, why: string]>([
    [{}, 'a rule without @id'],
    [{ id: '' }, 'a rule without @id'],
    [{ id: 'one', weather: 'fine' }, 'rule one: unknown annotation @weather'],
    [{ id: 'one', reason: 'WEATHER' }, 'rule one: unknown reason WEATHER'],
    [{ id: 'one', reason: 'SEALED', step: '5' }, 'rule one: SEALED is not of step 5'],
    [{ id: 'one', reason: 'OWN_DUTY', step: '1' }, 'rule one: OWN_DUTY is not of step 1'],
    [{ id: 'one', obligations: 'ACK_24H SING' }, 'rule one: unknown obligation SING'],
    [{ id: 'one', narrows: 'all' }, 'rule one: unknown @narrows all'],
    [{ id: 'one', lacks: 'sense' }, 'rule one: unknown @lacks sense'],
    [{ id: 'one', alarm: 'FIRE' }, 'rule one: unknown alarm FIRE'],
    [{ id: 'one', ground: 'SEALED' }, 'rule one: unknown ground SEALED'],
    [{ id: 'one', mark: 'READ' }, 'rule one: unknown mark READ'],
  ])('of %j: %s', (notes, why) => expect(() => readRule('forbid', notes)).toThrow(new PolicyFault(why)));
});
