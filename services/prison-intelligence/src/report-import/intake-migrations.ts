import type { MigrationSet } from '@gatehouse/event-store';

/** The tables of imports: a set of their own, so that they are numbered apart from what else the service keeps. */
export const intakeMigrations: MigrationSet = {
  name: 'intake',
  folder: new URL('../../migrations/intake/', import.meta.url),
  rights: {
    'intake.import': ['select', 'insert', 'update'],
    'intake.piece': ['select', 'insert', 'delete'],
    'intake.line': ['select', 'insert', 'delete'],
    'intake.fault': ['select', 'insert', 'delete'],
    'intake.outcome': ['select', 'insert'],
    'intake.reference': ['select', 'insert'],
  },
};
