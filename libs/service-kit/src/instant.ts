/** RFC 3339, the zone included: a local time is read differently by every server. */
export const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An instant as it is kept: in UTC, so that instants compare as texts. What was left out is null. */
export const inUtc = (instant?: string): string | null =>
  instant === undefined ? null : new Date(instant).toISOString();
