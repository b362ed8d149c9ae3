// Story A, steps 2 to 5, as far as one alert: raised on a graded report, disclosed under the agreement, opened by the
// officer who is assigned, refused to everybody else, acknowledged, and proven.
import { allInstruments, loadSample, renderJourney, runJourney, type Journey } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { running, type Running } from './running.ts';

const AGREED = [
  'ackWithin',
  'alertId',
  'nature',
  'priority',
  'subjects[0].name',
  'type',
  'validUntil',
  'whatNotToDo',
  'whatToDo',
  'when',
  'where',
];
const seenBy = (journey: Journey) =>
  journey.fields
    .filter(({ seen }) => seen !== null)
    .map(({ field }) => field)
    .sort();
const stayed = (journey: Journey) =>
  journey.fields
    .filter(({ seen }) => seen === null)
    .map(({ field }) => field)
    .sort();

describe('one alert, end to end', () => {
  let gatehouse: Running;
  let journey: Journey;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    ({ journey } = await runJourney(gatehouse.access, gatehouse.logKey));
  });
  afterAll(() => gatehouse.end());

  it('reaches the assigned officer with exactly the fields the agreement names', () =>
    expect(seenBy(journey)).toEqual(AGREED));

  it('leaves source, history, contact, report and identity in the prison service', () =>
    expect(stayed(journey)).toEqual([
      'dutyContact',
      'history',
      'reportUrns[0]',
      'sourceNote',
      'subjects[0].aliases[0]',
      'subjects[0].ref',
    ]));

  it('is refused to everybody else, each for his own reason', () =>
    expect(journey.refusals.map(({ who, status, outcome }) => [who, status, outcome])).toEqual([
      ['police-neighbour', 404, 'Not found'],
      ['police-liaison', 403, 'ABSOLUTE_SOURCE'],
      ['police-liaison', 403, 'PURPOSE_MISMATCH'],
      ['analyst', 404, 'Not found'],
      ['operator', 403, 'NO_CONTRACT'],
    ]));

  it('comes back acknowledged by name', () =>
    expect(journey.steps.find(({ did }) => did === 'see on the board')?.outcome).toContain(
      'kz-police: delivered, acknowledged by po-aidos',
    ));

  it('stands in the log with every act, each proven by a verifier that shares no code with it', () => {
    expect(journey.log.verified).toBe(true);
    expect(journey.audit.every(({ proven }) => proven)).toBe(true);
    const acts = journey.audit.map(({ source, event, decision }) => [source, event, decision]);
    expect(acts).toEqual(
      expect.arrayContaining([
        ['prison-intelligence', 'command-accepted', ''],
        ['prison-intelligence', 'disclosed', 'CONTRACT_MATCH'],
        ['prison-intelligence', 'sent', ''],
        ['police-liaison', 'received', ''],
        ['police-liaison', 'read', 'CONTRACT_MATCH'],
        ['police-liaison', 'refused', 'NO_ASSIGNMENT'],
        ['police-liaison', 'refused', 'ABSOLUTE_SOURCE'],
        ['police-liaison', 'acknowledged', ''],
      ]),
    );
  });

  it('is told in a table a practitioner can read', () => {
    const table = renderJourney(journey);
    expect(table).toContain('Praises a named attack');
    expect(table).toContain('stayed in the prison service');
    expect(table).toContain('verified');
    expect(table).not.toContain('NOT PROVEN');
  });
});

describe('an agreement that names one field less', () => {
  let gatehouse: Running;
  beforeAll(async () => {
    const instrument = allInstruments().find(({ file }) => file.includes('kz-prisons-police'));
    const text = instrument?.text.replace(/^ *- nature\n/m, '') ?? '';
    expect(text).not.toBe(instrument?.text);
    gatehouse = await running({ instruments: [{ file: instrument?.file ?? '', text }] });
    await loadSample(gatehouse.agencies['police-liaison']);
  });
  afterAll(() => gatehouse.end());

  it('changes what the recipient sees, and the table with it', async () => {
    const { journey } = await runJourney(gatehouse.access, gatehouse.logKey);
    expect(seenBy(journey)).toEqual(AGREED.filter((field) => field !== 'nature'));
    expect(renderJourney(journey)).not.toContain('Praises a named attack');
  });
});
