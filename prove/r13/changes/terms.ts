// What a signed text agrees on beside its flows, and for how long: clauses 6, 7, 8, 11 and 12.
import type { Agreement, Cell } from '../case.ts';
import { changesOf, DAY, eachFlow, fieldOf, fromNow, type Change } from './change.ts';

/** Published some days ago, and destroyed after a period. */
const kept =
  (days: number, destroy: string, review = 'P12M') =>
  (cell: Cell) => {
    cell.item.publishedAt = fromNow(cell, -days * DAY);
    eachFlow(cell, (flow) => void (flow.retain = { review, destroy }));
  };

const publishedOn =
  (publishedAt: string, destroy: string) =>
  (cell: Cell): void => {
    cell.item.publishedAt = publishedAt;
    eachFlow(cell, (flow) => void (flow.retain = { review: 'P12M', destroy }));
  };

/** The version before is in flight, and let it be kept for less. */
const shorterBefore = (cell: Cell): void => {
  const [agreement] = cell.agreements;
  cell.item.publishedAt = fromNow(cell, -3 * DAY);
  const earlier = structuredClone(agreement!.flows);
  for (const flow of earlier) flow.retain.destroy = 'P2D';
  agreement!.version = 2;
  agreement!.versions = [
    { version: 1, effectiveFrom: fromNow(cell, -400 * DAY), flows: earlier },
    { version: 2, effectiveFrom: fromNow(cell, -DAY), flows: structuredClone(agreement!.flows) },
  ];
  cell.item.underVersions[agreement!.id] = 1;
};

const clause =
  (number: number, rule: Record<string, unknown>) =>
  ({ agreements }: Cell): void => {
    for (const agreement of agreements) add(agreement, number, rule);
  };

const add = (agreement: Agreement, number: number, rule: Record<string, unknown>): void => {
  const others = (agreement.clauses ?? []).filter((one) => one.clause !== number);
  agreement.clauses = [...others, { clause: number, rule }];
};

const graded =
  (scale: string) =>
  (cell: Cell): void => {
    cell.item.grades = [{ scale, source: '1', information: 'A' }];
    eachFlow(cell, (flow) => void (flow.grading = { each: 'basis', scales: ['3x5x2'] }));
  };

/** A special field that is necessary, published some days ago under a flow that lets it stay for thirty. */
const special =
  (days: number, ...more: string[]) =>
  (cell: Cell): void => {
    const field = fieldOf(cell.item, 'SPC');
    if (!(field in cell.item.categories)) return;
    cell.item.publishedAt = fromNow(cell, -days * DAY);
    eachFlow(cell, (flow) => {
      if (flow.product !== cell.item.product) return;
      flow.fields = [...new Set([...flow.fields, field])];
      flow.special = { fields: [field], necessity: 'required', approvedBy: 'intelligence-manager', destroy: 'P30D' };
    });
    cell.request.necessity = { text: 'Named.', fields: [field], approvedBy: { person: 'po-second', unit: 'desk-2' } };
    if (more.length > 0) cell.request.fields = [field, ...more];
  };

const approvedAs = (cell: Cell, roles: string[]): void => {
  special(1)(cell);
  if (cell.request.necessity) cell.request.necessity.approvedBy.roles = roles;
};

export const termChanges: Change[] = [
  ...changesOf('kept', {
    'until today': kept(30, 'P30D'),
    'until yesterday': kept(31, 'P30D'),
    'for weeks, over': kept(15, 'P2W'),
    'for a month and a day': kept(40, 'P1M1D'),
    'from the last day of a long month': publishedOn('2026-08-31T06:00:00Z', 'P3M'),
    'from the evening before in the zone': publishedOn('2026-09-22T19:30:00Z', 'P2M'),
    'until two months were over': publishedOn('2026-09-22T06:00:00Z', 'P2M'),
    'after an end': kept(4_000, 'END_OF_REFERRAL+P90D', 'END_OF_REFERRAL+P3M'),
    'for less by the version before': shorterBefore,
    'unreviewed, without a day of its own': (cell) => {
      kept(200, 'P5Y', 'P6M')(cell);
      cell.item.reviewBy = null;
    },
    'unreviewed, with a day of its own': (cell) => {
      kept(200, 'P5Y', 'P6M')(cell);
      cell.item.reviewBy = fromNow(cell, 20 * DAY).slice(0, 10);
    },
  }),
  ...changesOf('grading', {
    'on a scale agreed': graded('3x5x2'),
    'on another scale': graded('EUP'),
    'on a scale nobody uses': graded('5x5x5'),
  }),
  ...changesOf('conditions agreed', {
    'NO_ONWARD alone': clause(8, { conditions: ['NO_ONWARD'], unknown: 'refuse' }),
    'all but VIEW_ONLY': clause(8, {
      conditions: ['NO_ONWARD', 'NOT_IN_PROCEEDINGS', 'NAMED_RECIPIENTS', 'NO_FOREIGN', 'DESTROY_BY'],
      unknown: 'refuse',
    }),
    'one of them a lead': (cell) => {
      clause(8, { conditions: ['NO_ONWARD'], unknown: 'refuse' })(cell);
      clause(11, { use: 'lead' })(cell);
      cell.item.handling = { code: 'C', conditions: [{ code: 'NOT_IN_PROCEEDINGS' }] };
    },
  }),
  ...changesOf('use in proceedings', {
    'a lead': clause(11, { use: 'lead' }),
    'a lead, used as evidence': (cell) => {
      clause(11, { use: 'lead' })(cell);
      cell.request.use = ['EVIDENCE'];
    },
    'a lead, used as both': (cell) => {
      clause(11, { use: 'lead' })(cell);
      cell.request.use = ['LEAD', 'EVIDENCE'];
    },
    'with consent': (cell) => {
      clause(11, { use: 'with-consent' })(cell);
      cell.request.use = ['EVIDENCE'];
    },
    'with consent, given': (cell) => {
      clause(11, { use: 'with-consent' })(cell);
      cell.request.use = ['EVIDENCE'];
      cell.request.approvals = [
        {
          kind: 'ORIGINATOR_CONSENT',
          agency: cell.item.originator,
          person: 'originator-1',
          unit: 'originator-unit',
          at: fromNow(cell, -1_000),
        },
      ];
    },
    evidence: (cell) => {
      clause(11, { use: 'evidence' })(cell);
      cell.request.use = ['EVIDENCE'];
    },
  }),
  ...changesOf('special category', {
    'within its period': special(30),
    'after its period': special(31),
    'by name after its period': special(31, 'reportUrn'),
    'approved by the post agreed': (cell) => approvedAs(cell, ['intelligence-manager']),
    'approved by another post': (cell) => approvedAs(cell, ['intelligence-analyst']),
  }),
];
