// gatehouse agreement suspend, reinstate, terminate: a party's order, signed with its own key on the caller's machine. It counts once and for a
// few minutes, so it is handed in at once, or by whoever is told to.
import { SIGNED_BESIDE, signDetached } from '@gatehouse/crypto';
import { boundOf, reasonDigest, type Order, type SuspensionScope } from '@gatehouse/policy/order';
import { randomUUID } from 'node:crypto';
import { INSTRUMENTS, type Instrument } from './agreement-signature.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { shown, type Output } from './output.ts';
import type { Service } from './service.ts';
import { signingKey } from './signing-key.ts';

export interface OrderOptions {
  key: string;
  reason: string;
  version?: string;
  send?: true;
}
export type SuspendOptions = OrderOptions & { party?: string; category?: string; freezePriorCopies?: true };
export type ReinstateOptions = OrderOptions & { suspension: string };
export type TerminateOptions = OrderOptions & { at: string };

interface Said {
  /** what is signed beside who, when and why */
  order: object;
  /** what is handed in beside the order and its reason */
  body: object;
  path: string;
}

export const suspend = (id: string, options: SuspendOptions, service: Service, output: Output): Promise<ExitCode> => {
  const scope = scopeOf(options);
  const freezePriorCopies = options.freezePriorCopies === true;
  const order = { what: 'SUSPEND', scope, freezePriorCopies };
  return handIn(id, options, { order, body: { scope, freezePriorCopies }, path: 'suspensions' }, service, output);
};

export const reinstate = (
  id: string,
  options: ReinstateOptions,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const { suspension: suspensionId } = options;
  const path = `suspensions/${encodeURIComponent(suspensionId)}/reinstatement`;
  return handIn(id, options, { order: { what: 'REINSTATE', suspensionId }, body: {}, path }, service, output);
};

export const terminate = (
  id: string,
  options: TerminateOptions,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  if (Number.isNaN(Date.parse(options.at)))
    throw new Ended('usage', '--at is an instant, such as 2027-03-01T00:00:00Z.');
  const effectiveAt = new Date(options.at).toISOString();
  const order = { what: 'TERMINATE', effectiveAt };
  return handIn(id, options, { order, body: { effectiveAt }, path: 'termination' }, service, output);
};

const scopeOf = ({ party, category }: SuspendOptions): SuspensionScope => {
  if (party !== undefined && category !== undefined) throw new Ended('usage', 'Give --party or --category, not both.');
  if (party !== undefined) return { kind: 'party', party };
  return category === undefined ? { kind: 'all' } : { kind: 'category', category };
};

const handIn = async (
  id: string,
  { key, reason, version, send }: OrderOptions,
  { order: said, body, path }: Said,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const from = await signingKey(key);
  const at = new Date().toISOString();
  const named = { orderId: randomUUID(), version: await versionOf(id, version, service), at };
  const about = { ...named, instrumentId: id, party: from.party, reasonSha256: reasonDigest(reason) };
  const order = { ...about, ...said } as Order;
  const jws = await signDetached(order, from, SIGNED_BESIDE.order, boundOf(order));
  const json = { ...body, reason, order: { ...named, jws } };
  if (!send) {
    output.result(json, JSON.stringify(json));
    return EXIT.ok;
  }
  const standing = await service.ask<Instrument>({ path: `${INSTRUMENTS}/${encodeURIComponent(id)}/${path}`, json });
  output.result({ ...json, state: standing.state, endsAt: standing.endsAt }, `${shown(id)}: ${shown(standing.state)}`);
  return EXIT.ok;
};

/** What the service says unless given: an order names a version that was agreed. */
const versionOf = async (id: string, given: string | undefined, service: Service): Promise<number> => {
  const version = given === undefined ? await lastOf(id, service) : Number(given);
  if (!Number.isSafeInteger(version) || version < 1) throw new Ended('usage', '--version is a number from 1 on.');
  return version;
};

const lastOf = async (id: string, service: Service): Promise<number> => {
  const { version } = await service.ask<Instrument>({ path: `${INSTRUMENTS}/${encodeURIComponent(id)}` });
  if (version === null) throw new Ended('refused', 'No version of it was agreed.');
  return version;
};
