// The night of the emergency journey: the memorandum is suspended, four planned attacks and a report have arrived at the police, and
// mails are caught.
import { NO_CHANNELS } from '@gatehouse/escalation';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { loadSample, loadSampleRotas, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { expect } from '@jest/globals';
import { alert, disclosed, report } from './disclosed.ts';
import { HeldTime } from './held-time.ts';
import { signedOrder } from './signed-orders.ts';
import { INBOX, INVESTIGATE } from './raised.ts';

const POLICE = 'kz-police';
const NIGHT = '2026-11-23T21:10:00.000Z';
export const PREVENT = { purpose: 'PREVENT_SERIOUS_HARM' };
export const PATIENCE = { timeoutMs: 60_000 };

export class EmergencyNight {
  planned = '';
  others: string[] = [];
  reportId = '';

  private constructor(
    readonly time: HeldTime,
    private readonly sink: MailSink,
    readonly mails: { raw: string; to: string[] }[],
  ) {}

  static async fall(): Promise<EmergencyNight> {
    const mails: { raw: string; to: string[] }[] = [];
    const sink = await startMailSink({ onMail: (raw, to) => mails.push({ raw: raw.toString('latin1'), to }) });
    const time = await HeldTime.start({ notices: { ...NO_CHANNELS, smtpUrl: sink.url } });
    const night = new EmergencyNight(time, sink, mails);
    const { 'prison-intelligence': prison, 'police-liaison': police } = time.gatehouse.agencies;
    await loadSample(prison, police);
    await loadSampleRotas([prison, police]);
    await time.moveTo(NIGHT);
    await night.#arrive();
    await night.#suspend();
    return night;
  }

  async end(): Promise<void> {
    await this.time.end();
    await this.sink.stop();
  }

  facts(change: object = {}) {
    return {
      whoAtRisk: 'Visitors of Saturday morning (invented)',
      bySubject: 'Daniyar Omarov (invented)',
      where: 'The visiting hall of Prison 17 (invented)',
      when: this.time.inHours(6),
      nature: 'CANARY-nature an attack with a sharpened tool when the hall is full.',
      dutyContact: 'Duty desk, +7 000 000 02 02 (invented)',
      ...change,
    };
  }

  breaks(id: string, change: object = {}, who = 'duty-officer'): Promise<HttpAnswer> {
    return this.time.as(who).ask({ ...emergency(id), body: this.facts(change) });
  }

  reads(id: string, query = '', who = 'duty-officer'): Promise<HttpAnswer> {
    return this.time.as(who).ask({ ...emergency(id), path: `${emergency(id).path}${query}` });
  }

  mailsTo(person: string) {
    return this.mails.filter(({ to }) => to.some((one) => one.startsWith(`${person}@`)));
  }

  /** Of events in a stream of the police, or of another service, in order. */
  async typesIn(
    stream: string,
    service: 'police-liaison' | 'prison-intelligence' = 'police-liaison',
  ): Promise<string[]> {
    const { rows } = await this.time.gatehouse.agencies[service].pool.query<{ type: string }>(
      'select type from store.events where stream_id = $1 order by version',
      [stream],
    );
    return rows.map(({ type }) => type);
  }

  #attack(): Promise<string> {
    const item = alert('ATTACK_PLANNING', { priority: 'IMMEDIATE', ...PREVENT });
    const payload = { ...item.payload, validUntil: this.time.inHours(200) };
    return disclosed(this.time.gatehouse, { ...item, payload });
  }

  async #arrive(): Promise<void> {
    const { time } = this;
    const isThere = ({ status }: HttpAnswer) => status === 200;
    [this.planned, this.reportId] = [await this.#attack(), await disclosed(time.gatehouse, report())];
    this.others = [await this.#attack(), await this.#attack(), await this.#attack()];
    // Each look is a record, and of an officer the commissioner reads the first hundred: he looks once it is there.
    for (const id of [this.planned, ...this.others])
      await eventually(
        async () => expect(await this.typesIn(`received-item-${id}`)).toContain('ItemReceived'),
        PATIENCE,
      );
    for (const id of [this.planned, ...this.others])
      await time.as('duty-officer').askUntil({ ...PREVENT, path: `${INBOX}/${id}` }, isThere);
    await time.as('police-liaison').askUntil({ ...INVESTIGATE, path: `${INBOX}/${this.reportId}` }, isThere);
  }

  async #suspend(): Promise<void> {
    const { [POLICE]: keys } = await this.time.gatehouse.keys.signers([POLICE]);
    const about = { instrumentId: 'kz-prisons-police', at: this.time.clock.now() };
    const said = { what: 'SUSPEND', scope: { kind: 'all' }, reason: 'A review of the safeguards (invented).' } as const;
    const order = await signedOrder(keys!, about, said);
    const path = '/policy/v1/instruments/kz-prisons-police/suspensions';
    await this.time.as('police-signatory').ask({ purpose: 'OVERSIGHT', path, body: order });
    await eventually(() => {
      const { bundle } = this.time.gatehouse.agencies['police-liaison'].keeper.current()!;
      const mou = bundle.instruments.find(({ compiled }) => compiled.id === 'kz-prisons-police');
      expect(mou?.state).toBe('SUSPENDED');
    }, PATIENCE);
  }
}

export const emergency = (id: string) => ({ ...PREVENT, path: `${INBOX}/${id}/emergency-access` });
export const refusal = ({ status, body }: HttpAnswer) => [status, body['refusal'] ?? body['reason']];

/** Everything an answer tells. */
export const nothing = ({ status, body, headers }: HttpAnswer) => [
  status,
  { ...body, instance: null },
  [...headers.keys()],
];

/** What audit records say was done: event, action and reason. */
export const acts = ({ body }: HttpAnswer): string[] =>
  ((body['records'] ?? []) as { record: Kept }[]).map(({ record }) =>
    `${record.event} ${record.action} ${record.decision?.reason ?? ''}`.trim(),
  );

interface Kept {
  event: string;
  action: string;
  decision: { reason: string } | null;
}

/** What the commissioner finds of whoever used the accesses of the night. */
export const ACTS_OF_THE_NIGHT = [
  'refused break-glass NO_SUCH_ITEM',
  'command-refused break-glass fact-says-nothing',
  'command-accepted UseEmergencyAccess',
  'read break-glass THREAT_TO_LIFE',
  'command-accepted ReportScopeExceeded',
  'refused break-glass EMERGENCY_SCOPE_EXCEEDED',
  'refused break-glass emergency-access-over',
];

/** A clock that ended in time. */
export const RAN = ['AcknowledgementClockStarted', 'AcknowledgementClockStopped'];
