import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { dutyAt, dutyRotaDecider } from './duty-rota.decider.ts';
import type { Contact, DutyPlanned, DutyRotaEvent, LinePost, OnCall } from './duty-rota.events.ts';

const unit = 'desk';
const by = 'dm-raushan';
const at = '2026-11-23T06:00:00.000Z';
const EIGHT = '2026-11-23T08:00:00.000Z';
const NOON = '2026-11-23T12:00:00.000Z';
const EVENING = '2026-11-23T20:00:00.000Z';
const NEXT_DAY = '2026-11-24T08:00:00.000Z';
const mail = (name: string): Contact => ({ channel: 'email', address: `${name}@police.example` });
const person = (name: string, ...contacts: Contact[]): OnCall => ({
  person: name,
  contacts: contacts.length > 0 ? contacts : [mail(name)],
});
const planned = (from: string, until: string, change: Partial<DutyPlanned['data']> = {}): DutyPlanned => ({
  type: 'DutyPlanned',
  data: { unit, dutyId: `duty-${from}`, holder: person('aidos'), deputies: [], from, until, by, at, ...change },
});
const plan = (from: string, until: string, change: Partial<DutyPlanned['data']> = {}) => ({
  type: 'PlanDuty' as const,
  data: planned(from, until, change).data,
});
const handOver = (from: string, change: object = {}) => ({
  type: 'HandOverDuty' as const,
  data: {
    unit,
    dutyId: `duty-${EIGHT}`,
    nextDutyId: 'next',
    from,
    holder: person('dana'),
    deputies: [],
    by,
    at,
    ...change,
  },
});
const withdraw = (from: string, now = at) => ({
  type: 'WithdrawDuty' as const,
  data: { unit, dutyId: `duty-${from}`, by, at: now },
});
const line = (...posts: LinePost[]) => ({ type: 'SetLineAbove' as const, data: { unit, posts, by, at } });
const rota = decider(dutyRotaDecider);
const day = planned(EIGHT, EVENING);

describe('a duty', () => {
  it('stands in an empty rota', () => rota.when(plan(EIGHT, EVENING)).expectEvents(day));

  it('follows the one before it to the instant', () =>
    rota.given(day).when(plan(EVENING, NEXT_DAY)).expectEventTypes('DutyPlanned'));

  it('refuses a gap that leaves nobody', () =>
    rota.given(day).when(plan('2026-11-23T20:00:00.001Z', NEXT_DAY)).expectRefusal('gap-leaves-nobody'));

  it('may begin anew where the rota has run out: nobody is left who was there', () =>
    rota
      .given(day)
      .when(plan('2026-11-25T08:00:00.000Z', '2026-11-25T20:00:00.000Z', { at: NEXT_DAY }))
      .expectEventTypes('DutyPlanned'));

  it('refuses two at one time', () => rota.given(day).when(plan(NOON, NEXT_DAY)).expectRefusal('duties-overlap'));

  it('refuses one that is over, or ends before it begins', () => {
    rota.when(plan(EIGHT, EVENING, { at: EVENING })).expectRefusal('duty-already-over');
    rota.when(plan(EVENING, EIGHT)).expectRefusal('duty-ends-before-it-begins');
  });

  it('refuses a deputy who is the holder, and one named twice', () => {
    rota.when(plan(EIGHT, EVENING, { deputies: [person('aidos')] })).expectRefusal('deputy-is-the-holder');
    rota.when(plan(EIGHT, EVENING, { deputies: [person('d'), person('d')] })).expectRefusal('named-twice');
  });

  it('refuses people nobody can reach', () => {
    rota.when(plan(EIGHT, EVENING, { holder: { person: 'x', contacts: [] } })).expectRefusal('contact-missing');
    rota.when(plan(EIGHT, EVENING, { holder: person('x', mail('x'), mail('y')) })).expectRefusal('named-twice');
  });

  it.each<Contact>([
    { channel: 'email', address: 'nobody' },
    { channel: 'email', address: 'a@localhost' },
    { channel: 'email', address: 'a@police.example\r\nBcc: b@elsewhere.example' },
    { channel: 'email', address: 'a@police.example\n' },
    { channel: 'email', address: '"a b"@police.example' },
    { channel: 'email', address: 'a@police.example, b@elsewhere.example' },
    { channel: 'email', address: 'A <a@police.example>' },
    { channel: 'pager', address: 'desk 1' },
    { channel: 'pager', address: 'desk\n1' },
  ])('refuses $address as $channel', (contact) =>
    rota.when(plan(EIGHT, EVENING, { holder: person('x', contact) })).expectRefusal('contact-no-address'),
  );
});

describe('handing a duty over', () => {
  it('leaves nobody out in between', () => {
    const after = rota.given(day).when(handOver(NOON)).state();
    expect(after.duties.map(({ holder, from, until }) => [holder.person, from, until])).toEqual([
      ['aidos', EIGHT, NOON],
      ['dana', NOON, EVENING],
    ]);
    expect(dutyAt(after, '2026-11-23T11:59:59.999Z')?.holder.person).toBe('aidos');
    expect(dutyAt(after, NOON)?.holder.person).toBe('dana');
    expect(dutyAt(after, EVENING)).toBeUndefined();
  });

  it('replaces a duty that has not begun whole', () =>
    expect(rota.given(day).when(handOver(EIGHT)).state().duties).toMatchObject([{ dutyId: 'next', from: EIGHT }]));

  it('refuses an instant outside the duty, or in the past', () => {
    rota.given(day).when(handOver(EVENING)).expectRefusal('hand-over-outside-duty');
    rota
      .given(day)
      .when(handOver(NOON, { at: EVENING }))
      .expectRefusal('hand-over-outside-duty');
    rota.when(handOver(NOON)).expectRefusal('duty-unknown');
  });
});

describe('withdrawing a duty', () => {
  const night = planned(EVENING, NEXT_DAY);
  const nextDay = planned(NEXT_DAY, '2026-11-24T20:00:00.000Z');

  it('takes the last one back', () => rota.given(day, night).when(withdraw(EVENING)).expectEventTypes('DutyWithdrawn'));
  it('refuses to leave nobody between two', () =>
    rota.given(day, night, nextDay).when(withdraw(EVENING)).expectRefusal('gap-leaves-nobody'));
  it('refuses one that runs', () => rota.given(day).when(withdraw(EIGHT, EIGHT)).expectRefusal('duty-has-begun'));
  it('refuses one that is not there', () => rota.when(withdraw(EIGHT)).expectRefusal('duty-unknown'));
});

describe('the line above', () => {
  const head: LinePost = { post: 'head of the desk', ...person('dana') };
  it('is said in its order', () =>
    expect(rota.when(line(head, { post: 'chief', ...person('chief') })).state().line).toHaveLength(2));
  it('refuses to be empty, or to name a person twice', () => {
    rota.when(line()).expectRefusal('line-leaves-nobody');
    rota.when(line(head, { ...head, post: 'chief' })).expectRefusal('named-twice');
    rota.when(line({ ...head, contacts: [{ channel: 'email', address: 'x' }] })).expectRefusal('contact-no-address');
  });
});

it('an event nobody handled does not pass', () =>
  expect(() =>
    dutyRotaDecider.evolve(dutyRotaDecider.initial(), { type: 'Other' } as unknown as DutyRotaEvent),
  ).toThrow('unhandled case'));
