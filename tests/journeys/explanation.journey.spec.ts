// Why and why not: those who answer for an agency's decisions, and oversight, have one made again as of its instant; nobody learns by it
// what a refusal kept from himself.
import { destroyMarked, inTransaction, markForDestruction } from '@gatehouse/event-store';
import { systemClock } from '@gatehouse/service-kit/clock';
import { loadSample } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Shell } from './cli/shell.ts';
import { as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { running, type Running } from './running.ts';

const POLICE = '/police-liaison/v1/decisions';
const PRISON = '/prison-intelligence/v1/decisions';
const WHY = { purpose: 'OVERSIGHT' };

interface Decided {
  recordId: string;
  event: string;
  person: string | null;
  recipient: string | null;
  reason: string;
}

describe('a decision', () => {
  let gatehouse: Running;
  let alertId: string;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    ({ alertId } = await raised(gatehouse));
    for (const name of ['police-liaison', 'police-neighbour'])
      await as(gatehouse, name).ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
  });
  afterAll(() => gatehouse.end());

  const about = async (who: string, service: string, item = alertId): Promise<Decided[]> => {
    const { status, body } = await as(gatehouse, who).ask({ ...WHY, path: `${service}?itemId=${item}` });
    expect(status).toBe(200);
    return body['decisions'] as Decided[];
  };
  const explained = (who: string, service: string, recordId: string) =>
    as(gatehouse, who).ask({ ...WHY, path: `${service}/${recordId}/explanation` });
  const decisionOf = async (person: string | null, service = POLICE, who = 'police-data-protection') => {
    const [asked, recipient] = person === null ? [null, 'kz-police'] : [person, null];
    const found = (await about(who, service)).find((one) => one.person === asked && one.recipient === recipient);
    if (!found) throw new Error('no such decision');
    return found;
  };

  it('to open for one and not for his neighbour is made again, each with its reason', async () => {
    for (const [person, reason] of [
      ['po-aidos', 'CONTRACT_MATCH'],
      ['po-nurzhan', 'NO_ASSIGNMENT'],
    ] as const) {
      const { recordId } = await decisionOf(person);
      const { status, body, headers } = await explained('police-data-protection', POLICE, recordId);
      expect([status, body['standing'], body['agrees']]).toEqual([200, 'made-again', true]);
      expect(body).toMatchObject({
        decisions: [
          { question: 'open', itemId: alertId, answer: { reason }, differences: [], today: { differences: [] } },
        ],
      });
      expect(headers.get('gatehouse-audit-promise')?.split('.')).toHaveLength(3);
    }
  });

  it('to disclose is made again at the originator, both questions of it, for oversight as well', async () => {
    const { recordId } = await decisionOf(null, PRISON, 'commissioner');
    for (const who of ['commissioner', 'prison-data-protection']) {
      const { body } = await explained(who, PRISON, recordId);
      expect(body).toMatchObject({ agrees: true, record: { event: 'disclosed' } });
      expect((body['decisions'] as { question: string }[]).map(({ question }) => question)).toEqual([
        'publish',
        'deliver',
      ]);
      expect((body['words'] as string[]).join(' ')).toContain('clause');
    }
  });

  it('about what does not exist is made again too', async () => {
    const unknown = randomUUID();
    await as(gatehouse, 'police-neighbour').ask({ ...INVESTIGATE, path: `${INBOX}/${unknown}` });
    const [decided] = await about('police-data-protection', POLICE, unknown);
    const { body } = await explained('police-data-protection', POLICE, decided!.recordId);
    expect([body['agrees'], decided!.reason]).toEqual([true, 'NO_SUCH_ITEM']);
  });

  it('on a duty is made again from its record', async () => {
    const refused = await as(gatehouse, 'police-liaison').ask({
      ...WHY,
      path: `${POLICE}/${randomUUID()}/explanation`,
    });
    expect([refused.status, refused.body['reason']]).toEqual([403, 'ROLE_NOT_COVERED']);
    const { rows } = await gatehouse.agencies['police-liaison'].pool.query<{ record_id: string }>(
      `select record_id from audit.record where record::json ->> 'action' = 'ExplainDecision'
         and record::json ->> 'event' = 'refused'`,
    );
    const { body } = await explained('police-data-protection', POLICE, rows[0]!.record_id);
    expect(body).toMatchObject({ agrees: true, duty: { again: { permitted: false, reason: 'ROLE_NOT_COVERED' } } });
  });

  it('is explained to nobody without the duty, nor at another agency, nor for another purpose', async () => {
    const { recordId } = await decisionOf('po-nurzhan');
    for (const [who, service, reason] of [
      ['police-neighbour', POLICE, 'ROLE_NOT_COVERED'],
      ['prison-data-protection', POLICE, 'NO_CONTRACT'],
      ['police-data-protection', PRISON, 'NO_CONTRACT'],
    ] as const) {
      const { status, body } = await explained(who, service, recordId);
      expect([status, body['reason']]).toEqual([403, reason]);
    }
    const path = `${POLICE}/${recordId}/explanation`;
    const other = await as(gatehouse, 'police-data-protection').ask({ purpose: 'INVESTIGATE', caseRef: 'x', path });
    expect([other.status, other.body['reason']]).toEqual([403, 'PURPOSE_MISMATCH']);
  });

  it('is explained at the command line, in words and as JSON', async () => {
    const { recordId } = await decisionOf('po-nurzhan');
    const shell = await Shell.make();
    try {
      shell.env['GATEHOUSE_CLIENT_SECRET'] = gatehouse.access.secretOf('police-data-protection');
      await shell.gatehouse('login', '--url', gatehouse.url, '--client', 'police-data-protection');
      const why = (...more: string[]) =>
        shell.gatehouse('explain', ...more, '--service', 'police-liaison', '--purpose', 'OVERSIGHT');
      const words = await why(recordId);
      expect([words.code, words.out]).toEqual([0, expect.stringContaining('not assigned to the case (NO_ASSIGNMENT)')]);
      expect((await why(recordId, '--json')).json).toMatchObject({ agrees: true, standing: 'made-again' });
      expect((await why(alertId, '--item')).out).toContain(recordId);
      expect((await why(randomUUID())).code).toBe(1);
    } finally {
      await shell.remove();
    }
  });

  it('about oneself is answered as one that does not exist', async () => {
    const { pool } = gatehouse.agencies['police-liaison'];
    const client = as(gatehouse, 'police-data-protection');
    await client.ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` });
    const { rows } = await pool.query<{ record_id: string }>(
      `select record_id from audit.record where record::json -> 'actor' ->> 'person' = 'po-saltanat'
         and record::json ->> 'action' = 'open'`,
    );
    const own = await explained('police-data-protection', POLICE, rows[0]!.record_id);
    const none = await explained('police-data-protection', POLICE, randomUUID());
    const said = (body: object): string => JSON.stringify(body).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
    expect([own.status, said(own.body)]).toEqual([404, said(none.body)]);
    expect((await about('police-data-protection', POLICE)).map(({ person }) => person)).not.toContain('po-saltanat');
    expect((await explained('commissioner', POLICE, rows[0]!.record_id)).status).toBe(200);
  });

  it('that is explained leaves a record of the asking', async () => {
    const { recordId } = await decisionOf('po-aidos');
    await explained('police-data-protection', POLICE, recordId);
    const path = '/oversight/v1/records?actor=po-saltanat&agency=kz-police';
    const asked = `"action":"ExplainDecision"`;
    await as(gatehouse, 'commissioner').askUntil({ ...WHY, path }, ({ body }) => {
      const said = JSON.stringify(body);
      return said.includes(asked) && said.includes(recordId);
    });
  });

  it('is not made again once its item was erased, and its record stands', async () => {
    const { recordId } = await decisionOf('po-aidos');
    const { pool, itemKeys } = gatehouse.agencies['police-liaison'];
    await inTransaction(pool, (client) => markForDestruction(client, [`received-item-${alertId}`], systemClock.now()));
    await destroyMarked(pool, itemKeys!);
    const { body } = await explained('police-data-protection', POLICE, recordId);
    expect(body).toMatchObject({
      standing: 'inputs-erased',
      agrees: null,
      record: { decision: { effect: expect.stringMatching('PERMIT') } },
    });
  });
});
