// What is asked: question, surface, purpose, fields, approvals, and the bundle it is asked of.
import type { Asked, Cell } from '../case.ts';
import { PURPOSES } from '../codes.ts';
import { approvalChanges } from './approvals.ts';
import { changesOf, DAY, fieldOf, fromNow, type Change } from './change.ts';

const ask =
  (question: string, path: string, more: Partial<Asked> = {}) =>
  (cell: Cell) => {
    Object.assign(cell.request, { question, path, ...more });
    if (question === 'search') cell.request.query = { ...more.query, product: cell.item.product };
    if (question === 'onward') cell.request.recipient ??= 'kz-tax';
    if (question === 'adverseDecision') cell.request.decision ??= 'RecallOrdered';
  };

const purposes = [...PURPOSES, 'IMMIGRATION_CONTROL'];

const CATEGORIES = ['ADM', 'IDN', 'INT', 'SRC', 'SPC', 'LPP', 'CMP', 'HLT', 'RSK'];

const necessary = (person: string | null) => (cell: Cell) => {
  const fields = [fieldOf(cell.item, 'SPC')];
  const approvedBy = { person: person ?? cell.caller.person ?? 'x', unit: 'another-unit' };
  cell.request.necessity = { text: 'The named people must be warned tonight.', fields, approvedBy };
};

type Rows = { total: number; cells: { sex: string; count: number }[] }[];

const rowsOf = ({ item }: Cell): Rows => (Array.isArray(item.payload['rows']) ? (item.payload['rows'] as Rows) : []);

/** The table as it was answered before, its first total so far from today's. */
const earlier = (off: number) => (cell: Cell) => {
  const rows = structuredClone(rowsOf(cell));
  for (const row of rows.slice(0, 1)) row.total += off;
  if (rows.length > 0) cell.request.previousQueries = [{ rows }];
};

/** Other counts in the second row of a table. */
const counts = (cells: number[]) => (cell: Cell) => {
  for (const row of rowsOf(cell).slice(1, 2)) {
    row.cells = cells.map((count, index) => ({ sex: ['M', 'F', 'X'][index] ?? 'X', count }));
    row.total = cells.reduce((sum, count) => sum + count, 0);
  }
};

const another = (cell: Cell, change: (item: Cell['item']) => void): void => {
  const item = { ...structuredClone(cell.item), id: 'item-other' };
  change(item);
  cell.otherItems = [...(cell.otherItems ?? []), item];
};

const due = (cell: Cell, days: number): void => {
  const { product } = cell.item;
  cell.openCorrections = [{ agency: cell.caller.agency, product, dueAt: fromNow(cell, days * DAY) }];
};

