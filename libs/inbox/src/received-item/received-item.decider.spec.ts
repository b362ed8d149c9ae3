import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { acknowledged, corrected, feedback, grade, received, withdrawn } from './item.fixture.ts';
import { receivedItemDecider, type GiveFeedback } from './received-item.decider.ts';

const item = decider(receivedItemDecider);
const acknowledge = (by: string) => ({ type: 'AcknowledgeItem' as const, data: acknowledged(by).data });
const SCALES = { '3x5x2': { source: ['1', '2', '3'], information: ['A', 'B', 'C', 'D', 'E'] } };
const answer = (change: Partial<GiveFeedback['data']> = {}, shown: number[] | null = [1, 2]): GiveFeedback => ({
  type: 'GiveFeedback',
  data: feedback(change).data,
  scales: SCALES,
  shown,
});

describe('acknowledging a received item', () => {
  it('is done by a named person', () =>
    item.given(received()).when(acknowledge('po-aidos')).expectEvents(acknowledged('po-aidos')));

  it('stays with the first who did', () => {
    const again = item.given(received(), acknowledged('po-aidos')).when(acknowledge('po-dana'));
    again.expectEvents();
    expect(again.state().acknowledged).toMatchObject({ by: 'po-aidos' });
  });

  it('is refused for what never came, also when something was said about it', () => {
    item.when(acknowledge('po-aidos')).expectRefusal('item-not-received');
    item.given(corrected(), withdrawn()).when(acknowledge('po-aidos')).expectRefusal('item-not-received');
  });

  it('is possible for a notice too', () =>
    item
      .given(received({ about: { itemId: 'another', kind: 'correction' } }))
      .when(acknowledge('po-aidos'))
      .expectEventTypes('ItemAcknowledged'));
});

describe('feedback on a received item', () => {
  const seen = item.given(received(), acknowledged());

  it('says what came of it', () => seen.when(answer()).expectEvents(feedback()));

  it('comes after the acknowledgement, by whomever', () => {
    item.given(received()).when(answer()).expectRefusal('item-not-acknowledged');
    item.given(received(), acknowledged('po-dana')).when(answer()).expectEventTypes('FeedbackGiven');
  });

  it('is not given to what never came, nor to a notice', () => {
    item.when(answer()).expectRefusal('item-not-received');
    item
      .given(received({ about: { itemId: 'another', kind: 'withdrawal' } }), acknowledged())
      .when(answer())
      .expectRefusal('feedback-on-a-notice');
  });

  it('counts once when it is said again, and anew when somebody thinks again', () => {
    const given = seen.given(feedback());
    given.when(answer({ feedbackId: 'f-2', at: 'later' })).expectEvents();
    const changed = given.when(answer({ feedbackId: 'f-2', outcome: 'ACTED' }));
    changed.expectEventTypes('FeedbackGiven');
    expect(changed.state().feedback.map(({ feedbackId }) => feedbackId)).toEqual(['f-2']);
    const others = given.when(answer({ feedbackId: 'f-3', by: 'po-dana' }));
    expect(others.state().feedback.map(({ by }) => by)).toEqual(['po-aidos', 'po-dana']);
  });

  it('suggests grades for paragraphs that its author is shown', () => {
    seen.when(answer({}, [1])).expectRefusal('paragraph-not-known');
    seen.when(answer({}, null)).expectEventTypes('FeedbackGiven');
  });

  it.each([
    {
      what: 'a scale nobody knows',
      regrades: [{ n: 2, grade: { scale: '5x5x5', source: 'A', information: '1' } }],
      refusal: 'grade-not-on-scale' as const,
    },
    {
      what: 'a value of another scale',
      regrades: [{ n: 2, grade: grade('X', 'A') }],
      refusal: 'grade-not-on-scale' as const,
    },
    {
      what: 'one paragraph twice',
      regrades: [
        { n: 2, grade: grade('2', 'E') },
        { n: 2, grade: grade('2', 'D') },
      ],
      refusal: 'paragraph-named-twice' as const,
    },
  ])('is refused with $what', ({ regrades, refusal }) => seen.when(answer({ regrades })).expectRefusal(refusal));
});
