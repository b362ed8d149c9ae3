// What was agreed of putting right and taking back: clauses 15 and 16 of the instruments under which a holder got an item, in each
// version from then to now. Of several the strictest: the shortest period, and new items wait where one of them says so.
import { ruleOf, shortestPeriod, type CompiledInstrument } from '@gatehouse/agreements';
import { readStream } from '@gatehouse/event-store';
import type { Bundle, BundleInstrument } from '@gatehouse/policy';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import { holdersOf } from './holders.ts';
import { ledgerStream, type LedgerEvent } from './ledger.ts';
import { postOf } from './post.ts';
import type { ToShare } from './prepare-share.ts';
import type { NoticeKind } from './to-product.ts';

type Queryable = pg.Pool | pg.ClientBase;

/** The instruments, with their versions, that an item was released under to a recipient, as the ledger says. */
const releasedUnder = async (queryable: Queryable, itemId: string, recipient: string): Promise<string[]> => {
  const ledger = await readStream(queryable, ledgerStream(itemId, recipient));
  return ledger.flatMap(({ type, data }) => {
    const entry = { type, data } as LedgerEvent;
    if (entry.type !== 'DisclosureDecided' || !entry.data.released) return [];
    return [...entry.data.publication.agreements, ...entry.data.delivery.agreements];
  });
};

const versionsSince = (
  { compiled, history = [] }: BundleInstrument,
  since: number,
  now: Date,
): CompiledInstrument[] => {
  const begun = history.filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now.getTime());
  const known = begun.length > 0 ? begun.map((entry) => entry.compiled) : [compiled];
  return known.filter(({ version }) => version >= since);
};

/** Each version of the cited instruments from the one cited to the one in force; of one that no bundle has any more, none. */
export const versionsCited = (bundle: Bundle, agreements: string[], now: Date): CompiledInstrument[] =>
  bundle.instruments.flatMap((instrument) => {
    const cited = agreements.map((one) => one.split('@')).filter(([id]) => id === instrument.compiled.id);
    return cited.length === 0 ? [] : versionsSince(instrument, Math.min(...cited.map(([, n]) => Number(n))), now);
  });

/** @returns `within`: null where no clause says so */
export const agreedOf = (
  versions: CompiledInstrument[],
  kind: Exclude<NoticeKind, 'clearance'>,
): { within: string | null; keepsBack: boolean } => {
  if (kind === 'withdrawal') {
    const periods = versions.flatMap((one) => ruleOf(one, 16)?.acknowledgeWithin ?? []);
    return { within: shortestPeriod(periods), keepsBack: true };
  }
  const rules = versions.flatMap((one) => ruleOf(one, 15) ?? []);
  const keepsBack = rules.length === 0 || rules.some(({ whileOpen }) => whileOpen === 'hold-new-items');
  return { within: shortestPeriod(rules.map(({ acknowledgeWithin }) => acknowledgeWithin)), keepsBack };
};

/** Within which the flows by which the notice itself goes ask it to be acknowledged. */
const askedByFlows = (bundle: Bundle, product: string, from: string, to: string): string[] =>
  bundle.instruments
    .flatMap(({ compiled }) => compiled.flows)
    .filter((flow) => flow.product === product && flow.producer === from && flow.consumers.includes(to))
    .flatMap(({ acknowledge }) => acknowledge ?? []);

/** A notice with the period and the consequence that were agreed with this recipient; anything else as it is. */
export const asAgreed = async (agency: Agency, client: pg.ClientBase, toShare: ToShare): Promise<ToShare> => {
  const { outgoing, recipient } = toShare;
  const { about, item } = outgoing;
  const bundle = agency.keeper.current()?.bundle;
  if (!bundle || !about || about.kind === 'clearance') return toShare;
  const versions = versionsCited(bundle, await releasedUnder(client, about.itemId, recipient), agency.clock.now());
  const { within, keepsBack } = agreedOf(versions, about.kind);
  const asked = askedByFlows(bundle, item.product, agency.party, postOf(recipient) ? agency.party : recipient);
  const ackWithin = shortestPeriod([within ?? about.ackWithin, ...asked]) ?? about.ackWithin;
  const payload = item.payload as { ackWithin?: string };
  const told = payload.ackWithin === undefined ? payload : { ...payload, ackWithin };
  return {
    ...toShare,
    outgoing: { ...outgoing, about: { ...about, ackWithin, keepsBack }, item: { ...item, payload: told } },
  };
};

/**
 * The grounds on which an item may be taken back: those that any of these instruments names (clause 16). A holder whose text knows fewer
 * does not keep from the others that something is taken back from them.
 * @returns null where none limits them
 */
export const groundsNamed = (versions: CompiledInstrument[]): string[] | null => {
  const named = versions.map((one) => ruleOf(one, 16)?.grounds);
  if (named.length === 0 || named.includes(undefined)) return null;
  return [...new Set(named.flatMap((grounds) => grounds ?? []))];
};

/** The same of all under which somebody holds an item. */
export const agreedGrounds = async (agency: Agency, itemId: string): Promise<string[] | null> => {
  const bundle = agency.keeper.current()?.bundle;
  if (!bundle) return null;
  const holders = await holdersOf(agency.pool, itemId);
  const under = await Promise.all(holders.map((holder) => releasedUnder(agency.pool, itemId, holder)));
  return groundsNamed(versionsCited(bundle, under.flat(), agency.clock.now()));
};
