// "What did this member of staff do?" through the real gate and the real policy: whom it is answered, and whom it is not.
import { loadSample, type HttpAnswer } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { running, type Running } from './running.ts';

const OVERSIGHT = { purpose: 'OVERSIGHT' };
const AIDOS = '/oversight/v1/records?actor=po-aidos&agency=kz-police';
const OWN = '/oversight/v1/records?actor=hr-saule&agency=kz-human-rights-commission';

const events = ({ body }: HttpAnswer): string[] =>
  (body['records'] as { record: { event: string } }[]).map(({ record }) => record.event);

describe('the acts of a member of staff', () => {
  let gatehouse: Running;
  let alertId: string;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    ({ alertId } = await raised(gatehouse));
    await as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
  });
  afterAll(() => gatehouse.end());

  it('are answered to the commissioner, integrated and with what he looked at', async () => {
    const commissioner = as(gatehouse, 'commissioner');
    const answer = await commissioner.askUntil({ ...OVERSIGHT, path: AIDOS }, (a) => events(a).includes('read'));
    expect(JSON.stringify(answer.body)).toContain(alertId);
    const people = (answer.body['records'] as { record: { actor: { person: string } } }[]).map(
      (r) => r.record.actor.person,
    );
    expect(new Set(people)).toEqual(new Set(['po-aidos']));
  });

  it('are answered to her about herself as well: her own readings are among the records', async () => {
    const commissioner = as(gatehouse, 'commissioner');
    const answer = await commissioner.askUntil({ ...OVERSIGHT, path: OWN }, (a) => events(a).includes('records-read'));
    expect(JSON.stringify(answer.body)).toContain('kz-police/po-aidos');
  });

  it.each([
    ['operator', OVERSIGHT.purpose, 'NO_CONTRACT'],
    ['police-liaison', OVERSIGHT.purpose, 'NO_CONTRACT'],
    ['analyst', OVERSIGHT.purpose, 'NO_CONTRACT'],
    ['intelligence-manager', OVERSIGHT.purpose, 'NO_CONTRACT'],
    ['commissioner', 'INVESTIGATE', 'PURPOSE_MISMATCH'],
  ])('are refused to the %s for %s, and the refusal is one of his acts', async (persona, purpose, reason) => {
    const client = as(gatehouse, persona);
    // Each look at the records is a record too: without an instant the commissioner's own fill the first page.
    const from = new Date().toISOString();
    const answer = await client.ask({ purpose, path: AIDOS });
    expect([answer.status, answer.body['reason']]).toEqual([403, reason]);
    expect(answer.body).not.toHaveProperty('records');
    const { agency, person } = client.persona;
    const path = `/oversight/v1/records?actor=${person}&agency=${agency}&from=${from}`;
    await as(gatehouse, 'commissioner').askUntil({ ...OVERSIGHT, path }, (a) => events(a).includes('refused'));
  });
});
