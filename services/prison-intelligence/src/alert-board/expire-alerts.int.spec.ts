// That an alert's time is over is recorded once, whoever looks and however often; the clock alone says that it is.
import { generatePartyKeys, publicKeys } from '@gatehouse/crypto';
import { append, inTransaction, migrate } from '@gatehouse/event-store';
import { migrateReadModel, Projector } from '@gatehouse/projections';
import { agencyMigrations, openAgency } from '@gatehouse/sharing';
import type { Agency } from '@gatehouse/sharing';
import { loadProducts } from '@gatehouse/contracts';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { eventually, freshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { alertStream, type AlertRecord } from '../intelligence-alert/intelligence-alert.events.ts';
import { alertBoard } from './alert-board.projection.ts';
import { eventTypes } from '../event-types.ts';
import { AlertBoard1763683200000 } from './alert-board.migration.ts';
import { ExpireAlerts } from './expire-alerts.ts';

const RAISED = '2026-11-23T09:00:00.000Z';
const OVER = '2026-11-26T09:00:00.000Z';

let agency: Agency;
let clock: HeldClock;
let close: () => Promise<void>;

beforeEach(async () => {
  clock = new HeldClock(RAISED);
  const [database, keys, policy] = await Promise.all([
    freshDatabase('prison'),
    generatePartyKeys('kz-prison-service'),
    generatePartyKeys('policy'),
  ]);
  await migrate(database.pool, agencyMigrations);
  agency = await openAgency({
    service: 'prison-intelligence',
    party: 'kz-prison-service',
    namespace: 't',
    databaseUrl: database.url,
    eventTypes,
    itemKeys: database.itemKeys,
    clock,
    newId: randomUUID,
    keys,
    bundleKey: publicKeys(policy).signing,
    signers: 'as-the-registry-says',
    products: loadProducts(),
    auditSubjectKey: Buffer.alloc(32, 7).toString('base64url'),
    auditKeeper: 'keeper',
    alarm: () => undefined,
  });
  await migrateReadModel(database.url, { entities: [], migrations: [AlertBoard1763683200000] });
  close = async () => {
    await agency.pool.end();
    agency.itemKeys?.close();
    await database.drop();
  };
});
afterEach(() => close());

const record = (alertId: string): AlertRecord => ({
  alertId,
  alertType: 'THREAT_TO_LIFE',
  priority: 'IMMEDIATE',
  reportUrns: ['IR-2026-1'],
  grades: [],
  derivedFrom: [],
  subjects: [
    {
      subjectId: 'subject-1',
      name: 'Daniyar Omarov (invented)',
      aliases: [],
      role: 'MAIN',
      category: 'SUSPECT',
      cases: [],
    },
  ],
  whoAtRisk: { subjectId: null, name: 'A visitor (invented)' },
  bySubject: null,
  violenceIndicator: false,
  nature: 'A threat.',
  where: null,
  when: null,
  whatToDo: 'Keep them apart.',
  whatNotToDo: null,
  dutyContact: null,
  history: null,
  sourceNote: null,
  handling: { code: 'P', conditions: [] },
  releaseOn: null,
  ackWithin: 'PT15M',
  validUntil: OVER,
  unit: 'prison-17-intelligence',
  by: 'pi-aigerim',
  at: RAISED,
});

const raise = async (): Promise<string> => {
  const alertId = randomUUID();
  await write(alertId, 0, { type: 'IntelligenceAlertRaised', data: record(alertId) });
  return alertId;
};

const write = (alertId: string, version: number, event: { type: string; data: object }) =>
  inTransaction(agency.pool, (client) =>
    append(client, alertStream(alertId), version, [event], {
      metadata: { correlationId: randomUUID() },
      recordedAt: clock.now(),
    }),
  );

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await agency.pool.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values)).rows[0]?.n ?? 0;

/** The board follows once no other transaction holds it back. */
const onBoard = async (where: string): Promise<void> => {
  const projector = new Projector(agency.pool, alertBoard);
  await eventually(async () => {
    await projector.runOnce();
    expect(await count(`read.alert_board where ${where}`)).toBe(1);
  });
};

const expired = () => count("store.events where type = 'IntelligenceAlertExpired'");

describe('an alert whose time is over', () => {
  it('is recorded so once, by two who look at the same time, with its audit row', async () => {
    await raise();
    await onBoard('true');
    const [one, other] = [new ExpireAlerts(agency), new ExpireAlerts(agency)];
    clock.set('2026-11-26T08:59:59.999Z');
    expect(await one.runOnce()).toBe(0);
    clock.set(OVER);
    const found = await Promise.all([one.runOnce(), other.runOnce()]);
    expect(found.reduce((sum, n) => sum + n, 0)).toBe(1);
    await one.runOnce();
    expect(await expired()).toBe(1);
    const audited = "audit.record where record::json ->> 'action' = 'ExpireIntelligenceAlert'";
    expect(await count(audited)).toBe(1);
    await onBoard('expired_at is not null');
  });

  it('is not, where it was renewed a moment ago and the board does not say so yet', async () => {
    const alertId = await raise();
    await onBoard('true');
    const data = {
      ...record(alertId),
      validUntil: '2026-11-29T09:00:00.000Z',
      itemId: randomUUID(),
      reason: 'It lasts.',
    };
    await write(alertId, 1, { type: 'IntelligenceAlertRenewed', data });
    clock.set(OVER);
    expect(await new ExpireAlerts(agency).runOnce()).toBe(0);
    expect(await expired()).toBe(0);
  });

  it('is not, where the clock was set back', async () => {
    await raise();
    await onBoard('true');
    clock.set(OVER);
    clock.set(RAISED);
    expect(await new ExpireAlerts(agency).runOnce()).toBe(0);
    expect(await expired()).toBe(0);
  });
});
