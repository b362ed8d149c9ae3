import { describe, expect, it } from '@jest/globals';
import type { SubjectFacts } from '@gatehouse/policy';
import { asStatedSince, newestStatus, type SubjectStatus } from './subject-status.ts';

const came = (change: Partial<SubjectFacts> = {}): SubjectFacts => ({
  ref: 'p-1',
  category: 'SUSPECT',
  cases: ['KZ-2026-114'],
  ...change,
});
const status = (change: Partial<SubjectStatus> = {}): SubjectStatus => ({
  ref: 'p-1',
  version: 3,
  juvenile: false,
  sealedSince: null,
  limitedTo: null,
  acquitted: [],
  ...change,
});
const acquitted = [{ case: 'KZ-2026-114', final: false, at: '2026-11-20T00:00:00Z' }];
const restricted = {
  juvenile: { age: 16, atConduct: true },
  sealed: { since: '2026-11-20' },
  limitedAccess: { allow: ['po-aidos', 'po-zarina'] },
  acquitted,
};

describe('the newest of several statuses', () => {
  it('is that of the highest count, whatever came last', () => {
    const sealed = status({ version: 4, sealedSince: '2026-11-20' });
    expect(newestStatus([status(), sealed, status({ version: 2 })])).toBe(sealed);
    expect(newestStatus([])).toBeNull();
  });
});

describe('what is so of a person now', () => {
  it('is what the item said, as long as nothing else was said', () =>
    expect(asStatedSince(came(), null)).toEqual(came()));

  it('is what his owner said since, whole: it adds restrictions and ends them', () => {
    const since = status({ sealedSince: '2026-11-21', limitedTo: ['po-zarina'], juvenile: true, acquitted });
    expect(asStatedSince(came({ statusVersion: 2 }), since)).toEqual(
      came({
        statusVersion: 3,
        juvenile: { age: 0, atConduct: true },
        sealed: { since: '2026-11-21' },
        limitedAccess: { allow: ['po-zarina'] },
        acquitted,
      }),
    );
    expect(asStatedSince(came({ statusVersion: 2, ...restricted }), status())).toEqual(came({ statusVersion: 3 }));
  });

  it('is what a newer item says: an older word that comes late takes nothing from it', () => {
    const item = came({ statusVersion: 3, ...restricted });
    expect(asStatedSince(item, status({ version: 2 }))).toEqual(item);
    expect(asStatedSince(item, status({ version: 3 }))).toEqual(item);
  });

  it('has every restriction of both, where it is not known which is newer', () => {
    const since = status({ sealedSince: '2026-11-21', limitedTo: ['po-zarina', 'po-ermek'] });
    expect(asStatedSince(came(restricted), since)).toEqual(
      came({ ...restricted, limitedAccess: { allow: ['po-zarina'] }, statusVersion: 3 }),
    );
    expect(asStatedSince(came(restricted), status())).toEqual(came({ ...restricted, statusVersion: 3 }));
    const another = { case: 'KZ-2026-115', final: true, at: '2026-11-21T00:00:00Z' };
    expect(asStatedSince(came(restricted), status({ acquitted: [another] })).acquitted).toEqual([
      another,
      ...acquitted,
    ]);
  });
});
