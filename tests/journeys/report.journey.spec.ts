// Story A, steps 1 to 3 and 9: from what an officer heard to a report the police hold, corrected and taken back. Through
// HTTP and Kafka; what reaches the police is read from their lane and opened with their key.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { kafkaBus } from '@gatehouse/event-bus';
import {
  ALERT,
  approvalAsOf,
  raiseAlert,
  REPORT,
  SANITISATION,
  SUBJECT_ID,
  type PersonaClient,
} from '@gatehouse/start';
import { eventually, testKafka } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, IN_PRISON, INVESTIGATE, REPORTS } from './raised.ts';
import { running, type Running } from './running.ts';

const OBSERVATIONS = '/prison-intelligence/v1/security-information-reports';
const REQUIREMENTS = '/prison-intelligence/v1/intelligence-requirements';
const RAW = 'CANARY-raw: I stood by the third lathe with two others';
const TOKEN = `source:${'t'.repeat(43)}`;
const PATIENCE = { timeoutMs: 60_000 };

interface Recipient {
  party: string;
  reason: string;
  disclosed: string[];
  withheld: string[];
  content: { paragraphs: { text: string }[] };
}

describe('a report, from what was heard to its withdrawal', () => {
  let gatehouse: Running;
  let officer: PersonaClient;
  let collator: PersonaClient;
  let analyst: PersonaClient;
  let manager: PersonaClient;
  let sirUrn: string;
  let requirementId: string;
  let reportUrn: string;
  let itemId: string;
  let alertId: string;
  let preview: string;

  const path = (act: string) => `${REPORTS}/${reportUrn}/${act}`;
  const post = (client: PersonaClient, act: string, body: object = {}) =>
    client.ask({ ...INVESTIGATE, path: path(act), body });

  beforeAll(async () => {
    gatehouse = await running();
    [officer, collator, analyst, manager] = ['prison-officer', 'collator', 'analyst', 'intelligence-manager'].map(
      (name) => as(gatehouse, name),
    ) as [PersonaClient, PersonaClient, PersonaClient, PersonaClient];
  });
  afterAll(() => gatehouse.end());

  it('begins with an observation of an offline prison: three instants are kept', async () => {
    const before = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const observation = {
      observedAt: before(160),
      writtenAt: before(150),
      text: RAW,
      factOrOpinion: 'HEARD',
      subjects: [{ ref: SUBJECT_ID, role: 'MAIN' }],
      urgency: 'PRIORITY',
      obtainedLawfully: true,
    };
    const answer = await officer.ask({ ...IN_PRISON, path: OBSERVATIONS, body: observation });
    sirUrn = String(answer.body['sirUrn']);
    expect(answer.body).toMatchObject({
      status: 'submitted',
      observedAt: observation.observedAt,
      writtenAt: observation.writtenAt,
    });
    expect(Date.parse(String(answer.body['receivedAt']))).toBeGreaterThan(Date.parse(observation.writtenAt));
  });

  it('is registered by the collator, and followed by its submitter alone', async () => {
    const status = { ...IN_PRISON, path: `${OBSERVATIONS}/${sirUrn}/status` };
    expect(
      (await collator.ask({ ...IN_PRISON, path: `${OBSERVATIONS}/${sirUrn}/registration`, body: {} })).status,
    ).toBe(200);
    const followed = await officer.ask(status);
    expect([followed.status, followed.body['status'], JSON.stringify(followed.body).includes('CANARY')]).toEqual([
      200,
      'registered',
      false,
    ]);
    const { status: hidden } = await collator.ask(status);
    expect(hidden).toBe(404);
    const whole = { ...IN_PRISON, path: `${OBSERVATIONS}/${sirUrn}` };
    expect((await officer.ask(whole)).status).toBe(403);
    expect((await collator.ask(whole)).body).toMatchObject({ text: RAW, timeliness: 'due' });
    await collator.askUntil({ ...IN_PRISON, path: OBSERVATIONS }, ({ body }) => JSON.stringify(body).includes(sirUrn));
  });

  it('is evaluated, which closes what it evaluates and answers what was asked', async () => {
    const issued = await manager.ask({
      ...IN_PRISON,
      path: REQUIREMENTS,
      body: { question: 'Who offers protection?', validUntil: new Date(Date.now() + 86_400_000).toISOString() },
    });
    requirementId = String(issued.body['requirementId']);
    const [heard, rumour] = REPORT.paragraphs;
    const body = {
      ...REPORT,
      paragraphs: [{ ...heard, sourceToken: TOKEN }, rumour],
      observations: [sirUrn],
      answers: [requirementId],
    };
    const answer = await analyst.ask({ ...IN_PRISON, path: REPORTS, body });
    expect([answer.status, answer.body['status']]).toEqual([201, 'evaluated']);
    [reportUrn, itemId] = [String(answer.body['reportUrn']), String(answer.body['itemId'])];
    const closed = await analyst.ask({ ...IN_PRISON, path: `${OBSERVATIONS}/${sirUrn}` });
    expect(closed.body).toMatchObject({ status: 'closed', outcome: 'EVALUATED', reportUrn });
    await manager.askUntil({ ...IN_PRISON, path: REQUIREMENTS }, ({ body: list }) =>
      JSON.stringify(list).includes(reportUrn),
    );
  });

  it('goes back to the sanitiser as long as the small circle could name the source', async () => {
    const failed = await post(analyst, 'sanitisation', { ...SANITISATION, smallCircleTest: 'FAILED' });
    expect(failed.body).toMatchObject({ status: 'evaluated' });
    expect((await post(manager, 'approval', approvalAsOf(new Date()))).body).toMatchObject({
      refusal: 'report-not-sanitised',
    });
    expect((await post(analyst, 'sanitisation', SANITISATION)).body).toMatchObject({ status: 'sanitised' });
    expect((await post(manager, 'approval', approvalAsOf(new Date()))).body).toMatchObject({ status: 'approved' });
  });

  it('shows what would leave before anything does', async () => {
    const answer = await post(manager, 'preview');
    expect(answer.status).toBe(200);
    preview = String(answer.body['preview']);
    const police = (answer.body['recipients'] as Recipient[]).find(({ party }) => party === 'kz-police');
    expect(police).toMatchObject({ reason: 'CONTRACT_MATCH', reachable: true, own: false });
    expect(police?.content.paragraphs.map(({ text }) => text)).toEqual(SANITISATION.paragraphs.map(({ text }) => text));
    expect(police?.withheld).toEqual(
      expect.arrayContaining(['approvedBy', 'provenance.kind', 'sanitisedBy', 'subjects[0].aliases[0]']),
    );
    expect(await holders()).toEqual([]);
  });

  it('leaves as it was shown, once', async () => {
    expect((await post(manager, 'dissemination')).body).toMatchObject({ refusal: 'preview-missing' });
    expect((await post(manager, 'dissemination', { preview: 'forged' })).body).toMatchObject({
      refusal: 'preview-unknown',
    });
    const answer = await post(manager, 'dissemination', { preview });
    expect([answer.status, answer.body['recipients']]).toEqual([
      200,
      expect.arrayContaining([expect.objectContaining({ party: 'kz-police', reason: 'CONTRACT_MATCH' })]),
    ]);
    expect((await post(manager, 'dissemination', { preview })).body).toMatchObject({
      refusal: 'report-already-disseminated',
    });
    await eventually(
      async () => expect(await holders()).toEqual(['kz-police', 'kz-prison-service/assessment-group']),
      PATIENCE,
    );
  });

  it('reaches the police sanitised, graded, without its source', async () => {
    const envelope = await received('kz-prisons-police', 'intelligence-report', 1);
    expect(envelope).toMatchObject({
      itemId,
      // What leaves under the memorandum is a lead, whatever its originator said (clause 11).
      handling: { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }, { code: 'NOT_IN_PROCEEDINGS' }] },
      mentions: [{ path: 'paragraphs[0]' }, { path: 'paragraphs[1]' }],
    });
    expect(envelope.payload).toMatchObject({
      reportUrn,
      version: 1,
      paragraphs: SANITISATION.paragraphs.map((paragraph, i) => ({ ...paragraph, grade: REPORT.paragraphs[i]?.grade })),
    });
    const outward = JSON.stringify(envelope);
    for (const never of ['CANARY', 'lathe', 'cellmate', TOKEN, 'provenance', 'sanitisedBy', SUBJECT_ID, 'invented).'])
      expect(outward).not.toContain(never);
  });

  it('is regraded, and the holder is told, with what rests on it', async () => {
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const raised = await raiseAlert(analyst, {
      ...INVESTIGATE,
      body: { ...ALERT, reportUrns: [reportUrn], validUntil },
    });
    alertId = String(raised.body['alertId']);
    await eventually(async () => expect(await holders(alertId)).toContain('kz-police'), PATIENCE);
    const grade = { scale: '3x5x2', source: '2', information: 'E' };
    const answer = await post(manager, 'regrade', {
      n: 2,
      grade,
      reason: 'Found to be wrong.',
      feedback: 'feedback-1',
    });
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        reportUrn,
        status: 'approved',
        derivedItems: [alertId],
        holders: ['kz-police', 'kz-prison-service/assessment-group'],
      },
    ]);
    const envelope = await received('kz-corrections', 'correction', 1);
    expect(envelope).toMatchObject({ about: { itemId, kind: 'correction' } });
    expect(envelope.payload).toEqual({
      correctionId: expect.any(String),
      itemId,
      what: 'GRADE',
      effect: 'REPLACE',
      reason: 'Found to be wrong.',
      paragraphs: [{ n: 2, grade }],
      derivedItems: [alertId],
      ackWithin: 'PT72H',
    });
  });

  it('shows its life and every grade it had', async () => {
    const { body } = await analyst.ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}` });
    expect(body).toMatchObject({ status: 'approved', version: 2, observations: [sirUrn], derivedItems: [alertId] });
    expect((body['life'] as { event: string }[]).map(({ event }) => event.replace('IntelligenceReport', ''))).toEqual([
      'Evaluated',
      'Sanitised',
      'Sanitised',
      'Approved',
      'Disseminated',
      'Regraded',
    ]);
    expect(
      (body['grades'] as { n: number; grade: { information: string } }[]).map(({ n, grade }) => [n, grade.information]),
    ).toEqual([
      [1, 'A'],
      [2, 'D'],
      [2, 'E'],
    ]);
  });

  it('is withdrawn from whoever holds it, and nothing rests on it any more', async () => {
    const said = { ground: 'DISPROVED', required: 'ERASE', reason: 'The source lied.' };
    expect((await post(manager, 'withdrawal', said)).body).toMatchObject({
      status: 'withdrawn',
      holders: ['kz-police', 'kz-prison-service/assessment-group'],
    });
    const envelope = await received('kz-corrections', 'withdrawal', 1);
    expect(envelope).toMatchObject({
      about: { itemId, kind: 'withdrawal' },
      payload: { itemId, ground: 'DISPROVED', required: 'ERASE', derivedItems: [alertId], proofWithin: 'P30D' },
    });
    expect(JSON.stringify(envelope)).not.toContain('lied');
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const body = { ...ALERT, reportUrns: [reportUrn], validUntil };
    expect((await raiseAlert(analyst, { ...INVESTIGATE, body })).body).toMatchObject({
      refusal: 'report-not-approved',
    });
    const list = { ...INVESTIGATE, path: `${REPORTS}?status=withdrawn&subject=${SUBJECT_ID}` };
    await analyst.askUntil(list, ({ body: page }) => JSON.stringify(page).includes(reportUrn));
  });

  const holders = async (item = itemId): Promise<string[]> => {
    const { rows } = await gatehouse.agencies['prison-intelligence'].pool.query<{ recipient: string }>(
      'select recipient from sharing.holder where item_id = $1 order by recipient',
      [item],
    );
    return rows.map(({ recipient }) => recipient);
  };

  interface Opened {
    payload: object;
  }

  /** What stands on a lane to the police, opened with their key; the broker's administrator alone may look. */
  const received = async (instrument: string, product: string, count: number): Promise<Opened> => {
    const { namespace, keys } = gatehouse;
    const { brokers, principals } = testKafka();
    const bus = kafkaBus({ brokers, username: 'admin', password: principals['admin'] ?? '', clientId: 'reader' });
    // A lane delivers at least once: the same bytes again are the same message.
    const found = new Set<string>();
    const topic = `${namespace}.${instrument}.prison-intelligence.${product}.v1.kz-prison-service.kz-police`;
    const subscription = await bus.subscribe(
      { group: `${namespace}.reader.${product}`, topics: [topic] },
      async ({ value }) => void found.add(value),
    );
    await eventually(async () => expect(found.size).toBe(count), PATIENCE);
    await subscription.stop();
    await bus.close();
    const prison = publicKeys(keys.ofService['prison-intelligence']);
    const police = keys.ofService['police-liaison'];
    const opened = await openSealed([...found][0] ?? '', police, () => prison, 'gatehouse-item+jws');
    return opened.payload as Opened;
  };
});
