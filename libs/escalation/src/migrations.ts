import type { MigrationSet } from '@gatehouse/event-store';

/** Schema `escalation`: in the database of every service that has clocks. */
export const escalationMigrations: MigrationSet = {
  name: 'escalation',
  folder: new URL('../migrations/', import.meta.url),
};
