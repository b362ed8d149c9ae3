// Hears from each service which bundle it has durably applied. Promise: only what a service signed for itself, of a bundle that was issued,
// is kept; it stands before the bus is told that it was taken. What is not so is said aloud, and stands in no other service's way.
import { appliedTopic, digestOf, verifyApplied, type AppliedBundle } from '@gatehouse/policy';
import type { Bus, BusMessage, Subscription } from '@gatehouse/event-bus';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Registry } from '../registry.ts';
import type { Followers } from './followers.ts';

export class HearApplied {
  #subscription: Subscription | null = null;

  /** @param onHeard told when a service has said something new */
  constructor(
    private readonly registry: Pick<Registry, 'agency'>,
    private readonly bus: Bus,
    private readonly followers: Followers,
    private readonly onHeard: () => void,
  ) {}

  async start(): Promise<void> {
    const { namespace, service } = this.registry.agency;
    const topics = [...this.followers.keys()].map((follower) => appliedTopic(namespace, follower));
    const group = `${namespace}.${service}.applied`;
    this.#subscription = await this.bus.subscribe({ group, topics }, (message) => this.receive(message));
  }

  async stop(): Promise<void> {
    await this.#subscription?.stop();
  }

  /** One message from the bus, at least once. Resolves when what it says is durable, or when it is known to say nothing. */
  async receive({ topic, value }: BusMessage): Promise<void> {
    const { agency } = this.registry;
    const service = [...this.followers.keys()].find((one) => appliedTopic(agency.namespace, one) === topic);
    const keys = service === undefined ? undefined : this.followers.get(service);
    if (service === undefined || !keys) return;
    try {
      const applied = await verifyApplied(value, service, keys.signing);
      await this.#refuseWhatWasNotIssued(applied);
      if (await this.#keep(applied, value)) this.onHeard();
    } catch (fault) {
      if (!(fault instanceof TerminalFault)) throw fault;
      agency.alarm('ACKNOWLEDGEMENT_REFUSED', { of: service, code: fault.code });
    }
  }

  /** Bundles that followed no change are not kept, so of those only the number can be compared. */
  async #refuseWhatWasNotIssued({ version, digest }: AppliedBundle): Promise<void> {
    const { rows } = await this.registry.agency.pool.query<{ last: string | null; jws: string | null }>(
      `select (select max(version) from registry.bundle) as last,
         (select jws from registry.bundle where version = $1) as jws`,
      [version],
    );
    const { last = null, jws = null } = rows[0] ?? {};
    if (version > Number(last ?? 0)) throw new TerminalFault('a bundle that nobody issued', { code: 'never-issued' });
    if (jws !== null && digestOf(jws) !== digest)
      throw new TerminalFault('a bundle of that number says something else', { code: 'another-bundle' });
  }

  async #keep({ service, version, digest, appliedAt }: AppliedBundle, jws: string): Promise<boolean> {
    const { pool, clock } = this.registry.agency;
    const { rowCount } = await pool.query(
      `insert into registry.applied (service, version, digest, applied_at, jws, heard_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (service) do update set version = excluded.version, digest = excluded.digest,
         applied_at = excluded.applied_at, jws = excluded.jws, heard_at = excluded.heard_at
       where registry.applied.version < excluded.version`,
      [service, version, digest, appliedAt, jws, clock.now()],
    );
    return rowCount === 1;
  }
}
