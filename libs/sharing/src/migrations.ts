import type { MigrationSet } from '@gatehouse/event-store';

export const sharingMigrations: MigrationSet = { name: 'sharing', folder: new URL('../migrations/', import.meta.url) };
