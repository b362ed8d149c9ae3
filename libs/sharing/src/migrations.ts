import type { MigrationSet, Rebased } from '@gatehouse/event-store';

export const sharingMigrations: MigrationSet = {
  name: 'sharing',
  folder: new URL('../migrations/', import.meta.url),
  rights: {
    'sharing.outgoing_position': ['select', 'insert', 'update'],
    'sharing.order_key': ['select', 'insert', 'update (sequence, last_message_id)'],
    'sharing.held': ['select', 'insert', 'update', 'delete'],
    'sharing.holder': ['select', 'insert', 'update (disclosure_id, released_at, stream_id, version)'],
    'sharing.subject_holder': ['select', 'insert'],
    'sharing.standing_due': ['select', 'insert', 'update (noted)', 'delete'],
    // Held while it is looked at, which asks a right to update.
    'sharing.open_correction': ['select', 'insert', 'update (due_at)', 'delete'],
    'sharing.decision_input': ['select', 'insert'],
    'sharing.decision_made': ['select', 'insert'],
    'sharing.standing_run': [
      'select',
      'insert',
      'update (after_item, after_recipient, decided, changed, undecided, state, ended_at)',
    ],
    'sharing.standing_answer': ['select', 'insert', 'delete'],
    'sharing.opened': ['select', 'insert'],
    'sharing.early_receipt': ['select', 'insert', 'delete'],
    'sharing.out_of_turn': ['select', 'insert'],
    'sharing.parked': ['select', 'insert', 'update', 'delete'],
    'sharing.waiting': ['select', 'insert', 'delete'],
  },
};

/** What follows the store's positions when it is re-based. */
export const sharingRebased: Rebased = { positions: ['sharing.outgoing_position'] };
