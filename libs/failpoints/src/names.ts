/** Every hop boundary of a record's path at which a crash test kills the process, in the order of the path. */
export const FAILPOINTS = [
  'command.before-commit',
  'command.after-commit',
  'share.before-commit',
  'share.after-commit',
  'relay.before-publish',
  'relay.after-acknowledgement',
  'relay.after-mark',
  'receive.before-commit',
  'receive.after-commit',
  'receipt.before-commit',
  'receipt.after-commit',
  'project.before-commit',
  'project.after-commit',
  'sequence.before-commit',
  'sequence.after-commit',
  'ship.after-acknowledgement',
  'keep.before-commit',
  'keep.after-commit',
  'integrate.before-commit',
  'integrate.after-commit',
  'integrate.after-keeping-outside',
  'read.after-audit',
  'clock.before-commit',
  'clock.after-commit',
  'escalate.before-commit',
  'escalate.after-commit',
  'notice.after-acceptance',
] as const;

/** The boundaries of a bulk import, which has no path to a recipient. */
export const IMPORT_FAILPOINTS = ['import.before-commit', 'import.after-commit'] as const;

/** The boundaries of a projection's rebuild, which nobody's record passes. */
export const REBUILD_FAILPOINTS = [
  'rebuild.tables-made',
  'rebuild.before-commit',
  'rebuild.after-commit',
  'rebuild.before-swap-commit',
  'rebuild.after-swap-commit',
] as const;

/** The boundaries of a key store, at each of which it holds a whole key or none. */
export const KEY_FAILPOINTS = [
  'item-keys.make.before-commit',
  'item-keys.make.after-commit',
  'item-keys.destroy.marked',
  'item-keys.destroy.before-commit',
  'item-keys.destroy.after-commit',
] as const;

export type Failpoint =
  | (typeof FAILPOINTS)[number]
  | (typeof IMPORT_FAILPOINTS)[number]
  | (typeof REBUILD_FAILPOINTS)[number]
  | (typeof KEY_FAILPOINTS)[number];

/** Bugs a test plants to see its own check go red. */
export const PLANTED_BUGS = [
  'relay-marks-before-acknowledgement',
  'import-progress-apart-from-events',
  'tells-what-was-written',
  'poison-is-tried-for-ever',
  'inbox-forgets',
  'receives-without-record',
] as const;
export type PlantedBug = (typeof PLANTED_BUGS)[number];
