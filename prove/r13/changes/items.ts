// The item: handling, markers, dates, grades, parts.
import type { Cell, Handling } from '../case.ts';
import { CONDITIONS, MARKERS } from '../codes.ts';
import { changesOf, DAY, fromNow, HOUR, type Change } from './change.ts';

const condition =
  (code: string, more: Partial<Handling['conditions'][number]> = {}) =>
  (cell: Cell) => {
    cell.item.handling = { code: 'C', conditions: [...cell.item.handling.conditions, { code, ...more }] };
  };

const derived = (cell: Cell, part: Partial<{ handling: Handling; destroyBy: string; markers: string[] }>): void => {
  const whole = { id: 'part-1', handling: { code: 'P' as const, conditions: [] }, destroyBy: null, markers: [] };
  cell.item.derivedFrom = [{ ...whole, ...part }];
};

const dayOf = (cell: Cell, milliseconds: number): string => fromNow(cell, milliseconds).slice(0, 10);

const plainConditions = CONDITIONS.filter((code) => !['NAMED_RECIPIENTS', 'DESTROY_BY'].includes(code));

const grades =
  (...list: [string, string, string][]) =>
  (cell: Cell) => {
    cell.item.grades = list.map(([scale, source, information]) => ({ scale, source, information }));
  };

export const itemChanges: Change[] = [
  ...changesOf('condition', Object.fromEntries(plainConditions.map((code) => [code, condition(code)]))),
  ...changesOf('condition', {
    'named: the person': (cell) => condition('NAMED_RECIPIENTS', { list: [cell.caller.person ?? 'nobody'] })(cell),
    'named: the unit': (cell) => condition('NAMED_RECIPIENTS', { list: [cell.caller.unit ?? 'nobody'] })(cell),
    'named: the agency': (cell) => condition('NAMED_RECIPIENTS', { list: [cell.caller.agency] })(cell),
    'named: another': condition('NAMED_RECIPIENTS', { list: ['po-somebody-else'] }),
    'named: nobody': condition('NAMED_RECIPIENTS', { list: [] }),
    unknown: condition('EYES_OF_THE_CHIEF'),
    'destroy later': (cell) => condition('DESTROY_BY', { date: dayOf(cell, 20 * DAY) })(cell),
    'destroy before': (cell) => condition('DESTROY_BY', { date: dayOf(cell, -2 * DAY) })(cell),
    none: (cell) => void (cell.item.handling = { code: 'P', conditions: [] }),
  }),
  ...changesOf(
    'part',
    Object.fromEntries(
      plainConditions.map((code) => [
        code,
        (cell: Cell) => derived(cell, { handling: { code: 'C', conditions: [{ code }] } }),
      ]),
    ),
  ),
  ...changesOf(
    'part',
    Object.fromEntries(MARKERS.map((marker) => [marker, (cell: Cell) => derived(cell, { markers: [marker] })])),
  ),
  ...changesOf('part', {
    'destroyed before': (cell) => derived(cell, { destroyBy: dayOf(cell, -2 * DAY) }),
    'destroyed sooner': (cell) => derived(cell, { destroyBy: dayOf(cell, 9 * DAY) }),
    'of police': (cell) => void (cell.item.partsFrom = ['kz-police']),
    'of two controllers': (cell) => void (cell.item.partsFrom = ['kz-police', 'kz-customs']),
  }),
  ...changesOf(
    'marker',
    Object.fromEntries(MARKERS.map((marker) => [marker, (cell: Cell) => void cell.item.markers.push(marker)])),
  ),
  ...changesOf('marker', { none: (cell) => void (cell.item.markers = []) }),
  ...changesOf('review', {
    'is today': (cell) => void (cell.item.reviewBy = dayOf(cell, 5 * HOUR)),
    'was yesterday': (cell) => void (cell.item.reviewBy = dayOf(cell, 5 * HOUR - DAY)),
    'has no day': (cell) => void (cell.item.reviewBy = null),
  }),
  ...changesOf('destruction', {
    'is today': (cell) => void (cell.item.destroyBy = dayOf(cell, 5 * HOUR)),
    'was yesterday': (cell) => void (cell.item.destroyBy = dayOf(cell, 5 * HOUR - DAY)),
    comes: (cell) => void (cell.item.destroyBy = dayOf(cell, 40 * DAY)),
  }),
  ...changesOf('priority', {
    routine: (cell) => void (cell.item.priority = 'ROUTINE'),
    priority: (cell) => void (cell.item.priority = 'PRIORITY'),
    immediate: (cell) => void (cell.item.priority = 'IMMEDIATE'),
  }),
  ...changesOf('concern', {
    'well graded': (cell) => {
      cell.item.payload['type'] = 'RADICALISATION_CONCERN';
      cell.item.categories['type'] ??= 'INT';
      grades(['3x5x2', '1', 'B'], ['EUP', 'B', '2'])(cell);
      cell.item.violenceIndicator = true;
    },
    'one weak grade': (cell) => {
      cell.item.payload['type'] = 'RADICALISATION_CONCERN';
      cell.item.categories['type'] ??= 'INT';
      grades(['3x5x2', '1', 'A'], ['EUP', 'C', '1'])(cell);
      cell.item.violenceIndicator = true;
    },
    'ungraded, no violence': (cell) => {
      cell.item.payload['type'] = 'RADICALISATION_CONCERN';
      cell.item.categories['type'] ??= 'INT';
      delete cell.item.grades;
      delete cell.item.violenceIndicator;
    },
    'no violence': (cell) => {
      cell.item.payload['type'] = 'RADICALISATION_CONCERN';
      cell.item.categories['type'] ??= 'INT';
      grades(['3x5x2', '1', 'A'])(cell);
      cell.item.violenceIndicator = false;
    },
    'mixed scales': (cell) => {
      cell.item.payload['type'] = 'RADICALISATION_CONCERN';
      cell.item.categories['type'] ??= 'INT';
      grades(['3x5x2', 'A', '1'])(cell);
      cell.item.violenceIndicator = true;
    },
  }),
  ...changesOf('case of the item', {
    another: (cell) => void (cell.item.caseRef = 'KZ-2026-777'),
    none: (cell) => void (cell.item.caseRef = null),
  }),
  ...changesOf('read before', {
    'by the caller': (cell) => {
      const { agency, person } = cell.caller;
      cell.item.disclosedBefore = [{ agency, person: person ?? 'nobody', at: fromNow(cell, -2 * DAY) }];
    },
    'by a colleague': (cell) =>
      void (cell.item.disclosedBefore = [
        { agency: cell.caller.agency, person: 'po-colleague', at: fromNow(cell, -2 * DAY) },
      ]),
  }),
];
