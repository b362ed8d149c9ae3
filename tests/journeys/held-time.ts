// A whole Gatehouse whose time stands still until a journey moves it, closed and opened again as often as the journey wants.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { PersonaClient, personaNamed } from '@gatehouse/start';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { eventually } from '@gatehouse/testing';
import { running, type Changes, type Running } from './running.ts';

/** Of a Monday in Almaty: some hours later it is still the same day. */
const MORNING = '2026-11-23T03:00:00.000Z';
const PATIENCE = { timeoutMs: 60_000 };

export class HeldTime {
  private constructor(
    readonly clock: HeldClock,
    private readonly issuer: Awaited<ReturnType<typeof testIssuer>>,
    public gatehouse: Running,
  ) {}

  /** @param from where time stands first */
  static async start(changes: Changes = {}, from: Date | string = MORNING): Promise<HeldTime> {
    const clock = new HeldClock(from);
    const issuer = await testIssuer();
    const identity = { issuer: issuer.issuer, jwksUri: issuer.jwksUri };
    return new HeldTime(clock, issuer, await running({ clock, identity, ...changes }));
  }

  /** A persona whose token is as old as the moment he asks. */
  as(name: string): PersonaClient {
    const tokenOf = () => this.tokenOf(name);
    return new PersonaClient({ ...this.gatehouse.access, tokenOf }, personaNamed(name));
  }

  tokenOf(name: string): Promise<string> {
    const { person: sub, agency, unit, roles } = personaNamed(name);
    return this.issuer.mint({ sub, agency, unit, roles }, { at: this.clock.now() });
  }

  /** What the command line keeps of somebody who signed in, for as long as a command takes. */
  async sessionOf(name: string): Promise<object> {
    const { url, issuer } = this.gatehouse;
    const signedIn = { url, issuer, client: name, secretFrom: { variable: 'NONE' } };
    return { ...signedIn, token: await this.tokenOf(name), expiresAt: Date.now() + 3_600_000 };
  }

  inHours(hours: number): string {
    return new Date(this.clock.now().getTime() + hours * 3_600_000).toISOString();
  }

  /** Forward, and on until every service has a bundle that is not stale by then. */
  async moveTo(at: Date | string): Promise<void> {
    this.clock.set(at);
    await eventually(() => {
      for (const { keeper } of Object.values(this.gatehouse.agencies)) {
        const bundle = keeper.current();
        if (!bundle || bundle.ageSeconds > bundle.maxAgeSeconds) throw new Error('its bundle is stale');
      }
    }, PATIENCE);
  }

  async restart(): Promise<void> {
    this.gatehouse = await this.gatehouse.restart();
  }

  async end(): Promise<void> {
    await this.gatehouse.end();
    await this.issuer.close();
  }
}
