/**
 * Who waits for whom at the gate.
 *
 * Promise: an urgent route (@Urgent) has turns of its own: however much a person, or an address, asks elsewhere, an alert can
 * be raised and acknowledged. What is urgent is never refused for the address it comes from before its token was looked at.
 */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { Problem } from './problem.ts';
import { RateLimiter, type RateLimit, type Turn } from './rate-limit.ts';

export interface RateLimits {
  /** of one address, before its token is looked at */
  address: RateLimit;
  /** of one person, on all routes of a service but the urgent ones */
  person: RateLimit;
  /** of one person, on the urgent routes of a service */
  urgent: RateLimit;
}

export const RATE_LIMITS: RateLimits = {
  address: { perSecond: 500, burst: 2_000 },
  person: { perSecond: 50, burst: 500 },
  urgent: { perSecond: 10, burst: 100 },
};

export type CountedFor = keyof RateLimits;

/** The turns of everybody at one service. */
export class Lanes {
  readonly #limiters: Record<CountedFor, RateLimiter>;

  /** @param onLimited told of each request that has to wait */
  constructor(
    limits: RateLimits = RATE_LIMITS,
    private readonly onLimited: (countedFor: CountedFor) => void = () => undefined,
  ) {
    const { address, person, urgent } = limits;
    this.#limiters = {
      address: new RateLimiter(address),
      person: new RateLimiter(person),
      urgent: new RateLimiter(urgent),
    };
  }

  /** @throws Problem too-many-requests */
  takeForAddress(request: IncomingMessage): void {
    this.#take('address', addressOf(request));
  }

  /** @throws Problem too-many-requests */
  takeForPerson(person: string, urgent: boolean): void {
    this.#take(urgent ? 'urgent' : 'person', person);
  }

  #take(lane: CountedFor, key: string): void {
    const limiter = this.#limiters[lane];
    const turn = limiter.take(key);
    if (turn.allowed) return;
    this.onLimited(lane);
    throw new Problem('too-many-requests', { headers: headersOf(lane, limiter.limit, turn) });
  }
}

/** draft-ietf-httpapi-ratelimit-headers: the policy, and that nothing of it is left. */
const headersOf = (lane: CountedFor, { perSecond, burst }: RateLimit, turn: Extract<Turn, { allowed: false }>) => ({
  'retry-after': String(turn.retryAfterSeconds),
  'ratelimit-policy': `"${lane}";q=${burst};w=${Math.ceil(burst / perSecond)}`,
  ratelimit: `"${lane}";r=0;t=${turn.retryAfterSeconds}`,
});

/** Whoever has an IPv6 address has 2^64 of them: they count as one. */
const addressOf = ({ socket }: IncomingMessage): string => {
  const address = socket.remoteAddress ?? 'unknown';
  return isIPv6(address) && !address.startsWith('::ffff:') ? prefixOf(address) : address;
};

const prefixOf = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest].slice(0, 4).join(':');
};
