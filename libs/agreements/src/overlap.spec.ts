// Two flows that would offer the same item to the same people for the same purpose.
import { describe, expect, it } from '@jest/globals';
import type { Flow } from './instrument.ts';
import { checkOverlaps } from './overlap.ts';

const FLOW = {
  product: 'p',
  producer: 'a',
  consumers: ['b', 'c'],
  purposes: ['INVESTIGATE', 'PROSECUTE'],
  subjectCategories: ['SUSPECT', 'WITNESS'],
  person: { roles: ['officer', 'head'] },
  juvenile: false,
} as Flow;
const ALL = 'c, PROSECUTE, WITNESS, head';
/** One element of each list is shared. */
const NEXT = {
  ...FLOW,
  consumers: ['d', 'c'],
  purposes: ['SUPERVISE', 'PROSECUTE'],
  subjectCategories: ['VICTIM', 'WITNESS'],
  person: { roles: ['clerk', 'head'] },
} as Flow;

const reports = (...flows: Flow[]): unknown[] => {
  const said: unknown[] = [];
  checkOverlaps(flows, (...report) => said.push(report));
  return said;
};
const WAY_OUT = 'keep purposes, people, roles or types of alert apart, or merge the two';

describe('two flows', () => {
  it('that share an offer are said with what they share', () =>
    expect(reports(FLOW, NEXT)).toEqual([[['flows', 1], `flow 2 overlaps flow 1 (${ALL})`, WAY_OUT]]));

  it.each([
    ['product', { product: 'q' }],
    ['producer', { producer: 'z' }],
    ['recipient', { consumers: ['d'] }],
    ['purpose', { purposes: ['SUPERVISE'] }],
    ['people', { subjectCategories: ['VICTIM'] }],
    ['role', { person: { roles: ['clerk'] } }],
    ['rule for juveniles', { juvenile: { desk: 'd' } }],
  ])('share nothing when they share no %s', (_what, more) =>
    expect(reports(FLOW, { ...NEXT, ...more } as Flow)).toEqual([]),
  );

  it.each([
    [['ESCAPE', 'DISORDER'], ['RELEASE', 'DISORDER'], ', DISORDER'],
    [['ESCAPE', 'DISORDER'], undefined, ', ESCAPE'],
    [undefined, ['DISORDER'], ', DISORDER'],
    [undefined, undefined, ''],
  ])('of alerts of types %j and %j share one', (first, second, shared) => {
    const typed = (flow: Flow, alertTypes: string[] | undefined) => ({ ...flow, ...(alertTypes && { alertTypes }) });
    expect(reports(typed(FLOW, first), typed(NEXT, second))).toEqual([
      [['flows', 1], `flow 2 overlaps flow 1 (${ALL}${shared})`, WAY_OUT],
    ]);
  });

  it('share nothing when they are of other types of alert', () =>
    expect(reports({ ...FLOW, alertTypes: ['ESCAPE'] }, { ...NEXT, alertTypes: ['DISORDER'] })).toEqual([]));

  it('that are the same offer are not said here', () =>
    expect(reports(FLOW, { ...FLOW, onward: 'allowed' })).toEqual([]));

  it('are named by their numbers, each with the first that it meets', () => {
    const apart = { ...FLOW, product: 'q' };
    expect(reports(apart, FLOW, NEXT, { ...NEXT, purposes: ['PROSECUTE'] }).map((one) => (one as string[])[1])).toEqual(
      [`flow 3 overlaps flow 2 (${ALL})`, `flow 4 overlaps flow 2 (${ALL})`],
    );
  });
});
