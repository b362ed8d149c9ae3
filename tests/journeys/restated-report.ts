// Need-to-know cases restated on the intelligence report, through real HTTP and the real bus. For each case the loader sets clock and
// bundle, enters the facts as events, and appends what the owner's service would have appended; everything from there is real.
// One Gatehouse serves them all, in the order of their instants: a case brings its own person, report and bundle.
import { leaves } from '@gatehouse/agreements';
import { loadProducts } from '@gatehouse/contracts';
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { attest } from '@gatehouse/personnel';
import { signBundle } from '@gatehouse/policy';
import { append, inTransaction, readStream } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { ledgerStream, type DisclosureDecided } from '@gatehouse/sharing';
import { allInstruments } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { randomUUID } from 'node:crypto';
import { asBundled } from '../cases/decide-case.ts';
import type { NeedToKnowCase } from '../cases/need-to-know-case.ts';
import { acquittedIn, attestedOf, disseminated } from './restated-record.ts';
import { running, type Running } from './running.ts';
import { writtenOut } from './written-out.ts';

const POLICE = 'kz-police';
/** Later than every instant at which the service that publishes bundles could have issued one. */
const FIRST_BUNDLE = Date.parse('2030-01-01T00:00:00Z');
const PATIENCE = { timeoutMs: 60_000 };

export interface Asking {
  itemId: string;
  /** the case's caller, known by this name here alone: his facts are the case's and no other's */
  person: string;
}

export interface Answered extends Asking {
  status: number;
  text: string;
  content: unknown;
  /** leaves shown, by path */
  shown: Record<string, unknown>;
}

export class RestatedReports {
  readonly #clock: HeldClock;
  #bundles = 0;

  private constructor(
    readonly gatehouse: Running,
    private readonly issuer: Awaited<ReturnType<typeof testIssuer>>,
    clock: HeldClock,
  ) {
    this.#clock = clock;
  }

  /** @param first the instant of the first case; @param cases whose instruments have lanes */
  static async start(first: string, cases: NeedToKnowCase[]): Promise<RestatedReports> {
    const clock = new HeldClock(first);
    const issuer = await testIssuer();
    const documents = new Map(cases.flatMap(({ agreements }) => agreements).map((one) => [one.id, one]));
    const instruments = [...documents.values()].map(writtenOut);
    const corrections = allInstruments().filter(({ file }) => file.includes('kz-corrections'));
    const identity = { issuer: issuer.issuer, jwksUri: issuer.jwksUri };
    // The bundles of the cases are made here: nobody signed what they say.
    const signers = 'as-the-registry-says';
    const gatehouse = await running({ clock, instruments: [...instruments, ...corrections], identity, signers });
    await gatehouse.publisher.stop();
    return new RestatedReports(gatehouse, issuer, clock);
  }

  async end(): Promise<void> {
    await this.gatehouse.end();
    await this.issuer.close();
  }

  /** The instruments of a case as they stand at an instant, in use at both ends; statute about corrections beside them. */
  async at(instant: string, given: NeedToKnowCase, standing = given.agreements): Promise<void> {
    this.#clock.set(new Date(instant));
    const products = loadProducts();
    const issuedAt = new Date(Date.parse(instant) - given.bundle.ageSeconds * 1000).toISOString();
    const { bundle } = this.#prison.keeper.current()!;
    const statute = bundle.instruments.filter(({ compiled }) => compiled.id === 'kz-corrections');
    const version = FIRST_BUNDLE + (this.#bundles += 1);
    const instruments = [...standing.map((agreement) => asBundled(agreement, products)), ...statute];
    const { maxAgeSeconds } = given.bundle;
    const signed = { version, issuedAt, maxAgeSeconds, instruments, parties: bundle.parties };
    const jws = await signBundle(signed, this.gatehouse.keys.policy);
    for (const agency of [this.#prison, this.#police]) await agency.keeper.accept(jws);
  }

  /** Appends the case's report and waits until it is decided for the police; where it left, until it arrived. */
  async disseminate(given: NeedToKnowCase): Promise<{ itemId: string; decided: DisclosureDecided['data'] }> {
    const itemId = randomUUID();
    await this.append(given, disseminated(given, itemId));
    const decided = await eventually(async () => {
      const [event] = await readStream(this.#prison.pool, ledgerStream(itemId, POLICE));
      if (!event) throw new Error('not decided yet');
      return event.data as DisclosureDecided['data'];
    }, PATIENCE);
    if (decided.released) await this.arrived(itemId);
    return { itemId, decided };
  }

  /** Has attested what a court found since, and waits until the police know. */
  async foundByCourt(given: NeedToKnowCase): Promise<void> {
    for (const event of acquittedIn(given)) {
      await this.append(given, event, `subject-${event.data.subjectId}`);
      await eventually(async () => {
        const { rowCount } = await this.#police.pool.query(
          `select from store.events where type = 'SubjectStatusReceived' and metadata ->> 'correlationId' = $1`,
          [`restated-${given.id}`],
        );
        if (rowCount === 0) throw new Error('the police do not know yet');
      }, PATIENCE);
    }
  }

  async append(
    given: NeedToKnowCase,
    event: { type: string; data: object },
    stream = `intelligence-report-${given.id}`,
  ): Promise<void> {
    const { pool } = this.#prison;
    const before = await readStream(pool, stream);
    const metadata = { correlationId: `restated-${given.id}`, purpose: given.request.purpose };
    const recordedAt = this.#clock.now();
    await inTransaction(pool, (client) => append(client, stream, before.length, [event], { metadata, recordedAt }));
  }

  /** Corrections of which the case says that they are overdue, and no others. */
  async overdue({ openCorrections = [] }: NeedToKnowCase): Promise<void> {
    await this.#prison.pool.query('delete from sharing.open_correction');
    for (const { agency, product, dueAt } of openCorrections)
      await this.#prison.pool.query(
        'insert into sharing.open_correction (notice_id, recipient, product, due_at) values ($1, $2, $3, $4)',
        [randomUUID(), agency, product, dueAt],
      );
  }

  async arrived(itemId: string, type = 'ItemReceived'): Promise<void> {
    await eventually(async () => {
      const { rows } = await this.#police.pool.query('select 1 from store.events where stream_id = $1 and type = $2', [
        `received-item-${itemId}`,
        type,
      ]);
      if (rows.length === 0) throw new Error('it has not arrived yet');
    }, PATIENCE);
  }