export const requestChanges: Change[] = [
  ...changesOf('question', {
    publish: ask('publish', 'http'),
    'deliver on the bus': ask('deliver', 'bus'),
    'deliver on the stream': ask('deliver', 'sse'),
    'deliver over http': ask('deliver', 'http'),
    open: ask('open', 'http'),
    'open from the court file': ask('open', 'court-file'),
    list: ask('list', 'http'),
    search: ask('search', 'http'),
    'search by request': ask('search', 'rfi'),
    'search a masked person': ask('search', 'http', { query: { product: '', subject: 'S2-SECOND' } }),
    'search a part of a masked name': ask('search', 'http', { query: { product: '', name: 'zhumab' } }),
    'search a masked name': ask('search', 'http', { query: { product: '', name: 'Aslan Zhumabek (invented)' } }),
    'export one': ask('export', 'http', { export: { count: 1, alreadyInWindow: 0 } }),
    'export 199': ask('export', 'http', { export: { count: 150, alreadyInWindow: 49 } }),
    'export 200': ask('export', 'http', { export: { count: 1, alreadyInWindow: 199 } }),
    onward: ask('onward', 'http'),
    'break-glass': ask('breakGlass', 'http', { purpose: 'PREVENT_SERIOUS_HARM' }),
    'break-glass without reason': ask('breakGlass', 'http', { justification: '' }),
    aggregate: ask('aggregate', 'http'),
    'adverse decision': ask('adverseDecision', 'internal'),
    'of police for a copy': (cell) => void (cell.request.via = 'kz-police'),
  }),
  ...changesOf(
    'purpose',
    Object.fromEntries(purposes.map((purpose) => [purpose, (cell: Cell) => void (cell.request.purpose = purpose)])),
  ),
  ...changesOf('case cited', {
    none: (cell) => void delete cell.request.caseRef,
    another: (cell) => void (cell.request.caseRef = 'KZ-2026-777'),
    'another that is mine': (cell) => {
      cell.request.caseRef = 'KZ-2026-777';
      cell.caller.assignments.push({ case: 'KZ-2026-777', from: fromNow(cell, -DAY), until: null });
    },
    'another that was mine': (cell) => {
      cell.request.caseRef = 'KZ-2026-777';
      cell.caller.assignments.push({ case: 'KZ-2026-777', from: fromNow(cell, -9 * DAY), until: fromNow(cell, -DAY) });
    },
  }),
  ...changesOf(
    'fields',
    Object.fromEntries(
      CATEGORIES.map((category) => [
        category,
        (cell: Cell) => void (cell.request.fields = [fieldOf(cell.item, category)]),
      ]),
    ),
  ),
  ...changesOf('fields', {
    'two, one special': (cell) => void (cell.request.fields = [fieldOf(cell.item, 'ADM'), fieldOf(cell.item, 'SPC')]),
    'what the flow gives': (cell) =>
      void (cell.request.fields = cell.agreements.flatMap(({ flows }) => flows).flatMap(({ fields }) => fields)),
    nothing: (cell) => void (cell.request.fields = []),
    'what there is not': (cell) => void (cell.request.fields = ['nothingOfTheKind']),
  }),
  ...changesOf('use', {
    lead: (cell) => void (cell.request.use = ['LEAD']),
    evidence: (cell) => void (cell.request.use = ['EVIDENCE']),
    both: (cell) => void (cell.request.use = ['LEAD', 'EVIDENCE']),
    unsaid: (cell) => void delete cell.request.use,
  }),
  ...changesOf('necessity', {
    'approved by another': necessary('po-madina'),
    'approved by himself': necessary(null),
  }),
  ...approvalChanges,
  ...changesOf('bundle', {
    'as old as allowed': (cell) => void (cell.bundle.ageSeconds = cell.bundle.maxAgeSeconds),
    stale: (cell) => void (cell.bundle.ageSeconds = cell.bundle.maxAgeSeconds + 1),
    unverified: (cell) => void (cell.bundle.verified = false),
    'stale and unverified': (cell) => void (cell.bundle = { ageSeconds: 9999, maxAgeSeconds: 900, verified: false }),
  }),
  ...changesOf('correction', {
    overdue: (cell) => due(cell, -1),
    'due now': (cell) => due(cell, 0),
    'not due': (cell) => due(cell, 1),
  }),
  ...changesOf('country', {
    'low risk': (cell) => void (cell.countryRisk = { XX: 'LOW' }),
    'ill-treatment': (cell) => void (cell.countryRisk = { XX: 'ILL_TREATMENT_OR_DEATH_PENALTY' }),
    'not in the table': (cell) => void (cell.countryRisk = { YY: 'LOW' }),
  }),
  ...changesOf('earlier answers', {
    'the same total': earlier(0),
    'a total close by': earlier(-1),
    'a total nine off': earlier(9),
    'a total ten off': earlier(10),
    'of a form nobody knows': (cell) => void (cell.request.previousQueries = [{ total: 61 }]),
  }),
  ...changesOf('counts', {
    'all large': counts([20, 30]),
    'ten and more': counts([10, 14]),
    'one small': counts([9, 40, 25]),
    'two small': counts([3, 4, 80]),
    none: counts([0, 50]),
    'a small row': counts([4, 4]),
  }),
  ...changesOf('other rows', {
    alike: (cell) => another(cell, () => undefined),
    'past review': (cell) => another(cell, (item) => void (item.reviewBy = '2026-01-01')),
    'of another product': (cell) => another(cell, (item) => void (item.product = 'prison-intelligence.requirement.v1')),
    privileged: (cell) => another(cell, (item) => void item.markers.push('LEGAL_PRIVILEGE')),
  }),
];
