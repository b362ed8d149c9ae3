// An agreement is a program: with one field less in its text, the police see one field less of the same alert.
import { allInstruments, loadSample, renderJourney, runJourney } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERT_FIELDS } from './restated.ts';
import { running, type Running } from './running.ts';

const MEMORANDUM = 'kz-prisons-police';

/** The memorandum's first flow, of one type of alert alone, as an agreement of its own; what is left is the memorandum without it. */
const split = (text: string, type: string): { own: string; rest: string } => {
  const [head = '', flow = '', ...others] = text.split(/^(?= {2}- title: |# Everything below)/m);
  const clauses = others.at(-1) ?? '';
  const types = /alertTypes:\n( {6}- [A-Z_]+\n)+/;
  return {
    own: `${head.replace(`id: ${MEMORANDUM}`, 'id: kz-prisons-police-recruitment')}${flow.replace(types, `alertTypes: [${type}]\n`)}\n${clauses}`,
    rest: text.replace(`      - ${type}\n`, ''),
  };
};

describe('a type of alert that moves into an agreement of its own', () => {
  let gatehouse: Running;
  beforeAll(async () => {
    const instruments = allInstruments().flatMap(({ file, text }) => {
      if (!file.includes(`/${MEMORANDUM}/`)) return [{ file, text }];
      const { own, rest } = split(text, 'RECRUITMENT_ACTIVITY');
      return [
        { file, text: rest },
        { file: 'recruitment/mou.yaml', text: own },
      ];
    });
    gatehouse = await running({ instruments });
    await loadSample(...Object.values(gatehouse.agencies));
  });
  afterAll(() => gatehouse.end());

  it('goes its way under the new one, with no code told', async () => {
    const { journey } = await runJourney(gatehouse.access, gatehouse.logKey);
    const seen = journey.fields.flatMap(({ field, seen: value }) =>
      value === null ? [] : [field.replace('[0]', '[]')],
    );
    expect(seen.toSorted()).toEqual(ALERT_FIELDS.toSorted());
    expect(JSON.stringify(journey)).toContain('under kz-prisons-police-recruitment@1');
    expect(journey.log.verified).toBe(true);
  });
});

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
