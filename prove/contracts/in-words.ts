// A claim that does not hold, as sentences: what was claimed, under which clause, and the request that shows that it is not so.
import { listed, spelt } from '@gatehouse/agreements';
import { codeLists } from '@gatehouse/contracts';
import type { Outcome } from './prove-claims.ts';

const meaning = (list: Record<string, unknown>, code: string): string => {
  const says = list[code];
  return typeof says === 'string' ? `${code} (${says})` : code === '' ? 'none' : code;
};

const codes = (list: Record<string, unknown>) => (value: unknown) => meaning(list, String(value));
const plain = (value: unknown): string => (value === '' ? 'empty' : String(value));
const each = (value: unknown): string => listed((value as unknown[]).map(plain));
const day = (value: unknown): string => (value as { __extn: { arg: string } }).__extn.arg;

/** What is so, by its place in the question. */
const SENTENCES: Record<string, (value: unknown) => string> = {
  flow: (value) => (value === '' ? 'no flow covers it' : `it is put to the flow ${plain(value)}`),
  question: (value) => `the question is ${plain(value)}`,
  path: (value) => `the field is ${plain(value)}`,
  category: (value) => `the field is of the category ${codes(codeLists.sensitivity)(value)}`,
  byName: (value) => (value === true ? 'the field is asked for by name' : 'the field is not asked for by name'),
  necessary: (value) => (value === true ? 'a necessity was stated and approved' : 'no necessity was stated'),
  namesMasked: (value) => (value === true ? 'the field names a masked person' : 'the field names no masked person'),
  suspended: (value) => (value === true ? 'the category is suspended' : 'the category is not suspended'),
  'caller.agency': (value) => `who asks is of the agency ${plain(value)}`,
  'caller.kind': (value) => `the agency is of the kind ${plain(value)}`,
  'caller.person': () => 'a person asks',
  'caller.roles': (value) => `the roles are ${each(value)}`,
  'caller.training': (value) => `trained in ${each(value)}`,
  'caller.vetting': (value) => `vetted to level ${plain(value)}`,
  'request.purpose': (value) => `the purpose is ${codes(codeLists.purposes)(value)}`,
  'request.categoriesByName': (value) => `asked for by name: fields of the categories ${each(value)}`,
  'item.alertType': (value) => `the alert is of the type ${plain(value)}`,
  'item.originator': (value) => `the item is of ${plain(value)}`,
  'item.conditions': (value) => `the item has the conditions ${each(value)}`,
  'item.markers': (value) => `the item is marked ${each(value)}`,
  'subject.category': (value) => `the person is a ${codes(codeLists.subjectCategories)(value)}`,
  'subject.confidentialSource': (value) =>
    value === true ? 'the person is a confidential source' : 'the person is no source',
  'instrument.state': (value) => `the instrument is ${plain(value)}`,
  'instrument.today': (value) => `the day is ${day(value)}`,
  'product.name': (value) => `the product is ${plain(value)}`,
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  !('__extn' in value) &&
  !('__entity' in value);

const leavesOf = (value: unknown, at: string): [string, unknown][] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, at === '' ? name : `${at}.${name}`))
    : [[at, value]];

const sentence = (place: string, value: unknown): string =>
  (
    SENTENCES[place] ??
    ((given) => `${spelt(place.replaceAll('.', ' '))} is ${Array.isArray(given) ? each(given) : JSON.stringify(given)}`)
  )(value);

/** That somebody asks, and that no flow covers it, is something. */
const SAID_THOUGH_EMPTY = new Set(['caller.person', 'flow']);
const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);

/** What of a request the rules at hand speak of: the rest may be anything. */
export const requestInWords = (
  request: NonNullable<NonNullable<Outcome['because']>['answer']['request']>,
  texts: string[],
): string[] => {
  const spoken = (place: string) =>
    texts.some(
      (text) => text.includes(`.${place.split('.').at(-1)}`) || text.includes(`has ${place.split('.').at(-1)}`),
    );
  const said = leavesOf(request.context, '').filter(([place]) => place !== '' && spoken(place));
  const empty = ([place, value]: [string, unknown]) => SAID_THOUGH_EMPTY.has(place) === false && isEmpty(value);
  return [
    `the action is ${request.action}`,
    ...(request.principal === '' ? [] : [`the recipient is ${request.principal}`]),
    ...(request.resource === '' ? [] : [`what is asked for is ${request.resource}`]),
    ...said.filter((leaf) => !empty(leaf)).map(([place, value]) => sentence(place, value)),
    ...(said.some(empty) ? ['everything else is empty'] : []),
  ];
};

const KIND: Record<Outcome['claim']['property'], string> = {
  source: 'SHOWN',
  special: 'SHOWN',
  errors: 'GIVES AN ERROR',
  dead: 'DEAD',
};

/** Lines about a claim that was not proven; the request among them where there is one. */
export const outcomeInWords = ({ claim, proven, because }: Outcome): string[] => {
  const head = [
    `${proven === null ? 'NOT DECIDED' : KIND[claim.property]}: it was to be shown that ${claim.says}.`,
    ...(claim.clause === null ? [] : [`  Clause: ${claim.clause}.`]),
  ];
  if (proven === null) return [...head, `  The solver gave no answer: ${because?.answer.fault ?? 'no reason said'}.`];
  if (claim.shown === 'some') return [...head, '  There is no such request, whoever asks for whatever.'];
  const request = because?.answer.request;
  if (!request) return [...head, `  It fails; the request could not be written down: ${because?.answer.fault ?? ''}`];
  const texts = because.asked.rules.map(({ text }) => text);
  return [...head, '  It is not so when', ...requestInWords(request, texts).map((line) => `  - ${line}`)];
};
