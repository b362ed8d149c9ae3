// Bundles come each minute: what is wrong with one is said once, until it changes.
import type { InForceHere } from './in-force-here.ts';

export class SaidOnce {
  #told = '';

  constructor(private readonly alarm: (name: string, about: Record<string, unknown>) => void) {}

  say({
    heldOut,
    compiledOtherwise,
    orderFaults,
  }: Pick<InForceHere, 'heldOut' | 'compiledOtherwise' | 'orderFaults'>): void {
    const news = JSON.stringify([heldOut.map(({ id, code }) => [id, code]), compiledOtherwise, orderFaults]);
    if (news === this.#told) return;
    this.#told = news;
    for (const { id, code } of heldOut) this.alarm('INSTRUMENT_UNVERIFIED', { instrument: id, code });
    for (const { id, code } of orderFaults) this.alarm('ORDER_UNVERIFIED', { instrument: id, code });
    for (const instrument of compiledOtherwise) this.alarm('INSTRUMENT_COMPILED_OTHERWISE', { instrument });
  }
}
