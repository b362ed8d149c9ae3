// An agreement is a program: with one field less in its text, the police see one field less of the same alert.
import { allInstruments, loadSample, renderJourney, runJourney } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERT_FIELDS } from './restated.ts';
import { running, type Running } from './running.ts';

describe('an agreement that names one field less', () => {
  let gatehouse: Running;
  beforeAll(async () => {
    const instruments = allInstruments().map(({ file, text }) =>
      file.includes('kz-prisons-police') ? { file, text: text.replace(/^ *- nature\n/m, '') } : { file, text },
    );
    expect(instruments).not.toEqual(allInstruments());
    gatehouse = await running({ instruments });
    await loadSample(...Object.values(gatehouse.agencies));
  });
  afterAll(() => gatehouse.end());

  it('changes what the recipient sees, and the table with it', async () => {
    const { journey } = await runJourney(gatehouse.access, gatehouse.logKey);
    const seen = journey.fields.flatMap(({ field, seen: value }) =>
      value === null ? [] : [field.replace('[0]', '[]')],
    );
    expect(seen.toSorted()).toEqual(ALERT_FIELDS.filter((field) => field !== 'nature').toSorted());
    expect(renderJourney(journey)).not.toContain('Praises a named attack');
  });
});
