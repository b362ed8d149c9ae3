// Commands at a steady rate, whatever becomes of them (an open loop): observations, which nobody else is told of, and among them
// alerts, each cleared a little later, which go to whoever the instruments name.
import { ALERT, ALERTS, approvalAsOf, REPORT, SANITISATION } from '@gatehouse/start';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answered, Caller, Callers, Command } from './callers.ts';
import type { CommandKind } from './check.ts';

/** Commands a second of each kind; a clearance follows each alert. */
export interface Rates {
  observations: number;
  alerts: number;
}

export interface Asked {
  kind: CommandKind;
  /** what it is about, as it was answered; null when nobody answered */
  id: string | null;
  askedAt: number;
  answeredAt: number;
  tries: number;
}

/** What was answered, as it grows. */
export interface Done {
  asked: Asked[];
  /** of commands that ought to be accepted */
  refused: string[];
}

const REPORTS = '/prison-intelligence/v1/intelligence-reports';
const OBSERVATIONS = '/prison-intelligence/v1/security-information-reports';
const OFFICERS = 5;
const ANALYSTS = 5;
/** How long somebody asks again before he gives up; longer than any fault. */
const PATIENCE_MS = 120_000;

const INTELLIGENCE = 'prison-17-intelligence';
const officer = (n: number): Caller => ({
  person: `st-officer-${n % OFFICERS}`,
  role: 'workshop-officer',
  unit: 'prison-17-workshops',
});
const analyst = (n: number): Caller => ({
  person: `pi-analyst-${n % ANALYSTS}`,
  role: 'intelligence-analyst',
  unit: INTELLIGENCE,
});
const MANAGER: Caller = { person: 'pi-manager', role: 'intelligence-manager', unit: INTELLIGENCE };

export class Load {
  readonly done: Done = { asked: [], refused: [] };
  readonly #underWay = new Set<Promise<unknown>>();
  #reportUrn = '';
  #next = 0;

  constructor(
    private readonly callers: Callers,
    private readonly origin: string,
  ) {}

  /** A report that the alerts stand on. @throws Error when it is not accepted */
  async prepare(): Promise<void> {
    const recorded = await this.#wanted({ by: analyst(0), path: REPORTS, body: REPORT });
    const urn = String(recorded['reportUrn']);
    await this.#wanted({ by: analyst(0), path: `${REPORTS}/${urn}/sanitisation`, body: SANITISATION });
    await this.#wanted({ by: MANAGER, path: `${REPORTS}/${urn}/approval`, body: approvalAsOf(new Date()) });
    this.#reportUrn = urn;
  }

  /** Asks for as long as it is told, then waits for every answer. */
  async run(rates: Rates, going: () => boolean): Promise<void> {
    await Promise.all([
      this.#every(1_000 / rates.observations, going, (n) => this.#observe(n)),
      this.#every(1_000 / rates.alerts, going, (n) => this.alert(n)),
    ]);
    while (this.#underWay.size > 0) await Promise.race(this.#underWay);
  }

  /** Previews, raises and clears one alert. */
  async alert(n = this.#next++): Promise<void> {
    const by = analyst(n);
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const alert = { ...ALERT, reportUrns: [this.#reportUrn], validUntil };
    const looked = await this.#ask({ by, path: `${ALERTS}/preview`, body: alert });
    if (looked.outcome !== 'accepted') return this.#refuse('preview', looked);
    const body = { ...alert, preview: looked.body['preview'] };
    const raised = await this.#command('alert', { by, path: ALERTS, body }, 'alertId');
    if (raised === null) return;
    const reason = 'It is over.';
    await this.#command('clearance', { by, path: `${ALERTS}/${raised}/clearance`, body: { reason } }, 'alertId');
  }

  async #observe(n: number): Promise<void> {
    const body = {
      observedAt: new Date(Date.now() - 1_000).toISOString(),
      text: 'He said that the attack had been right (invented).',
      factOrOpinion: 'HEARD',
      subjects: [{ ref: 'subject-7f3a91c2', role: 'MAIN' }],
      urgency: 'ROUTINE',
      obtainedLawfully: true,
    };
    await this.#command('observation', { by: officer(n), path: OBSERVATIONS, body }, 'sirUrn');
  }

  async #every(ms: number, going: () => boolean, work: (n: number) => Promise<void>): Promise<void> {
    const began = performance.now();
    for (let n = 0; going(); n += 1) {
      const wait = began + n * ms - performance.now();
      if (wait > 0) await pause(wait);
      const one = work(n).finally(() => this.#underWay.delete(one));
      this.#underWay.add(one);
    }
  }

  async #command(kind: CommandKind, command: Omit<Command, 'key'>, member: string): Promise<string | null> {
    const answer = await this.#ask({ ...command, key: randomUUID() });
    if (answer.outcome === 'refused') return (this.#refuse(kind, answer), null);
    if (answer.outcome === 'unanswered') {
      this.done.asked.push({ kind, id: null, askedAt: 0, answeredAt: 0, tries: 0 });
      return null;
    }
    const id = String(answer.body[member]);
    this.done.asked.push({ kind, id, askedAt: answer.askedAt, answeredAt: answer.answeredAt, tries: answer.tries });
    return id;
  }

  #refuse(what: string, answer: Answered): void {
    this.done.refused.push(`${what}: ${JSON.stringify(answer).slice(0, 300)}`);
  }

  #ask(command: Command): Promise<Answered> {
    const end = performance.now() + PATIENCE_MS;
    return this.callers.ask(this.origin, command, () => performance.now() < end);
  }

  async #wanted(command: Command): Promise<Record<string, unknown>> {
    const answer = await this.#ask({ ...command, key: randomUUID() });
    if (answer.outcome !== 'accepted') throw new Error(`${command.path}: ${JSON.stringify(answer)}`);
    return answer.body;
  }
}
