// Until when somebody here has to acknowledge an item: pure.
import type { Envelope } from '@gatehouse/sharing';

const MINUTE_MS = 60_000;
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;
const OBLIGATION = /^ACK_(\d+)([MH])$/;

/**
 * The instant by which the item has to be acknowledged: within the item's own period where it has one, else within the one the
 * instrument obliges to. Null where nobody asks for it.
 */
export const acknowledgeBy = ({ payload, obligations }: Envelope, receivedAt: string): string | null => {
  const minutes = ofItem(payload) ?? ofInstrument(obligations);
  return minutes === null ? null : new Date(Date.parse(receivedAt) + minutes * MINUTE_MS).toISOString();
};

const ofItem = (payload: unknown): number | null => {
  const { ackWithin } = (payload ?? {}) as { ackWithin?: unknown };
  const parts = typeof ackWithin === 'string' ? DURATION.exec(ackWithin) : null;
  if (!parts) return null;
  const [days = 0, hours = 0, minutes = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days * 24 + hours) * 60 + minutes;
};

const ofInstrument = (obligations: string[]): number | null => {
  const periods = obligations.flatMap((obligation) => {
    const [, count, unit] = OBLIGATION.exec(obligation) ?? [];
    return count ? [Number(count) * (unit === 'H' ? 60 : 1)] : [];
  });
  return periods.length > 0 ? Math.min(...periods) : null;
};