  /** The case's caller with his facts as events. A conflict is declared about a person as the item names him. */
  async caller(given: NeedToKnowCase, itemId: string): Promise<Asking> {
    const person = `${given.caller.person}-${given.id.toLowerCase()}`;
    for (const fact of attestedOf(given, person)) await attest(this.#police, fact);
    for (const ref of given.caller.conflicts) {
      const place = given.item.subjects.findIndex((subject) => subject.ref === ref);
      const subject = (await this.#subjectsAtPolice(itemId))[place]!;
      await attest(this.#police, { type: 'DeclareConflict', data: { person, subject } });
    }
    return { itemId, person };
  }

  /** The caller states what the case says is necessary, and whom the case names approves it: somebody with the same facts. */
  async necessary(given: NeedToKnowCase, asking: Asking): Promise<void> {
    const { text, fields, approvedBy } = given.request.necessity!;
    const second = `${approvedBy.person}-${given.id.toLowerCase()}`;
    for (const fact of attestedOf(given, second)) await attest(this.#police, fact);
    const path = `/${asking.itemId}/necessity-statements`;
    const need = { fields: fields.map((field) => ({ field, ground: 'VITAL_INTERESTS', necessity: text })) };
    const stated = await this.#fetch(given, asking.person, path, need);
    const { statementId } = (await stated.json()) as { statementId: string };
    await this.#fetch(given, second, `${path}/${statementId}/approval`, { reason: text });
  }

  /** Asks as the case's caller, with its purpose and case reference. */
  async ask(given: NeedToKnowCase, asking: Asking): Promise<Answered> {
    const { fields } = given.request;
    const query = fields ? `?fields=${fields.join(',')}` : '';
    const response = await this.#fetch(given, asking.person, `/${asking.itemId}${query}`);
    const text = await response.text();
    const { content = {} } = JSON.parse(text) as { content?: unknown };
    return { ...asking, status: response.status, text, content, shown: Object.fromEntries(leaves(content)) };
  }

  async #fetch(given: NeedToKnowCase, person: string, path: string, body?: object): Promise<Response> {
    const { agency, unit, roles } = given.caller;
    const token = await this.issuer.mint({ sub: person, agency, unit: unit ?? '', roles }, { at: this.#clock.now() });
    const { purpose, caseRef } = given.request;
    return fetch(`${this.gatehouse.url}/police-liaison/v1/inbox${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        'gatehouse-purpose': purpose,
        ...(caseRef ? { 'gatehouse-case': caseRef } : {}),
        ...(body && { 'content-type': 'application/json' }),
        connection: 'close',
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  }

  /** What the audit keeps of this person's last opening. */
  async audited(person: string): Promise<Record<string, unknown>> {
    const { rows } = await this.#police.pool.query<{ record: string }>(
      `select record from audit.record where record::json ->> 'action' = 'open'
       and record::json -> 'actor' ->> 'person' = $1 order by transaction_id desc limit 1`,
      [person],
    );
    return JSON.parse(rows[0]?.record ?? '{}') as Record<string, unknown>;
  }

  async #subjectsAtPolice(itemId: string): Promise<string[]> {
    const [received] = await readStream(this.#police.pool, `received-item-${itemId}`);
    if (!received) throw new Error('the police hold no such item');
    return (received.data as { envelope: { subjects: { ref: string }[] } }).envelope.subjects.map(({ ref }) => ref);
  }

  get #prison() {
    return this.gatehouse.agencies['prison-intelligence'];
  }

  get #police() {
    return this.gatehouse.agencies['police-liaison'];
  }
}
