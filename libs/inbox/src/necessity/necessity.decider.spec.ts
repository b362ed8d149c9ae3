// A reader's statement of necessity: which fields, who answers, and for which of his questions it counts.
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { ITEM, received } from '../received-item/item.fixture.ts';
import { folded } from '../received-item/load-received-item.ts';
import type { ReceivedItemEvent } from '../received-item/received-item.events.ts';
import { necessityDecider, type NecessityCommand } from './decide-necessity.ts';
import { necessityFor } from './necessities.ts';
import type { NecessityApproved, NecessityStated } from './necessity.events.ts';

const AT = '2026-11-23T09:00:00.000Z';
const RELIGION = 'specialCategory.religion';
const need = (field: string) => ({ field, ground: 'VITAL_INTERESTS', necessity: 'They must be warned tonight.' });
const scope = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: 'KZ-2026-114' };
const act = { statementId: 's-1', itemId: ITEM, unit: 'desk', at: AT };
const stated = (change: Partial<NecessityStated['data']> = {}): NecessityStated => ({
  type: 'NecessityStated',
  data: { ...act, ...scope, by: 'po-aidos', fields: [need(RELIGION)], ...change },
});
const said: NecessityApproved['data'] = { ...act, by: 'po-zarina', reason: 'A life depends on it.' };
const approved: NecessityApproved = { type: 'NecessityApproved', data: said };

const state = (fields: string[]): NecessityCommand => ({
  type: 'StateNecessity',
  data: stated({ fields: fields.map(need) }).data,
  specialFields: [RELIGION, 'specialCategory.ethnicity'],
});
const approve = (change: object = {}): NecessityCommand => ({
  type: 'ApproveNecessity',
  data: said,
  notIndependent: null,
  ...change,
});
const item = decider(necessityDecider);
const here = item.given(received());

describe('stating it', () => {
  it('names fields of a special category of the product, each once, of an item that is here', () => {
    here.when(state([RELIGION])).expectEvents(stated());
    here.when(state([RELIGION, RELIGION])).expectRefusal('special-field-named-twice');
    here.when(state(['reasonableGrounds'])).expectRefusal('not-a-special-field');
    item.when(state([RELIGION])).expectRefusal('item-not-received');
  });
});

describe('answering it', () => {
  const waiting = here.given(stated());

  it('is for another, once, within a day', () => {
    waiting.when(approve()).expectEvents(approved);
    waiting.when(approve({ type: 'RefuseNecessity' })).expectEvents({ type: 'NecessityRefused', data: said });
    waiting.when(approve({ notIndependent: 'approver-made-it' })).expectRefusal('approver-made-it');
    waiting.given(approved).when(approve()).expectRefusal('statement-answered');
    waiting.when(approve({ data: { ...said, at: '2026-11-24T09:00:00.000Z' } })).expectRefusal('statement-lapsed');
    here.when(approve()).expectRefusal('statement-unknown');
  });
});

describe('it counts', () => {
  const at = new Date('2026-11-24T09:00:00Z');
  const reader = { caller: { person: 'po-aidos' }, ...scope };
  const after = (...events: ReceivedItemEvent[]) =>
    events.reduce((before, event) => necessityDecider.evolve(before, event), folded([])).necessities;

  it('for whoever made it, for its purpose and its case', () => {
    const all = after(received(), stated(), approved);
    expect(necessityFor(all, reader, at)).toMatchObject({ fields: [RELIGION], approvedBy: { person: 'po-zarina' } });
    for (const other of [
      { ...reader, caller: { person: 'po-zarina' } },
      { ...reader, purpose: 'INVESTIGATE' },
      { ...reader, caseRef: null },
    ])
      expect(necessityFor(all, other, at)).toBeUndefined();
  });

  it('once it is approved, until a later one takes its place', () => {
    expect(necessityFor(after(stated()), reader, at)).toBeUndefined();
    const later = stated({ statementId: 's-2', fields: [need('specialCategory.ethnicity')] });
    expect(necessityFor(after(stated(), approved, later), reader, at)?.fields).toEqual([RELIGION]);
    const both = after(stated(), approved, later, { ...approved, data: { ...said, statementId: 's-2' } });
    expect(necessityFor(both, reader, at)?.fields).toEqual(['specialCategory.ethnicity']);
  });
});
