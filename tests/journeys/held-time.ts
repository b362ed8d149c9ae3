// A whole Gatehouse whose time stands still until a journey moves it, closed and opened again as often as the journey wants.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { PersonaClient, personaNamed } from '@gatehouse/start';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { running, type Changes, type Running } from './running.ts';

export class HeldTime {
  private constructor(
    readonly clock: HeldClock,
    private readonly issuer: Awaited<ReturnType<typeof testIssuer>>,
    public gatehouse: Running,
  ) {}

  static async start(changes: Changes = {}): Promise<HeldTime> {
    const clock = new HeldClock(new Date());
    const issuer = await testIssuer();
    const identity = { issuer: issuer.issuer, jwksUri: issuer.jwksUri };
    return new HeldTime(clock, issuer, await running({ clock, identity, ...changes }));
  }

  /** A persona whose token is as old as the moment he asks. */
  as(name: string): PersonaClient {
    const { person: sub, agency, unit, roles } = personaNamed(name);
    const tokenOf = () => this.issuer.mint({ sub, agency, unit, roles }, { at: this.clock.now() });
    return new PersonaClient({ ...this.gatehouse.access, tokenOf }, personaNamed(name));
  }

  inHours(hours: number): string {
    return new Date(this.clock.now().getTime() + hours * 3_600_000).toISOString();
  }

  async restart(): Promise<void> {
    this.gatehouse = await this.gatehouse.restart();
  }

  async end(): Promise<void> {
    await this.gatehouse.end();
    await this.issuer.close();
  }
}
