// A held clock moves over each deadline of every type of alert, at both ends of the disclosure, with a restart at every stop: each
// alert is acknowledged or escalated exactly once, and what goes out to people says nothing.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { codeLists } from '@gatehouse/contracts';
import { clockStream, NO_CHANNELS } from '@gatehouse/escalation';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { eventTypes as ofPolice, toClock as policeClock } from '@gatehouse/police-liaison';
import { eventTypes as ofPrison, toClock as prisonClock } from '@gatehouse/prison-intelligence';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canaryAlerts, GOVERNOR, POLICE, type CanaryAlert } from './canary-alerts.ts';
import { RestartedSide } from './restarted.ts';

const START = new Date('2026-11-23T02:10:00.000Z');
/** Every stop opens and closes two services. */
const LONG = 300_000;
const FRACTIONS = [0, 1 / 4, 1 / 2, 3 / 4, 1];

let clock: HeldClock;
let police: RestartedSide;
let prison: RestartedSide;
let sink: MailSink;
let pager: Server;
let alerts: CanaryAlert[];
/** what left for people: raw bytes of each mail, and of each webhook with its headers */
const left: { mails: string[]; pages: string[] } = { mails: [], pages: [] };

beforeAll(async () => {
  clock = new HeldClock(START);
  sink = await startMailSink({ onMail: (raw) => left.mails.push(raw.toString('latin1')) });
  pager = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      left.pages.push([...request.rawHeaders, Buffer.concat(chunks).toString('utf8')].join('\n'));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => pager.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(pager.address() as AddressInfo).port}/`;
  const secret = Buffer.alloc(32, 3).toString('base64');
  const notices = { ...NO_CHANNELS, smtpUrl: sink.url, pager: { url, secret } };
  const common = { clock, notices };
  police = await RestartedSide.make({
    ...common,
    service: 'police-liaison',
    party: POLICE,
    toClock: policeClock,
    eventTypes: ofPolice,
  });
  prison = await RestartedSide.make({
    ...common,
    service: 'prison-intelligence',
    party: 'kz-prison-service',
    toClock: prisonClock,
    eventTypes: ofPrison,
    unitOfPost: { governor: 'prison-17' },
  });
  alerts = canaryAlerts(START);
  await police.write(alerts.flatMap(({ atPolice }) => atPolice));
  await prison.write(alerts.flatMap(({ atPrison }) => atPrison));
  await throughEveryDeadline();
}, LONG);
afterAll(async () => {
  await Promise.all([police.end(), prison.end(), sink.stop()]);
  pager.closeAllConnections();
  await new Promise((resolve) => pager.close(resolve));
});

/** Every other alert is acknowledged, the first of them at the very instant of its deadline, the others half-way to it. */
const acknowledgedAfter = (alert: CanaryAlert): number | null => {
  const index = alerts.indexOf(alert);
  if (index % 2 === 0) return null;
  return index === 1 ? alert.ackMs : alert.ackMs / 2;
};

const throughEveryDeadline = async (): Promise<void> => {
  const stops = alerts.flatMap(({ ackMs }) => [...FRACTIONS.map((part) => ackMs * part), ackMs + 1]);
  for (const stop of [...new Set(stops)].toSorted((one, other) => one - other)) {
    clock.set(new Date(START.getTime() + stop));
    for (const alert of alerts) {
      if (acknowledgedAfter(alert) !== stop) continue;
      const { atPolice, atPrison } = alert.acknowledged(clock.now());
      await police.write([atPolice]);
      await prison.write(atPrison);
    }
    for (const side of [police, prison]) await side.restartAndWork();
  }
};

const ESCALATED = 'IntelligenceAlertEscalated';
const STOPPED = 'AcknowledgementClockStopped';

describe.each(Object.keys(codeLists.alertTypes))('%s', (type) => {
  it.each([
    ['its recipient', () => police, null],
    ['its originator', () => prison, POLICE],
    ["the originator's own governor", () => prison, GOVERNOR],
  ] as const)('is acknowledged or escalated exactly once at %s', async (_end, side, recipient) => {
    const alert = alerts.find((one) => one.type === type)!;
    const trail = await side().trail(clockStream(alert.itemId, recipient));
    const ends = trail.filter((event) => event === ESCALATED || event === STOPPED);
    expect(ends).toEqual([acknowledgedAfter(alert) === null ? ESCALATED : STOPPED]);
  });
});

describe('on the way', () => {
  it('a threat to a life has gone up the whole line before its quarter of an hour is over', async () => {
    const { itemId } = alerts.find(({ type }) => type === 'THREAT_TO_LIFE')!;
    for (const trail of [
      await police.trail(clockStream(itemId, null)),
      await prison.trail(clockStream(itemId, GOVERNOR)),
    ])
      expect(trail.slice(0, trail.indexOf(ESCALATED))).toEqual([
        'AcknowledgementClockStarted',
        'DutyHolderCalled',
        'DutyHolderCalled',
        'DutyHolderCalled',
        'DutyHolderCalled',
      ]);
  });

  it('the rota of the governor is asked for what is his to acknowledge, and no other', () => {
    const called = left.mails.filter((raw) => /^To: prison-17-/im.test(raw));
    expect(called.length).toBeGreaterThan(alerts.length);
    expect(called.every((raw) => decoded(raw).includes("in your service's inbox"))).toBe(true);
  });

  it('each escalation has its audit row and its alarm, at both ends', async () => {
    const escalated = alerts.filter((alert) => acknowledgedAfter(alert) === null).length;
    for (const [side, clocks] of [
      [police, 1],
      [prison, 2],
    ] as const) {
      expect(await side.auditedCount('escalated')).toBe(escalated * clocks);
      expect(side.alarms).toEqual(Array.from({ length: escalated * clocks }, () => 'ACKNOWLEDGEMENT_OVERDUE'));
    }
  });

  it('every notice that was due went out, once', async () => {
    const audited = (await police.auditedCount('notice-sent')) + (await prison.auditedCount('notice-sent'));
    const ids = left.mails.map((raw) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
    expect(new Set(ids).size).toBe(left.mails.length);
    expect(left.mails.length + left.pages.length).toBe(audited);
    expect(left.mails.length).toBeGreaterThan(alerts.length * 4);
  });
});

describe('what goes out to people', () => {
  const everything = () => [...left.mails, ...left.mails.map(decoded), ...left.pages];

  it('holds no content: none of the fields of the alert, of its envelope, of the event', () =>
    expect(everything().filter((text) => text.includes('CANARY'))).toEqual([]));

  it('names no type of alert, no product, no party, no case', () => {
    const words = [...Object.keys(codeLists.alertTypes), 'intelligence-alert', 'kz-prison-service'];
    const spoken = (text: string) => text.replaceAll(/^(to|from|received|x-.*):.*$/gim, '').replaceAll(/@[\w.-]+/g, '');
    expect(everything().filter((text) => words.some((word) => spoken(text).includes(word)))).toEqual([]);
  });

  it('names no item: its ids mean nothing outside', () =>
    expect(everything().filter((text) => alerts.some(({ itemId }) => text.includes(itemId)))).toEqual([]));

  it('says how urgent it is, until when, and where to look', () => {
    const first = decoded(left.mails[0] ?? '');
    expect(first).toContain("There is an item of urgency IMMEDIATE in your service's inbox.");
    expect(first).toContain('Acknowledge it by 2026-11-23 02:25 UTC:');
    expect(first).toContain('https://gatehouse.example/police-liaison');
  });

  it('is the same but for urgency, time, link, address and id', () => {
    const shapes = left.mails.map((raw) =>
      decoded(raw)
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
        .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
        .replaceAll(/^Date: .*$/gm, 'Date')
        .replaceAll(/^Content-Transfer-Encoding: .*$/gm, 'Encoding')
        .replaceAll(/(IMMEDIATE|PRIORITY|ROUTINE)/g, 'URGENCY')
        .replaceAll(/\w+@[\w.-]+/g, 'ADDRESS')
        .replaceAll(/^(X-Priority|X-MSMail-Priority|Importance): .*\r?\n/gim, ''),
    );
    // Called and overdue, at the recipient, at the originator, and at the originator's own people.
    expect(new Set(shapes).size).toBe(6);
  });
});

/** A mail as a reader sees it: quoted-printable undone. */
const decoded = (raw: string): string =>
  raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
