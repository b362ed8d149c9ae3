import type { MigrationSet, Rebased } from '@gatehouse/event-store';

/** Schema `escalation`: in the database of every service that has clocks. */
export const escalationMigrations: MigrationSet = {
  name: 'escalation',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'escalation.position': ['select', 'insert', 'update'],
    'escalation.terms': ['select', 'insert', 'update'],
    'escalation.clock': ['select', 'insert', 'update'],
    'escalation.notice': ['select', 'insert', 'update'],
  },
};

/** What follows the store's positions when it is re-based. */
export const escalationRebased: Rebased = { positions: ['escalation.position'] };
