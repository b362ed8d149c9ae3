// What an agency attests about its own people decides about them at once: an assignment granted opens an item, one that ended
// closes it, and nobody grants himself anything.
import { loadSample, type PersonaClient } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, INBOX, INVESTIGATE, raised } from './raised.ts';
import { running, type Running } from './running.ts';

const POLICE = '/police-liaison/v1/personnel';
const PRISON = '/prison-intelligence/v1/personnel';
const FROM = '2026-01-01T00:00:00Z';

describe('the personnel office', () => {
  let gatehouse: Running;
  let office: PersonaClient;
  let neighbour: PersonaClient;
  let alertId: string;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(gatehouse.agencies['police-liaison']);
    [office, neighbour] = [as(gatehouse, 'personnel-police'), as(gatehouse, 'police-neighbour')];
    ({ alertId } = await raised(gatehouse));
  });
  afterAll(() => gatehouse.end());

  const attest = (path: string, body: object, who = office) => who.ask({ purpose: 'INTEGRITY', path, body });
  const opens = async () => (await neighbour.ask({ ...INVESTIGATE, path: `${INBOX}/${alertId}` })).status;

  it('opens an item to whom it assigns, and closes it again', async () => {
    expect(await opens()).toBe(404);
    const granted = await attest(`${POLICE}/po-nurzhan/assignments`, { case: INVESTIGATE.caseRef, from: FROM });
    expect([granted.status, granted.body]).toEqual([201, { person: 'po-nurzhan', attested: 'GrantAssignment' }]);
    expect(granted.headers.get('gatehouse-audit-promise')).not.toBeNull();
    expect(await opens()).toBe(200);
    await attest(`${POLICE}/po-nurzhan/ended-assignments`, { case: INVESTIGATE.caseRef });
    // He has read it, so he may know that it exists.
    expect(await opens()).toBe(403);
  });

  it('revokes a vetting at once', async () => {
    await attest(`${POLICE}/po-nurzhan/assignments`, { case: INVESTIGATE.caseRef, from: FROM });
    expect(await opens()).toBe(200);
    expect((await attest(`${POLICE}/po-nurzhan/revoked-vetting`, {})).status).toBe(201);
    expect(await opens()).toBe(403);
  });

  it('grants a vetting with an end, at which it opens nothing any more', async () => {
    const vetted = (until: Date) => attest(`${POLICE}/po-nurzhan/vetting`, { level: 'L2', until: until.toISOString() });
    expect((await vetted(new Date(Date.now() + 3_600_000))).status).toBe(201);
    expect(await opens()).toBe(200);
    expect((await vetted(new Date())).status).toBe(201);
    expect(await opens()).toBe(403);
    await attest(`${POLICE}/po-nurzhan/revoked-vetting`, {});
  });

  it('sees who acknowledged the code of conduct, and can do it for nobody', async () => {
    const path = '/police-liaison/v1/code-of-conduct';
    const { body } = await neighbour.ask({ purpose: 'INTEGRITY', path });
    expect(body).toMatchObject({ edition: expect.any(String), acknowledgedUntil: null });
    expect(body['points']).toEqual(expect.arrayContaining([expect.stringContaining('source')]));
    const give = (edition: unknown) =>
      neighbour.ask({ purpose: 'INTEGRITY', path: `${path}/acknowledgement`, body: { edition } });
    const another = await give('1999-1');
    expect([another.status, another.body['refusal']]).toEqual([409, 'another-edition']);
    expect((await give(body['edition'])).status).toBe(201);
    const again = await neighbour.ask({ purpose: 'INTEGRITY', path });
    const until = again.body['acknowledgedUntil'] as string;
    expect(Date.parse(until)).toBeGreaterThan(Date.now() + 300 * 86_400_000);
    const seen = await office.ask({ purpose: 'INTEGRITY', path: `${POLICE}/po-nurzhan` });
    expect(seen.body['training']).toContainEqual({ course: 'code-of-conduct', until });
    const certified = await attest(`${POLICE}/po-nurzhan/certificates`, {
      course: 'code-of-conduct',
      until: '2030-01-01T00:00:00Z',
    });
    expect(certified.status).toBe(400);
  });

  it('reads back what counts and every attestation behind it', async () => {
    const { body } = await office.ask({ purpose: 'INTEGRITY', path: `${POLICE}/po-nurzhan` });
    expect(body).toMatchObject({ vetting: null, conflicts: [], chain: [] });
    const attestations = body['attestations'] as { what: string; by: string }[];
    expect(attestations.slice(-2)).toMatchObject([
      { what: 'VettingRevoked', by: 'po-gulnara', said: {} },
      { what: 'CodeOfConductAcknowledged', by: 'po-nurzhan' },
    ]);
    const nobody = await office.ask({ purpose: 'INTEGRITY', path: `${POLICE}/po-nobody` });
    expect([nobody.status, nobody.body['attestations']]).toEqual([200, []]);
  });

  it.each([
    { way: 'certificates', body: { course: 'handling-intelligence', until: '2030-01-01T00:00:00Z' } },
    { way: 'vetting', body: { level: 'L2' } },
    { way: 'conflicts', body: { subject: 'subject-1' } },
    { way: 'chain', body: { people: ['subject-2'] } },
    { way: 'lapsed-certificates', body: { course: 'handling-intelligence' } },
  ])("of the prison service attests $way of the prison's people", async ({ way, body }) => {
    const answer = await attest(`${PRISON}/pi-aigerim/${way}`, body, as(gatehouse, 'personnel-prison'));
    expect(answer.status).toBe(201);
  });

  it('attests nothing about its own officer by himself', async () => {
    const answer = await attest(`${POLICE}/po-gulnara/vetting`, { level: 'L3' });
    expect([answer.status, answer.body['refusal']]).toEqual([422, 'attests-himself']);
  });

  it.each([
    { who: 'personnel-prison', reason: 'NO_CONTRACT', described: 'of another agency' },
    { who: 'police-liaison', reason: 'ROLE_NOT_COVERED', described: 'that he does not belong to' },
  ])('is closed to $who: an office $described', async ({ who, reason }) => {
    const wrong = as(gatehouse, who);
    const attested = await attest(`${POLICE}/po-nurzhan/vetting`, { level: 'L3' }, wrong);
    const read = await wrong.ask({ purpose: 'INTEGRITY', path: `${POLICE}/po-nurzhan` });
    expect([attested.status, attested.body['reason'], read.status]).toEqual([403, reason, 403]);
  });

  it.each([
    { what: 'a level that is none', way: 'vetting', body: { level: 'L9' } },
    { what: 'a course that is none', way: 'certificates', body: { course: 'karate', until: FROM } },
    { what: 'a local time', way: 'assignments', body: { case: 'KZ-1', from: '2026-01-01T00:00:00' } },
    { what: 'a field nobody knows', way: 'conflicts', body: { subject: 'x', about: 'y' } },
    { what: 'a name that is no case', way: 'assignments', body: { case: 'a case', from: FROM } },
  ])('is told about $what', async ({ way, body }) =>
    expect((await attest(`${POLICE}/po-nurzhan/${way}`, body)).status).toBe(400),
  );
});
