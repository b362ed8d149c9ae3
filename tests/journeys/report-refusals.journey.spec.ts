// What a report may not do, through real HTTP: need-to-know cases N09, N17 and N18 restated, and mistaken requests to each
// route. A refusal leaves its audit row and nothing else; what somebody may not know of is not there.
import { approvalAsOf, REPORT, SANITISATION, type HttpAnswer } from '@gatehouse/start';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approvedReport, as, IN_PRISON, INVESTIGATE, REPORTS } from './raised.ts';
import {
  heard,
  observation,
  OBSERVATIONS,
  REQUIREMENTS,
  UNKNOWN,
  WRONG_ACTS,
  WRONG_FORMS,
  WRONG_REPORTS,
} from './mistaken-reports.ts';
import { partiesTold } from './parties-told.ts';
import { running, type Running } from './running.ts';

describe('a report', () => {
  let gatehouse: Running;
  let evaluated: string;
  let approved: string;
  let sirUrn: string;

  const ask = async (persona: string, path: string, body?: object): Promise<HttpAnswer> => {
    const answer = await as(gatehouse, persona).ask({ ...INVESTIGATE, path, ...(body && { body }) });
    expect(JSON.stringify(answer.body)).not.toContain('CANARY');
    return answer;
  };
  const rows = async (table: string): Promise<number> => {
    const { rows: counted } = await gatehouse.agencies['prison-intelligence'].pool.query<{ n: number }>(
      `select count(*)::int as n from ${table}`,
    );
    return counted[0]?.n ?? 0;
  };

  beforeAll(async () => {
    gatehouse = await running({ bus: { kind: 'postgres' } });
    await partiesTold(gatehouse);
    const other = {
      ...REPORT.subjects[0],
      subjectId: 'subject-other',
      name: 'Sultan Akhmetov (invented)',
      aliases: [],
    };
    await ask('analyst', REPORTS, { ...REPORT, subjects: [other] });
    evaluated = String((await ask('analyst', REPORTS, REPORT)).body['reportUrn']);
    approved = await approvedReport(gatehouse);
    sirUrn = String((await ask('prison-officer', OBSERVATIONS, observation())).body['sirUrn']);
    const list = { ...IN_PRISON, path: `${REPORTS}?subject=subject-other` };
    await as(gatehouse, 'analyst').askUntil(list, ({ body }) => (body['items'] as object[]).length === 1);
  });
  afterAll(() => gatehouse.end());

  describe('asked for by mistake', () => {
    let before: { events: number; outbox: number; audit: number };
    beforeEach(async () => {
      before = {
        events: await rows('store.events'),
        outbox: await rows('bus.outbox'),
        audit: await rows('audit.record'),
      };
    });
    const left = async () => ({
      events: (await rows('store.events')) - before.events,
      outbox: (await rows('bus.outbox')) - before.outbox,
      audit: (await rows('audit.record')) - before.audit,
    });
    const only = (audit: number) => ({ events: 0, outbox: 0, audit });

    it.each(WRONG_REPORTS)('with %s', async (_what, change, refusal) => {
      const answer = await ask('analyst', REPORTS, { ...REPORT, ...change });
      expect([answer.status, answer.body['refusal']]).toEqual([422, refusal]);
      expect(await left()).toEqual(only(1));
    });

    it('not registered yet, is evaluated by nobody', async () => {
      const answer = await ask('analyst', REPORTS, { ...REPORT, observations: [sirUrn] });
      expect(answer.body['refusal']).toBe('observation-not-registered');
      expect(await left()).toEqual(only(1));
    });

    it.each(WRONG_ACTS)('%s: %s/%s %#', async (persona, which, act, body, status, refusal) => {
      const urn = which === 'approved' ? approved : evaluated;
      const answer = await ask(persona, `${REPORTS}/${urn}/${act}`, body);
      expect([answer.status, answer.body['refusal']]).toEqual([status, refusal]);
      expect(await left()).toEqual(only(1));
    });

    it.each([
      ['analyst', 'approval', approvalAsOf(new Date())],
      ['analyst', 'dissemination', {}],
      ['analyst', 'regrade', { n: 2, grade: heard?.grade, reason: 'x' }],
      ['analyst', 'withdrawal', { ground: 'ERROR', required: 'ERASE', reason: 'x' }],
      ['collator', 'preview', {}],
      ['police-liaison', 'preview', {}],
      ['operator', 'markers', { marker: 'LEGAL_PRIVILEGE', reason: 'x' }],
    ])('by %s, whose duty %s is not', async (persona, act, body) => {
      const answer = await ask(persona, `${REPORTS}/${approved}/${act}`, body);
      expect([answer.status, answer.body['type']]).toEqual([403, 'urn:gatehouse:problem:duty-refused']);
      expect(await left()).toEqual(only(1));
    });

    it.each([
      ['sanitisation', 'analyst', SANITISATION],
      ['approval', 'intelligence-manager', approvalAsOf(new Date())],
      ['preview', 'intelligence-manager', {}],
      ['dissemination', 'intelligence-manager', {}],
      ['withdrawal', 'intelligence-manager', { ground: 'ERROR', required: 'ERASE', reason: 'x' }],
      ['markers', 'analyst', { marker: 'LEGAL_PRIVILEGE', reason: 'x' }],
    ])('that does not exist is not found by %s, and recorded', async (act, persona, body) => {
      const answer = await ask(persona, `${REPORTS}/${UNKNOWN}/${act}`, body);
      expect([answer.status, answer.body['type']]).toEqual([404, 'urn:gatehouse:problem:not-found']);
      expect(await left()).toEqual(only(1));
    });

    it.each(WRONG_FORMS)('in a form that is none: %s %s %#', async (persona, path, body, slug) => {
      const answer = await ask(persona, path, body);
      expect([answer.status, answer.body['type']]).toEqual([400, `urn:gatehouse:problem:${slug}`]);
      expect(await left()).toEqual(only(0));
    });

    it('is not there for whoever it is about', async () => {
      const about = {
        ...REPORT.subjects[0],
        subjectId: 'pi-bolat',
        name: 'Bolat (invented)',
        category: 'STAFF',
        aliases: [],
      };
      const urn = String((await ask('analyst', REPORTS, { ...REPORT, subjects: [about] })).body['reportUrn']);
      const [his, unknown] = [
        await ask('intelligence-manager', `${REPORTS}/${urn}`),
        await ask('intelligence-manager', `${REPORTS}/${UNKNOWN}`),
      ];
      expect([his.status, his.body]).toEqual([unknown.status, unknown.body]);
      expect((await ask('analyst', `${REPORTS}/${urn}`)).status).toBe(200);
    });

    it('is listed with a cursor of one person and one search alone', async () => {
      const first = await ask('analyst', `${REPORTS}?limit=1&status=evaluated`);
      const next = String(first.body['next']);
      const second = await ask('analyst', `${REPORTS}?limit=1&status=evaluated&cursor=${next}`);
      const urn = ({ body }: HttpAnswer) => (body['items'] as { reportUrn: string }[])[0]?.reportUrn;
      expect(urn(second)).not.toBe(urn(first));
      for (const [persona, query] of [
        ['intelligence-manager', 'status=evaluated'],
        ['analyst', 'status=approved'],
      ])
        expect((await ask(persona ?? '', `${REPORTS}?limit=1&${query}&cursor=${next}`)).body['type']).toBe(
          'urn:gatehouse:problem:cursor-invalid',
        );
    });
  });

  describe('of an officer', () => {
    const sir = (act: string) => `${OBSERVATIONS}/${sirUrn}/${act}`;

    it('refuses what has not happened yet', async () => {
      const answer = await ask('prison-officer', OBSERVATIONS, observation({ observedAt: '2099-01-01T00:00:00Z' }));
      expect([answer.status, answer.body['refusal']]).toEqual([422, 'instant-in-the-future']);
    });

    it('is registered by nobody but the collator', async () => {
      expect((await ask('analyst', sir('registration'), {})).status).toBe(403);
      expect((await ask('intelligence-manager', `${OBSERVATIONS}/${sirUrn}`)).status).toBe(403);
    });

    it('comes back, and its submitter reads why and improves it', async () => {
      await ask('collator', sir('return'), { reason: 'Where was it?' });
      const { body } = await ask('prison-officer', sir('status'));
      expect(body).toMatchObject({ status: 'returned', returnedFor: 'Where was it?' });
      const again = await ask('prison-officer', sir('submission'), observation({ place: 'Workshop 2 (invented)' }));
      expect(again.body).toMatchObject({ status: 'submitted', returnedFor: null });
    });

    it('is closed with an outcome', async () => {
      const closing = { outcome: 'UNFOUNDED', reason: 'A misunderstanding.' };
      expect((await ask('collator', sir('closure'), closing)).body['refusal']).toBe('sir-not-registered');
      await ask('collator', sir('registration'), {});
      expect((await ask('collator', sir('closure'), closing)).body['status']).toBe('closed');
    });
  });

  // After what counts rows: a dissemination goes on by itself for a while.
  describe('that may not leave', () => {
    const marked = async (marker: string) => {
      const urn = await approvedReport(gatehouse);
      await ask('analyst', `${REPORTS}/${urn}/markers`, { marker, reason: 'Found on reading it again.' });
      const { body } = await ask('intelligence-manager', `${REPORTS}/${urn}/preview`, {});
      const dissemination = `${REPORTS}/${urn}/dissemination`;
      const answer = await ask('intelligence-manager', dissemination, { preview: body['preview'] });
      // An outbox row goes when its receipt comes; who holds something stays.
      const items = `select data ->> 'itemId' from store.events where stream_id = 'intelligence-report-${urn}'`;
      expect(await rows(`sharing.holder where item_id in (${items})`)).toBe(0);
      return { urn, answer };
    };

    it('N09: text that reveals its source waits, and goes back to the sanitiser', async () => {
      const { urn, answer } = await marked('SMALL_CIRCLE_FAILED');
      expect([answer.status, answer.body]).toEqual([
        202,
        expect.objectContaining({
          status: 'evaluated',
          recipients: [],
          waiting: expect.arrayContaining([
            {
              party: 'kz-police',
              own: false,
              reason: 'SOURCE_AT_RISK',
              obligations: expect.arrayContaining(['RETURN_TO_SANITISER', 'FOUR_EYES']),
            },
          ]),
        }),
      ]);
      // Sanitised anew and approved by another person, it may leave.
      await ask('analyst', `${REPORTS}/${urn}/sanitisation`, SANITISATION);
      await ask('intelligence-manager', `${REPORTS}/${urn}/approval`, approvalAsOf(new Date()));
      const { body } = await ask('intelligence-manager', `${REPORTS}/${urn}/preview`, {});
      const left = await ask('intelligence-manager', `${REPORTS}/${urn}/dissemination`, { preview: body['preview'] });
      expect(left.status).toBe(200);
    });

    it('N17: what quotes a lawyer is refused to everybody', async () => {
      const { answer } = await marked('LEGAL_PRIVILEGE');
      expect([answer.status, answer.body]).toEqual([
        403,
        expect.objectContaining({
          reason: 'ABSOLUTE_PRIVILEGE',
          obligations: expect.arrayContaining(['QUARANTINE', 'NOTIFY_PRIVILEGE_REVIEWER', 'NO_BREAK_GLASS']),
        }),
      ]);
    });

    it('N18: what followed a beating is refused to everybody', async () => {
      const { answer } = await marked('ILL_TREATMENT_TAINT');
      expect([answer.status, answer.body]).toEqual([
        403,
        expect.objectContaining({
          reason: 'ABSOLUTE_TORTURE_TAINT',
          obligations: expect.arrayContaining(['QUARANTINE', 'REPORT_ALLEGATION']),
        }),
      ]);
    });

    it('N18 from the observation on: no marker has to be set, and none can be taken off', async () => {
      const { body } = await ask('prison-officer', OBSERVATIONS, observation({ obtainedLawfully: false }));
      const tainted = String(body['sirUrn']);
      await ask('collator', `${OBSERVATIONS}/${tainted}/registration`, {});
      const urn = await approvedReport(gatehouse, { ...REPORT, observations: [tainted] });
      const refused = { refusal: 'obtained-unlawfully' };
      expect((await ask('intelligence-manager', `${REPORTS}/${urn}/preview`, {})).body).toMatchObject(refused);
      expect((await ask('intelligence-manager', `${REPORTS}/${urn}/dissemination`, {})).body).toMatchObject(refused);
      const lift = { marker: 'ILL_TREATMENT_TAINT', reason: 'A mistake.', lift: true };
      expect((await ask('intelligence-manager', `${REPORTS}/${urn}/markers`, lift)).body).toMatchObject({
        refusal: 'marker-stays',
      });
    });

    it('that would leave otherwise than it was shown is shown again', async () => {
      const urn = await approvedReport(gatehouse);
      const path = `${REPORTS}/${urn}`;
      const { body } = await ask('intelligence-manager', `${path}/preview`, {});
      await ask('analyst', `${path}/markers`, { marker: 'MAY_HELP_DEFENCE', reason: 'Paragraph 2.' });
      const stale = await ask('intelligence-manager', `${path}/dissemination`, { preview: body['preview'] });
      expect([stale.status, stale.body['type']]).toEqual([409, 'urn:gatehouse:problem:preview-outdated']);
      const anew = await ask('intelligence-manager', `${path}/dissemination`, { preview: stale.body['preview'] });
      expect(anew.status).toBe(200);
    });
  });

  it('cannot answer a requirement that names a person', async () => {
    const body = { question: 'Who visits Sultan Akhmetov?', validUntil: '2099-01-01T00:00:00Z' };
    expect((await ask('intelligence-manager', REQUIREMENTS, body)).body['refusal']).toBe('requirement-names-a-person');
  });
});
