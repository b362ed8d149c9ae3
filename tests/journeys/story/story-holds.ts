// What the story of an early sign asserts (domain reference 7, story A, steps 1 to 5 and 9), wherever it was played.
import { PERSONAS, renderJourney, YOUNG_MEN } from '@gatehouse/start';
import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ALERT_FIELDS } from '../restated.ts';
import { as, INBOX, IN_PRISON, INVESTIGATE, REPORTS } from '../raised.ts';
import { ledgerAndSourceHold } from './ledger-and-source-hold.ts';
import { opens, provenanceOf, rowsHolding, type Told } from './stage.ts';
import { whatLeft } from './what-left.ts';

const OBSERVATIONS = '/prison-intelligence/v1/security-information-reports';
const HOUR_MS = 3_600_000;

const OF_THE_YOUNG = YOUNG_MEN.flatMap(({ subjectId, name }) => [subjectId, name.split(' ')[0]!]);

/** One `it` for each thing that holds. `told`: the story as it was played, once it was. */
export const storyHolds = (told: () => Told): void => {
  const did = (words: string) => told().journey.steps.filter((step) => step.did === words);
  const ask = (persona: string, path: string, so: { purpose: string; caseRef?: string } = IN_PRISON) =>
    as(told(), persona).ask({ ...so, path });

  it('1: keeps the three instants of an offline prison, in the registered report and at the recipient', async () => {
    const { sirUrn, reportId, reportUrn } = told().mark;
    const { body: kept } = await ask('collator', `${OBSERVATIONS}/${sirUrn}`);
    expect(kept).toMatchObject({ status: 'closed', outcome: 'EVALUATED', reportUrn });
    const [heard, written, arrived] = ['observedAt', 'writtenAt', 'receivedAt'].map((at) => String(kept[at]));
    const minutes = (from: string, to: string) => Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
    expect([minutes(heard!, written!), minutes(written!, arrived!)]).toEqual([10, 150]);
    const { occurredAt, recordedAt, publishedAt } = provenanceOf(await opens(told(), reportId));
    expect([occurredAt, recordedAt]).toEqual([heard, written]);
    expect(Date.parse(publishedAt!)).toBeGreaterThan(Date.parse(arrived!));
  });

  it('2 and 3: was graded twice, generalised after a failed small-circle test, approved by another than its sanitiser', async () => {
    const { body } = await ask('analyst', `${REPORTS}/${told().mark.reportUrn}`);
    const life = (body['life'] as { event: string; by: string }[]).map(
      ({ event, by }) => `${event.replace('IntelligenceReport', '')} by ${by}`,
    );
    expect(life).toEqual([
      'Evaluated by pi-aigerim',
      'Sanitised by pi-aigerim',
      'Sanitised by pi-aigerim',
      'Approved by pi-bolat',
      'Disseminated by pi-bolat',
      'Regraded by pi-bolat',
    ]);
    expect(did('sanitise it')[0]?.outcome).toMatch(/FAILED.*; evaluated$/);
    expect(did('generalise the place')[0]?.outcome).toMatch(/PASSED.*; sanitised$/);
    const { conditions } = body['handling'] as { conditions: object[] };
    expect([body['handling'], conditions]).toEqual([
      expect.objectContaining({ code: 'C' }),
      [{ code: 'NO_OVERT_ACTION' }],
    ]);
    const months = (Date.parse(String(body['reviewBy'])) - Date.now()) / (30.4 * 24 * HOUR_MS);
    expect(Math.round(months)).toBe(12);
  });

  it('3: was previewed before it left', () => {
    const order = told().journey.steps.map((step) => step.did);
    expect(order.indexOf('see what would leave, and to whom')).toBeLessThan(
      order.indexOf('disseminate it as previewed'),
    );
    expect(did('disseminate it as previewed')[0]?.outcome).toContain('kz-police');
  });

  it('4: calls the police with the fields the agreement names, and keeps the rest', () => {
    const { fields } = told().journey;
    const named = ALERT_FIELDS.map((field) => field.replace('[]', '[0]'));
    expect(fields.flatMap(({ field, seen }) => (seen === null ? [] : [field])).toSorted()).toEqual(named.toSorted());
    expect(fields.flatMap(({ field, seen }) => (seen === null ? [field] : [])).toSorted()).toEqual([
      'dutyContact',
      'history',
      'reportUrns[0]',
      'sourceNote',
      'subjects[0].aliases[0]',
      'subjects[0].ref',
    ]);
  });

  it('4: tells of the two young men their governor and psychologist, and the police nothing, not even that there is something', async () => {
    const { protectionId } = told().mark;
    expect(did('see who gets one for the two young men')[0]?.outcome).toBe('governor: reached; psychologist: reached');
    expect(did('open the alert for the two').map(({ who }) => who)).toEqual(['governor', 'psychologist']);
    // The officer tried its id, as somebody might who had overheard it: his own try, and that he was refused, is all there is of it.
    expect(await rowsHolding(told(), 'police_liaison', [...OF_THE_YOUNG, protectionId])).toEqual([
      `audit.record: ${protectionId}`,
      `sharing.decision_made: ${protectionId}`,
    ]);
    for (const { lane, inside } of await whatLeft(told()))
      for (const word of [...OF_THE_YOUNG, protectionId]) expect([lane, inside.includes(word)]).toEqual([lane, false]);
  });

  it('5: was acknowledged within 24 hours by the officer who is assigned', async () => {
    for (const itemId of [told().mark.alertId, told().mark.reportId]) {
      const { body } = await opens(told(), itemId);
      const { receivedAt } = body['provenance'] as { receivedAt: string };
      expect(Date.parse(String(body['acknowledgeBy'])) - Date.parse(receivedAt)).toBe(24 * HOUR_MS);
      expect(body['acknowledgedBy']).toBe('po-aidos');
      expect(Date.parse(String(body['acknowledgedAt']))).toBeLessThan(Date.parse(String(body['acknowledgeBy'])));
    }
  });

  it('5: is refused to everybody else, each for his own reason', () =>
    expect(told().journey.refusals.map(({ who, status, outcome }) => [who, status, outcome])).toEqual([
      ['police-neighbour', 404, 'Not found'],
      ['police-neighbour', 404, 'Not found'],
      ['police-liaison', 403, 'ABSOLUTE_SOURCE'],
      ['police-liaison', 403, 'PURPOSE_MISMATCH'],
      ['police-liaison', 404, 'Not found'],
      ['analyst', 404, 'Not found'],
      ['operator', 403, 'NO_CONTRACT'],
    ]));

  it('5: does not exist for the neighbour in the same unit (N30)', async () => {
    const answerTo = async (id: string) => {
      const { status, body } = await ask('police-neighbour', `${INBOX}/${id}`, INVESTIGATE);
      return [status, { ...body, instance: null }];
    };
    const unknown = await answerTo(randomUUID());
    for (const id of [told().mark.reportId, told().mark.alertId, told().mark.correctionId])
      expect(await answerTo(id)).toEqual(unknown);
  });

  it('9: regraded the rumour alone, on feedback a manager accepted, and its holders read it so', () => {
    expect(did('accept the doubt')[0]?.outcome).toBe(`accepted: ${told().mark.reportUrn}`);
    const readers = ['police-liaison', 'assessment-group'];
    const before = did('open the report').map(({ who, outcome }) => [who, outcome.split(';')[0]]);
    expect(before).toEqual(readers.map((who) => [who, 'paragraph 1 1/A, paragraph 2 2/D']));
    const after = did('open the report again').map(({ who, outcome }) => [who, outcome]);
    expect(after).toEqual(readers.map((who) => [who, 'paragraph 1 1/A, paragraph 2 2/E']));
  });

  ledgerAndSourceHold(told);

  it('is told in tables a practitioner can read', () => {
    const table = renderJourney(told().journey);
    for (const told of [
      'Praises a named attack',
      'stayed in the prison service',
      'small-circle test FAILED',
      'verified',
    ])
      expect(table).toContain(told);
    expect(table).not.toContain('NOT PROVEN');
    const known = [...PERSONAS.map(({ name }) => name), 'commissioner'];
    for (const { who } of told().journey.steps) expect(known).toContain(who);
  });
};
