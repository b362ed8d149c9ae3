// What the story's own Asserts line says: the source in no outward byte, belief alone in no police's hands, every recipient in the
// ledger, the regrade with all of them, and each act proven.
import { ALERT, raiseAlert, SOURCE_TOKEN, SUBJECT_ID } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import { reportOn } from '../alert-reports.ts';
import { ALERTS, as, IN_PRISON, REPORTS } from '../raised.ts';
import { opens, provenanceOf, rowsHolding, type Told } from './stage.ts';
import { whatLeft } from './what-left.ts';

const HOUR_MS = 3_600_000;
const OWN = 'kz-prison-service';

/** Words of the source, of who told and of where: in no product, and in none of its texts once it is sanitised. */
const OF_THE_SOURCE = [SOURCE_TOKEN, 'st-yerlan', 'lathe', 'cellmate', 'shift B', 'Workshop 3', 'prison-17-workshops'];
/** What he believes, or looks like, is no sign of anything. */
const OF_BELIEF = ['beard', 'pray'];

interface Disclosure {
  itemId: string;
  recipient: string;
  released: boolean;
  reason: string;
  decidedAt: string;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
}

/** One `it` for each. `told`: the story as it was played, once it was. */
export const ledgerAndSourceHold = (told: () => Told): void => {
  const ask = (path: string) => as(told(), 'analyst').ask({ ...IN_PRISON, path });
  const disclosuresOf = async (path: string, itemId: string) =>
    ((await ask(path)).body['disclosures'] as Disclosure[])
      .filter((one) => one.itemId === itemId && one.released)
      .toSorted((one, other) => one.recipient.localeCompare(other.recipient));
  const chainOf = async (path: string, itemId: string) =>
    (await disclosuresOf(path, itemId)).map(({ recipient, acknowledgedBy }) => [recipient, acknowledgedBy]);

  it('has all its recipients in the ledger, each acknowledged by name but for whom nothing was asked yet', async () => {
    const { reportUrn, reportId, alertId, protectionId } = told().mark;
    const stands = (path: string, itemId: string, chain: (string | null)[][]) =>
      eventually(async () => expect(await chainOf(path, itemId)).toEqual(chain), { timeoutMs: 60_000 });
    await stands(`${REPORTS}/${reportUrn}/disclosures`, reportId, [
      ['kz-police', 'po-aidos'],
      [`${OWN}/assessment-group`, 'pa-kanat'],
    ]);
    await stands(`${ALERTS}/${alertId}`, alertId, [
      ['kz-police', 'po-aidos'],
      [`${OWN}/governor`, null],
      [`${OWN}/security-manager`, null],
    ]);
    await stands(`${ALERTS}/${protectionId}`, protectionId, [
      [`${OWN}/governor`, 'pg-marat'],
      [`${OWN}/psychologist`, 'pp-zarina'],
    ]);
  });

  it('9: told everybody who holds the report of the regrade, and each acknowledged it within 72 hours', async () => {
    const { reportUrn, correctionId } = told().mark;
    const path = `${REPORTS}/${reportUrn}/disclosures`;
    const notices = await disclosuresOf(path, correctionId);
    expect(notices.map(({ recipient, acknowledgedBy }) => [recipient, acknowledgedBy])).toEqual([
      ['kz-police', 'po-aidos'],
      [`${OWN}/assessment-group`, 'pa-kanat'],
    ]);
    for (const { decidedAt, acknowledgedAt } of notices)
      expect(Date.parse(acknowledgedAt ?? '') - Date.parse(decidedAt)).toBeLessThan(72 * HOUR_MS);
    const { body } = await opens(told(), correctionId);
    expect(body).toMatchObject({
      about: { itemId: told().mark.reportId, kind: 'correction' },
      content: { ackWithin: 'PT72H', paragraphs: [{ n: 2, grade: { information: 'E' } }] },
    });
    expect(Date.parse(String(body['acknowledgeBy'])) - Date.parse(provenanceOf({ body })['receivedAt'] ?? '')).toBe(
      72 * HOUR_MS,
    );
  });

  it('let no word of the source, and none about belief, into any outward byte', async () => {
    const left = await whatLeft(told());
    expect(left.length).toBeGreaterThan(8);
    const words = [...OF_THE_SOURCE, ...OF_BELIEF, SUBJECT_ID];
    for (const { lane, outside, inside } of left)
      expect([lane, words.filter((word) => `${outside}${inside}`.includes(word))]).toEqual([lane, []]);
    for (const { lane, outside } of left) expect([lane, outside.includes('Omarov')]).toEqual([lane, false]);
    expect(left.some(({ inside }) => inside.includes('In a work area'))).toBe(true);
    expect(await rowsHolding(told(), 'police_liaison', words)).toEqual([]);
    const beside = [told().logged(), ...told().mailed()].join('\n');
    expect([...words, 'Omarov'].filter((word) => beside.includes(word))).toEqual([]);
  });

  it('stands in the log with every act, each proven by a verifier that shares no code with it', () => {
    const { log, audit } = told().journey;
    expect([log.verified, audit.every(({ proven }) => proven)]).toEqual([true, true]);
    expect(audit.map(({ source, event, decision }) => [source, event, decision])).toEqual(
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

  it('gives no police a concern that stands on belief alone: it stays with the assessment group', async () => {
    const analyst = as(told(), 'analyst');
    const reportUrns = [await reportOn(told(), 'good')];
    const validUntil = new Date(Date.now() + HOUR_MS).toISOString();
    const body = { ...ALERT, type: 'RADICALISATION_CONCERN', violenceIndicator: false, reportUrns, validUntil };
    const raised = await raiseAlert(analyst, { ...IN_PRISON, body });
    expect([raised.status, raised.body]).toEqual([201, expect.objectContaining({ alertId: expect.any(String) })]);
    const alertId = String(raised.body['alertId']);
    const decided = { ...IN_PRISON, path: `${ALERTS}/${alertId}` };
    const { body: board } = await analyst.askUntil(decided, (answer) => refusalOf(answer.body) !== undefined);
    expect(refusalOf(board)).toMatchObject({ released: false, reason: 'NO_VIOLENCE_INDICATOR' });
    expect((await chainOf(decided.path, alertId)).map(([recipient]) => recipient)).toContain(`${OWN}/assessment-group`);
    expect(await rowsHolding(told(), 'police_liaison', [alertId])).toEqual([]);
  });
};

const refusalOf = (board: Record<string, unknown>): Disclosure | undefined =>
  (board['disclosures'] as Disclosure[] | undefined)?.find(({ recipient }) => recipient === 'kz-police');
