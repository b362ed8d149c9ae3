// Whether the log is signed. When it must not be, the service goes on keeping what arrives, is not ready, and gives neither
// checkpoints nor promises; once somebody has settled the cause, the next step signs again.
import type { PartState } from '@gatehouse/service-kit';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Integrator } from './integrator.ts';

type Alarm = (name: string, about: Record<string, unknown>) => void;

export class Signing {
  #refused: string | null = null;

  constructor(
    private readonly integrator: Integrator,
    private readonly alarm: Alarm,
  ) {}

  /** Opens the log. What forbids signing is said and kept as the state; everything else is thrown. */
  async open(): Promise<void> {
    await this.#noted(() => this.integrator.open()).catch((fault: unknown) => {
      if (!(fault instanceof TerminalFault)) throw fault;
    });
  }

  /** Integrates one batch, after opening the log where that has not succeeded yet. Gives how many entries went in. */
  step(): Promise<number> {
    return this.#noted(async () => {
      if (this.#refused !== null) await this.integrator.open();
      return this.integrator.runOnce();
    });
  }

  /** Readiness: the stable code of why nothing is signed. */
  state(): PartState {
    return this.#refused === null || { refused: this.#refused };
  }

  /** How many entries the published checkpoint has; null while there is none, or none that is to be relied upon. */
  publishedSize(): number | null {
    return this.#refused === null ? this.integrator.publishedSize : null;
  }

  async #noted<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#refused = null;
      return result;
    } catch (fault) {
      if (fault instanceof TerminalFault) this.#refuse(fault.code);
      throw fault;
    }
  }

  #refuse(code: string): void {
    if (this.#refused !== code) this.alarm('LOG_NOT_SIGNED', { code });
    this.#refused = code;
  }
}
