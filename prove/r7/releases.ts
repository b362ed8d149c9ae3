// The ways something can be released, each tried on the real part: to the bus, by reading, by listing, by replaying. A planted bug
// decides them by what was so before the cut-off.
import { readerFacts } from '@gatehouse/personnel';
import {
  considerOpening,
  listItems,
  openItem,
  OutgoingRunner,
  replay,
  type Agency,
  type Asked,
  type HeldItem,
  type ReaderFacts,
} from '@gatehouse/sharing';
import type { Agencies } from './agencies.ts';
import { until } from './carriers.ts';
import { POLICE, PRISON, toProduct } from './memorandum.ts';
import { isDecided } from './records.ts';

export const SURFACES = ['bus', 'read', 'list', 'replay'] as const;
export type Surface = (typeof SURFACES)[number];

/** Whose service releases on a surface. */
export const serviceOf = (surface: Surface): string => (surface === 'bus' || surface === 'replay' ? PRISON : POLICE);

/** Both services, and what is known of the reader, as releases are decided on. */
export interface Deciding {
  prison: Agency;
  police: Agency;
  facts: () => Promise<ReaderFacts>;
  outgoing: OutgoingRunner;
}

export const readerOf = (person: string, role = 'police-liaison', purpose = 'INVESTIGATE'): Asked => ({
  caller: { person, agency: POLICE, unit: 'almaty-ct-desk', roles: [role] },
  purpose,
  caseRef: purpose === 'INVESTIGATE' ? 'KZ-2026-114' : null,
  correlationId: 'r7',
});

export const deciding = ({ prison, police }: Agencies, person: string): Deciding => ({
  prison,
  police,
  facts: () => readerFacts(police.pool, person),
  outgoing: new OutgoingRunner(prison, toProduct),
});

/** The planted bug: whatever is decided from now on is decided on what is so now. */
export const cachedNow = async (agencies: Agencies, person: string): Promise<Deciding> => {
  const facts = await readerFacts(agencies.police.pool, person);
  const now = new Date(agencies.clock.now());
  const frozen = (agency: Agency): Agency => {
    const inUse = agency.keeper.current();
    const keeper = Object.create(agency.keeper) as Agency['keeper'];
    keeper.current = () => inUse;
    return { ...agency, keeper, clock: { now: () => now } };
  };
  const [prison, police] = [frozen(agencies.prison), frozen(agencies.police)];
  return { prison, police, facts: () => Promise.resolve(facts), outgoing: new OutgoingRunner(prison, toProduct) };
};

/** Opens an item; true when its content is given. */
export const read = async ({ police, facts }: Deciding, asked: Asked, held: HeldItem): Promise<boolean> => {
  const considered = considerOpening(police, asked, await facts(), held);
  const { content } = await openItem(police, asked, held.envelope.itemId, considered);
  return content !== null;
};

/** Lists what is there; true when a row is shown. */
export const list = async ({ police, facts }: Deciding, asked: Asked, held: HeldItem): Promise<boolean> => {
  const page = await listItems(police, asked, await facts(), {
    products: [{ product: held.envelope.product, fields: ['alertId', 'type'] }],
    limit: 5,
    next: (after) => Promise.resolve(after === null ? [{ held }] : []),
  });
  return (page.content?.rows.length ?? 0) > 0;
};

/** Sends anew what left since; true when something was sent. Several at once are let run side by side. */
export const sendAnew = async ({ prison }: Deciding, since: Date): Promise<boolean> =>
  (await replay(prison, toProduct, { recipient: POLICE, since })).sent > 0;

/** Lets the share hop run until it has gone past what was raised: another's transaction holds it back for a while. */
export const share = ({ outgoing, prison }: Deciding, itemId: string): Promise<void> =>
  until('an item to be decided', async () => {
    while ((await outgoing.runOnce()) > 0);
    return isDecided(prison, itemId);
  });
