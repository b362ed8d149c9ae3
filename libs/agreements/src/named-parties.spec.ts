// Whoever a clause names is a party.
import { expect, it } from '@jest/globals';
import type { InstrumentDocument } from './instrument.ts';
import { checkNamedParties } from './named-parties.ts';

const reports = (...clauses: object[]): unknown[] => {
  const said: unknown[] = [];
  const document = { parties: [{ id: 'prison' }, { id: 'police' }], clauses } as InstrumentDocument;
  checkNamedParties(document, (...report) => said.push(report));
  return said;
};

it('says each name that is no party, wherever it stands', () =>
  expect(
    reports(
      { rule: { contacts: [{ party: 'police' }, { party: 'polise', post: 'head' }] } },
      { rule: { answeredBy: 'the-ministry' }, obligations: [{ owner: { party: 'prisom' } }] },
    ),
  ).toEqual([
    [['clauses', 0, 'rule', 'contacts', 1, 'party'], 'polise is no party of this instrument', 'did you mean police?'],
    [['clauses', 1, 'rule', 'answeredBy'], 'the-ministry is no party of this instrument', 'one of prison, police'],
    [
      ['clauses', 1, 'obligations', 0, 'owner', 'party'],
      'prisom is no party of this instrument',
      'did you mean prison?',
    ],
  ]));

it.each([
  [{ rule: { answeredBy: 'police', scopes: ['whole', 'party', null] } }],
  [{ text: 'a stranger', rule: { decidedBy: { party: 'prison', post: 'a stranger' } } }],
  [{ rule: { party: { post: 'a stranger' } } }],
])('says nothing of %j', (clause) => expect(reports(clause)).toEqual([]));

it('looks below a key of such a name', () => expect(reports({ rule: { party: { party: 'x-army' } } })).toHaveLength(1));

it('says nothing where there are no clauses', () => {
  const said: unknown[] = [];
  checkNamedParties({ parties: [] } as unknown as InstrumentDocument, (...report) => said.push(report));
  expect(said).toEqual([]);
});
