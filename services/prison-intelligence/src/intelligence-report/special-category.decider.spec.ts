// Special categories of a report: absent by default, stated with why, approved by another, and only then a fact of its release.
import { describe, expect, it } from '@jest/globals';
import type { ReportCommand } from './intelligence-report.decider.ts';
import { AT, evaluated, URN } from './intelligence-report.fixture.ts';
import type { ReportEvent } from './intelligence-report.events.ts';
import { disseminated, ready, report } from './release.fixture.ts';
import type { SpecialCategoryStated, StatedField } from './special-category.events.ts';
import { reportProduct } from './to-report-product.ts';

const religion: StatedField = {
  field: 'specialCategory.religion',
  says: 'Prays with the congregation of Talgar.',
  ground: 'VITAL_INTERESTS',
  necessity: 'The congregation must be warned tonight.',
};
const ethnicity: StatedField = { ...religion, field: 'specialCategory.ethnicity', says: 'As he declared it.' };
const act = { reportUrn: URN, statementId: 's-1', at: AT };
const said = { ...act, by: 'pi-bolat', unit: 'unit', reason: 'A life depends on it.' };

const stated = (...fields: StatedField[]): SpecialCategoryStated => ({
  type: 'SpecialCategoryStated',
  data: { ...act, by: 'pi-aigerim', fields },
});
const approved: ReportEvent = { type: 'SpecialCategoryApproved', data: said };
const refused: ReportEvent = { type: 'SpecialCategoryRefused', data: said };

const state = (given: ReportEvent[], fields: StatedField[], change: object = {}): ReportCommand => ({
  type: 'StateSpecialCategory',
  data: stated(...fields).data,
  namesSomeoneElse: false,
  revision: given.length,
  ...change,
});
const approve = (given: ReportEvent[], change: object = {}): ReportCommand => ({
  type: 'ApproveSpecialCategory',
  data: said,
  notIndependent: null,
  revision: given.length,
  ...change,
});

describe('stating that a special category is strictly necessary', () => {
  it('takes each field once, with why', () => {
    report
      .given(...ready)
      .when(state(ready, [religion, ethnicity]))
      .expectEvents(stated(religion, ethnicity));
    report
      .given(...ready)
      .when(state(ready, [religion, religion]))
      .expectRefusal('special-field-named-twice');
  });

  it('names nobody whom the report is not about, and comes before the report leaves', () => {
    const named = state(ready, [religion], { namesSomeoneElse: true });
    report
      .given(...ready)
      .when(named)
      .expectRefusal('names-someone-else');
    const left = [...ready, disseminated()];
    report
      .given(...left)
      .when(state(left, [religion]))
      .expectRefusal('report-already-disseminated');
  });
});

describe('answering it', () => {
  const waiting = [...ready, stated(religion)];

  it('is for somebody independent', () => {
    report
      .given(...waiting)
      .when(approve(waiting))
      .expectEvents(approved);
    for (const notIndependent of ['approver-made-it', 'approver-concerned'] as const)
      report
        .given(...waiting)
        .when(approve(waiting, { notIndependent }))
        .expectRefusal(notIndependent);
  });

  it.each<[string, ReportEvent[], object, string]>([
    ['what was not stated', ready, {}, 'statement-unknown'],
    ['another statement', waiting, { data: { ...said, statementId: 's-2' } }, 'statement-unknown'],
    ['what was answered', [...waiting, refused], {}, 'statement-answered'],
    ['what waited for a day', waiting, { data: { ...said, at: '2026-11-24T09:00:00.000Z' } }, 'statement-lapsed'],
    ['what left meanwhile', [...waiting, disseminated(waiting)], {}, 'report-already-disseminated'],
  ])('is refused for %s', (_what, given, change, refusal) =>
    report
      .given(...given)
      .when(approve(given, change))
      .expectRefusal(refusal as 'statement-unknown'),
  );

  it('is for the last statement: a new one takes its place', () => {
    const again = [
      ...waiting,
      approved,
      { ...stated(ethnicity), data: { ...stated(ethnicity).data, statementId: 's-2' } },
    ];
    report
      .given(...again)
      .when(approve(again))
      .expectRefusal('statement-unknown');
    expect(disseminated(again).data.special?.fields).toEqual([ethnicity]);
  });
});

describe('the release', () => {
  const product = (...events: ReportEvent[]) => reportProduct(disseminated([...ready, ...events]).data);
  const payload = (...events: ReportEvent[]) => product(...events).item.payload as Record<string, unknown>;

  it('has no special category by default, and none of what was refused', () => {
    for (const events of [[], [stated(religion), refused]]) {
      expect(payload(...events)).not.toHaveProperty('specialCategory');
      expect(product(...events)).not.toHaveProperty('necessity');
    }
  });

  it('holds what waits, and no necessity by which it could leave', () => {
    expect(payload(stated(religion))).toHaveProperty('specialCategory', { religion: religion.says });
    expect(product(stated(religion))).not.toHaveProperty('necessity');
  });

  it('goes with the necessity that another approved, until it ends', () => {
    const { necessity } = product(stated(religion), approved);
    expect(necessity).toEqual({
      text: `VITAL_INTERESTS: ${religion.necessity}`,
      fields: ['specialCategory.religion'],
      approvedBy: { person: 'pi-bolat', unit: 'unit' },
      until: '2026-12-23T09:00:00.000Z',
    });
    expect(payload(stated(religion), approved)['specialCategoryNecessity']).toEqual([
      { field: 'specialCategory.religion', necessity: religion.necessity, approvedBy: 'pi-bolat' },
    ]);
  });

  it('is unknown to whom the report is about', () =>
    report
      .given(...ready)
      .when(
        state(ready, [religion], { data: { ...stated(religion).data, by: evaluated().data.subjects[0]!.subjectId } }),
      )
      .expectRefusal('report-unknown'));
});
