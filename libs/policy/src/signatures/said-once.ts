// Bundles come each minute: what is wrong with one is said once, until it changes.
import type { InForceHere } from './in-force-here.ts';

export class SaidOnce {
  #told = '';

  constructor(private readonly alarm: (name: string, about: Record<string, unknown>) => void) {}

  say({ heldOut, compiledOtherwise }: Pick<InForceHere, 'heldOut' | 'compiledOtherwise'>): void {
    const news = JSON.stringify([heldOut.map(({ id, code }) => [id, code]), compiledOtherwise]);
    if (news === this.#told) return;
    this.#told = news;
    for (const { id, code } of heldOut) this.alarm('INSTRUMENT_UNVERIFIED', { instrument: id, code });
    for (const instrument of compiledOtherwise) this.alarm('INSTRUMENT_COMPILED_OTHERWISE', { instrument });
  }
}
