// Every type of alert (domain reference 4.1) through HTTP and Kafka: whom its preview names, how fast it is acknowledged, how
// long it lives, who of the own people opens it, and whether the police get a message at all.
import { codeLists } from '@gatehouse/contracts';
import { ALERT, ALERTS, loadSample, raiseAlert, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportOn, STAFF } from './alert-reports.ts';
import { DAY_MS, REACHED, TYPES, type Wanted } from './alert-types.ts';
import { as, deliveredToPolice } from './raised.ts';
import { running, type Running } from './running.ts';

/** Other suites' transactions hold the readers of the same cluster back. */
const PATIENCE_MS = 120_000;
const ACTIONABLE = '/prison-intelligence/v1/actionable-alerts';

describe('alerts', () => {
  let gatehouse: Running;
  let good: string;
  let poor: string;
  const raised = new Map<string, string>();

  const bodyOf = ({ type, says, lives }: Pick<Wanted, 'type' | 'says' | 'lives'>, extraMs = -60_000) => ({
    ...ALERT,
    type,
    reportUrns: [good],
    validUntil: new Date(Date.now() + (typeof lives === 'number' ? lives : lives()) + extraMs).toISOString(),
    ...says,
  });
  const analyst = () => as(gatehouse, 'analyst');
  const requested = (purpose = 'PREVENT_SERIOUS_HARM') => ({ purpose, caseRef: 'KZ-2026-114' });
  const preview = (body: object, purpose?: string): Promise<HttpAnswer> =>
    analyst().ask({ ...requested(purpose), path: `${ALERTS}/preview`, body });
  const postsIn = ({ body }: HttpAnswer): Record<string, string> =>
    Object.fromEntries(
      (body['posts'] as { post: string; outcome: string; why: string | null }[]).map(({ post, outcome, why }) => [
        post,
        why ? `${outcome} ${why}` : outcome,
      ]),
    );
  const eventsIn = async (service: 'prison-intelligence' | 'police-liaison', type: string): Promise<number> => {
    const counted = 'select count(*)::int as n from store.events where type = $1';
    return (await gatehouse.agencies[service].pool.query<{ n: number }>(counted, [type])).rows[0]?.n ?? 0;
  };

  beforeAll(async () => {
    gatehouse = await running();
    for (const agency of Object.values(gatehouse.agencies)) await loadSample(agency);
    good = await reportOn(gatehouse, 'good');
    poor = await reportOn(gatehouse, 'poor');
  });
  afterAll(() => gatehouse.end());

  it('of every type of the code list are here', () =>
    expect(TYPES.map(({ type }) => type).sort()).toEqual(Object.keys(codeLists.alertTypes).sort()));

  describe.each(TYPES)('$type', (wanted) => {
    it('names every post it is for in its preview, and creates nothing', async () => {
      const before = await eventsIn('prison-intelligence', 'IntelligenceAlertRaised');
      const answer = await preview(bodyOf(wanted), wanted.purpose);
      expect(postsIn(answer)).toEqual(wanted.posts);
      expect(await eventsIn('prison-intelligence', 'IntelligenceAlertRaised')).toBe(before);
    });

    it('lives as long as its type and no longer, and says how fast it is acknowledged', async () => {
      const late = await preview(bodyOf(wanted, 3_600_000), wanted.purpose);
      expect([late.status, late.body['refusal']]).toEqual([422, 'alert-lives-too-long']);
      const answer = await raiseAlert(analyst(), { ...requested(wanted.purpose), body: bodyOf(wanted) });
      expect([answer.status, answer.body['ackWithin']]).toEqual([
        201,
        codeLists.alertTypes[wanted.type]?.acknowledgeWithin,
      ]);
      raised.set(wanted.type, String(answer.body['alertId']));
    });

    it('opens for its own post and for nobody else of the service', async () => {
      const [persona, purpose] = wanted.opens;
      const path = `${ACTIONABLE}/${raised.get(wanted.type)}`;
      const opened = await as(gatehouse, persona).ask({ purpose, path });
      expect([opened.status, (opened.body['content'] as { type?: string } | undefined)?.type]).toEqual([
        200,
        wanted.type,
      ]);
      const hidden = await as(gatehouse, wanted.nothingFor).ask({ purpose: 'SAFE_CUSTODY', path });
      expect(hidden.status).not.toBe(200);
      expect(JSON.stringify(hidden.body)).not.toContain('invented');
    });

    it('shows on the board what became of it with the police', async () => {
      const path = `${ALERTS}/${raised.get(wanted.type)}`;
      const police = ({ body }: HttpAnswer) =>
        (body['disclosures'] as { recipient: string; deliveredAt: string | null }[]).find(
          ({ recipient }) => recipient === 'kz-police',
        );
      const done = (answer: HttpAnswer) =>
        answer.status === 200 && (wanted.police === null || Boolean(police(answer)?.deliveredAt));
      const board = await analyst().askUntil({ ...requested(), path }, done, PATIENCE_MS);
      expect(board.body['status']).toBe('open');
      if (wanted.police === null) return;
      const { rows } = await gatehouse.agencies['police-liaison'].pool.query<{ agreements: string[] }>(
        `select data -> 'provenance' -> 'agreements' as agreements from store.events
         where data -> 'envelope' ->> 'itemId' = $1`,
        [raised.get(wanted.type)],
      );
      expect(rows).toEqual([{ agreements: [wanted.police] }]);
    });
  });

  it('that are not for the police produce no message to them: what was raised afterwards has arrived', async () => {
    const last = await raiseAlert(analyst(), {
      ...requested(),
      body: bodyOf(TYPES.find((t) => t.type === 'DISORDER')!),
    });
    const path = `${ALERTS}/${String(last.body['alertId'])}`;
    await analyst().askUntil({ ...requested(), path }, (board) => deliveredToPolice(board) === 1, PATIENCE_MS);
    const notTheirs = ['STAFF_CORRUPTION', 'VULNERABLE_TO_PRESSURE'].map((type) => raised.get(type));
    const { pool } = gatehouse.agencies['prison-intelligence'];
    const decided = await pool.query<{ recipient: string }>(
      `select data ->> 'recipient' as recipient from store.events
       where type = 'DisclosureDecided' and data ->> 'itemId' = any($1) order by 1`,
      [notTheirs],
    );
    expect(decided.rows.map(({ recipient }) => recipient.replace('kz-prison-service/', 'own '))).toEqual([
      'own governor',
      'own integrity-officer',
      'own psychologist',
    ]);
    const held = await pool.query('select recipient, reason from sharing.held where item_id = any($1)', [notTheirs]);
    expect(held.rows).toEqual([{ recipient: 'kz-anti-corruption', reason: 'recipient-without-keys' }]);
    const board = await analyst().ask({ ...requested(), path: `${ALERTS}/${notTheirs[0]}` });
    expect(board.body['disclosures']).toMatchObject([
      { recipient: 'kz-prison-service/integrity-officer', released: true },
      { recipient: 'kz-anti-corruption', released: false, held: true },
    ]);
    const { rows } = await gatehouse.agencies['police-liaison'].pool.query(
      `select 1 from store.events where data -> 'envelope' ->> 'itemId' = any($1)`,
      [notTheirs],
    );
    expect(rows).toEqual([]);
  });

  it('of a concern reach the police neither on poor grades nor without a sign of violence; the preview says why', async () => {
    const concern = { type: 'RADICALISATION_CONCERN', lives: 90 * DAY_MS };
    const weak = await preview({ ...bodyOf({ ...concern, says: { violenceIndicator: true } }), reportUrns: [poor] });
    expect(postsIn(weak)).toMatchObject({ 'police-liaison': 'refused GRADE_TOO_LOW', governor: REACHED });
    const harmless = await preview(bodyOf(concern));
    expect(postsIn(harmless)).toMatchObject({ 'police-liaison': 'refused NO_VIOLENCE_INDICATOR', governor: REACHED });
  });

  it('show in the preview, field by field, what each would see and what stays', async () => {
    const answer = await preview(bodyOf(TYPES.find(({ type }) => type === 'RECRUITMENT_ACTIVITY')!));
    const police = (
      answer.body['recipients'] as { party: string; fields: { path: string; value: unknown }[]; withheld: string[] }[]
    ).find(({ party }) => party === 'kz-police');
    expect(police?.fields).toEqual(expect.arrayContaining([{ path: 'nature', value: ALERT.nature }]));
    expect(police?.withheld).toEqual(expect.arrayContaining(['sourceNote', 'history', 'dutyContact', 'reportUrns[0]']));
    expect(JSON.stringify(police?.fields)).not.toContain(ALERT.sourceNote);
  });

  it('are raised only as previewed: not unseen, not on a forged preview, not otherwise than shown, and once a preview', async () => {
    const body = bodyOf(TYPES.find(({ type }) => type === 'CONTRABAND')!);
    const raise = (change: object) => analyst().ask({ ...requested(), path: ALERTS, body: { ...body, ...change } });
    const unseen = await raise({});
    expect([unseen.status, unseen.body['refusal']]).toEqual([422, 'preview-missing']);
    const forged = await raise({ preview: 'abc.def.ghi.jkl.mno' });
    expect([forged.status, forged.body['refusal']]).toEqual([422, 'preview-unknown']);
    const shown = String((await preview(body)).body['preview']);
    const changed = { nature: 'Something else altogether.' };
    const outdated = await raise({ ...changed, preview: shown });
    expect([outdated.status, outdated.body['refusal']]).toEqual([409, 'preview-outdated']);
    expect(JSON.stringify(outdated.body)).not.toContain('invented');
    const confirmed = await raise({ ...changed, preview: outdated.body['preview'] });
    expect(confirmed.status).toBe(201);
    const both = await Promise.all([raise({ preview: shown }), raise({ preview: shown })]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    const ids = await gatehouse.agencies['prison-intelligence'].pool.query(
      `select 1 from store.events where type = 'IntelligenceAlertRaised' and data ->> 'alertId' = $1`,
      [both[0]?.body['alertId']],
    );
    expect(ids.rows).toHaveLength(1);
  });

  it('to an audience of nobody are refused with who could be', async () => {
    const handling = { code: 'C', conditions: [{ code: 'NAMED_RECIPIENTS', list: ['kz-customs'] }] };
    const body = { ...bodyOf(TYPES.find(({ type }) => type === 'DISORDER')!), handling };
    const shown = await preview(body);
    expect(postsIn(shown)).toMatchObject({ 'police-liaison': 'refused NOT_NAMED_RECIPIENT' });
    const staff = { ...bodyOf(TYPES.find(({ type }) => type === 'DISORDER')!), subjectIds: [STAFF] };
    const refused = await raiseAlert(analyst(), { ...requested(), body: staff });
    expect([refused.status, refused.body['type']]).toEqual([422, 'urn:gatehouse:problem:audience-of-nobody']);
    expect(postsIn(refused)).toEqual({
      governor: 'refused CATEGORY_NOT_COVERED',
      'police-liaison': 'refused CATEGORY_NOT_COVERED',
    });
  });

  it('are acknowledged and acted upon by name, listed by what is open, renewed with a reason, and cleared', async () => {
    const threat = String(raised.get('THREAT_TO_LIFE'));
    const governor = as(gatehouse, 'governor');
    const harm = { purpose: 'PREVENT_SERIOUS_HARM' };
    const acted = await governor.ask({ ...harm, path: `${ACTIONABLE}/${threat}/action`, body: { whatWasDone: 'x' } });
    expect([acted.status, acted.body['refusal']]).toEqual([409, 'alert-not-acknowledged']);
    const path = `${ACTIONABLE}/${threat}/acknowledgement`;
    expect((await governor.ask({ ...harm, method: 'POST', path })).body['acknowledgedBy']).toBe('pg-marat');
    await governor.ask({ ...harm, path: `${ACTIONABLE}/${threat}/action`, body: { whatWasDone: 'Kept them apart.' } });
    const renewal = { validUntil: new Date(Date.now() + 3 * DAY_MS - 60_000).toISOString(), reason: 'It lasts.' };
    const ask = (body: object, kind = 'renewal') =>
      analyst().ask({ ...requested(), path: `${ALERTS}/${threat}/${kind}`, body });
    expect((await ask(renewal)).body['refusal']).toBe('preview-missing');
    const shown = (await ask(renewal, 'renewal/preview')).body['preview'];
    const renewed = await ask({ ...renewal, preview: shown });
    expect([renewed.status, renewed.body['ackWithin']]).toEqual([201, 'PT15M']);
    const twice = (answer: HttpAnswer) => deliveredToPolice(answer) === 2;
    const board = await analyst().askUntil({ ...requested(), path: `${ALERTS}/${threat}` }, twice, PATIENCE_MS);
    expect(board.body).toMatchObject({
      acknowledged: [],
      actioned: [{ by: 'pg-marat', whatWasDone: 'Kept them apart.' }],
    });
    expect((await ask({ reason: 'The danger is over.' }, 'clearance')).status).toBe(200);
    const cleared = await analyst().askUntil(
      { ...requested(), path: `${ALERTS}/${threat}` },
      ({ body }) => (JSON.stringify(body).match(/"recipient":"kz-police","released":true/g) ?? []).length === 4,
      PATIENCE_MS,
    );
    expect(cleared.body['status']).toBe('cleared');
    const open = await analyst().ask({ ...requested(), path: `${ALERTS}?type=THREAT_TO_LIFE&status=open` });
    expect(open.body['items']).toEqual([]);
  });

  it('are listed page by page, by type, by what nobody acknowledged, with a cursor that opens for nothing else', async () => {
    const list = (query: string) => analyst().ask({ ...requested(), path: `${ALERTS}?${query}` });
    const first = await list('unacknowledged=true&limit=2');
    const cursor = String(first.body['next']);
    const second = await list(`unacknowledged=true&limit=2&cursor=${cursor}`);
    const ids = [first, second].flatMap(({ body }) =>
      (body['items'] as { alertId: string }[]).map(({ alertId }) => alertId),
    );
    expect(new Set(ids).size).toBe(4);
    const other = await list(`unacknowledged=false&limit=2&cursor=${cursor}`);
    expect([other.status, other.body['type']]).toEqual([400, 'urn:gatehouse:problem:cursor-invalid']);
    expect((await list('overdue=true')).body['items']).toEqual([]);
    const mine = await as(gatehouse, 'psychologist').ask({ purpose: 'REHABILITATE', path: ACTIONABLE });
    const types = (mine.body['items'] as { content: { type: string } }[]).map(({ content }) => content.type);
    expect(new Set(types)).toEqual(new Set(['VULNERABLE_TO_PRESSURE']));
  });

  it('are named by the report they rest on, with what became of it', async () => {
    const path = `/prison-intelligence/v1/intelligence-reports/${good}/disclosures`;
    const { body } = await analyst().ask({ ...requested(), path });
    const resting = (body['restingOnIt'] as { itemId: string }[]).map(({ itemId }) => itemId);
    expect(resting).toEqual(expect.arrayContaining([...raised.values()]));
    expect(body['disclosures']).toEqual([]);
    await eventually(async () => expect(await eventsIn('prison-intelligence', 'IntelligenceAlertRenewed')).toBe(1));
  });
});
