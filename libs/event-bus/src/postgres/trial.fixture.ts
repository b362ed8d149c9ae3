// For the specs of this folder: a bus database with a role a principal, as provisioning makes it.
import { freshDatabase, freshNamespace, type FreshDatabase } from '@gatehouse/testing';
import { randomBytes } from 'node:crypto';
import type { Bus } from '../bus.ts';
import type { BusAdministration } from '../reconcile/bus-state.ts';
import type { Principal } from '../rights.conformance.ts';
import type { TopicPlan } from '../topic-plan.ts';
import { postgresBus } from './postgres-bus.ts';
import { postgresAdministration } from './postgres-administration.ts';
import { provisionPostgresBus } from './provision-postgres-bus.ts';

const PRINCIPALS: Principal[] = ['policy', 'prison-intelligence', 'police-liaison', 'oversight'];

export class TrialBus {
  readonly namespace = freshNamespace();
  readonly roles = Object.fromEntries(
    PRINCIPALS.map((principal) => [principal, `${this.namespace}_${principal.replaceAll('-', '_')}`]),
  );
  readonly #password = randomBytes(12).toString('hex');
  #topics = 0;

  private constructor(private readonly database: FreshDatabase) {}

  static async make(): Promise<TrialBus> {
    const trial = new TrialBus(await freshDatabase('bus'));
    const { pool } = trial.database;
    for (const role of Object.values(trial.roles))
      await pool.query(`create role ${role} login password '${trial.#password}'`);
    await trial.provision({ topics: [] });
    return trial;
  }

  provision(plan: TopicPlan): Promise<void> {
    return provisionPostgresBus(this.database.pool, plan, this.roles);
  }

  get administration(): BusAdministration {
    return postgresAdministration(this.database.pool, this.roles);
  }

  /** A topic that prison-intelligence writes and police-liaison reads, in either of two groups. */
  async topic(): Promise<{ name: string; groups: [string, string] }> {
    const name = `${this.namespace}.trial.${(this.#topics += 1)}`;
    const groups: [string, string] = [`${name}.one`, `${name}.other`];
    await this.provision({ topics: [{ name, writer: 'prison-intelligence', reader: ['police-liaison'], groups }] });
    return { name, groups };
  }

  client(principal: Principal): Bus {
    return postgresBus({ url: this.url(principal), log: () => undefined });
  }

  forged(principal: Principal): Bus {
    return postgresBus({ url: this.url(principal, 'wrong'), log: () => undefined });
  }

  url(principal: Principal, password = this.#password): string {
    const url = new URL(this.database.url);
    [url.username, url.password] = [this.roles[principal] ?? '', password];
    return url.href;
  }

  async close(): Promise<void> {
    const { pool } = this.database;
    for (const role of Object.values(this.roles)) await pool.query(`drop owned by ${role}; drop role ${role}`);
    await this.database.drop();
  }
}
