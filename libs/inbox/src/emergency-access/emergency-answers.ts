// How an emergency access is told to whoever reviews it or answers for it: pure.
import type { EmergencyAccess } from './emergency-access.decider.ts';
import type { EmergencyAccessAnswer, EmergencyAccessListed } from './emergency-access.dto.ts';
import type { EmergencyAccessRow } from './emergency-access.entity.ts';

export const listedAnswer = (row: EmergencyAccessRow): EmergencyAccessListed => {
  const { accessId, itemId, product, originator, person, unit, exceeded, reviews, verdict } = row;
  return {
    accessId,
    itemId,
    product,
    originator,
    usedBy: person,
    unit,
    usedAt: row.usedAt.toISOString(),
    until: row.until.toISOString(),
    reviewBy: row.reviewBy.toISOString(),
    exceeded,
    reviewed: reviews,
    verdict,
  };
};

/** @param reader who looks: until all have reviewed it, nobody is shown what another found */
export const accessAnswer = (
  { used, exceeded, reviews, verdict }: EmergencyAccess,
  reader: string,
): EmergencyAccessAnswer => {
  const { accessId, itemId, product, originator, person, unit, at, until, reviewBy, declared } = used;
  const seen = reviews.filter(({ by }) => verdict !== null || by === reader);
  return {
    accessId,
    itemId,
    product,
    originator,
    usedBy: person,
    unit,
    usedAt: at,
    until,
    reviewBy,
    exceeded: exceeded.length,
    reviewed: reviews.length,
    verdict,
    declared,
    incidents: exceeded.map((incident) => ({ fields: incident.fields, at: incident.at })),
    reviews: seen.map((review) => ({
      by: review.by,
      verdict: review.verdict,
      reason: review.reason,
      at: review.at,
      late: review.late,
    })),
  };
};
