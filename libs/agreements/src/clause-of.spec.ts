// Which clause a fault is named by.
import { expect, it } from '@jest/globals';
import { clauseOf } from './clause-of.ts';
import type { Path } from './document.ts';

it.each([
  [['parties', 0, 'id'], 1],
  [['legalBasis'], 2],
  [['flows'], 5],
  [['flows', 0], 5],
  [['term'], 26],
  [['timezone'], 26],
  [['flows', 0, 'producer'], 1],
  [['flows', 0, 'consumers', 1], 1],
  [['flows', 0, 'basis'], 2],
  [['flows', 0, 'purposes', 0], 3],
  [['flows', 0, 'subjectCategories'], 4],
  [['flows', 0, 'juvenile'], 4],
  [['flows', 0, 'consent'], 4],
  [['flows', 0, 'product'], 5],
  [['flows', 0, 'fields', 3], 5],
  [['flows', 0, 'alertTypes'], 5],
  [['flows', 0, 'special', 'fields', 0], 6],
  [['flows', 0, 'grading'], 7],
  [['flows', 0, 'onward'], 9],
  [['flows', 0, 'foreign', 'countries'], 10],
  [['flows', 0, 'retain', 'destroy'], 12],
  [['flows', 0, 'person', 'vetting'], 13],
  [['flows', 0, 'person', 'training', 0], 14],
  [['flows', 0, 'person'], 14],
  [['flows', 0, 'acknowledge'], 21],
  [['clauses', 1, 'rule', 'contacts'], 20],
] as [Path, number][])('%j is of clause %i', (path, clause) =>
  expect(clauseOf({ clauses: [{ clause: 1 }, { clause: 20 }] }, path)).toEqual({ clause }),
);

it.each([
  ['the head', {}, ['id']],
  ['the whole', {}, []],
  ['a key of a flow that there is not', {}, ['flows', 0, 'colour']],
  ['vetting of something else', {}, ['flows', 0, 'colour', 'vetting']],
  ['the clauses together', { clauses: [{ clause: 1 }] }, ['clauses']],
  ['clauses that are none', { clauses: 'x' }, ['clauses', 0]],
  ['a clause that is none', { clauses: [null] }, ['clauses', 0]],
  ['a clause without a number', { clauses: [{ clause: '1' }] }, ['clauses', 0]],
  ['a clause with part of a number', { clauses: [{ clause: 1.5 }] }, ['clauses', 0]],
  ['a clause that is not there', { clauses: [] }, ['clauses', 0]],
  ['a document that is nothing', null, ['clauses', 0]],
] as [string, unknown, Path][])('%s is of none', (_what, document, path) =>
  expect(clauseOf(document, path)).toEqual({}),
);
