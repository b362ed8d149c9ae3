// A small read model for the specs of rebuilding: the latest text of each note, in the order in which they were begun.
import type { Projection } from '../projection.ts';

export const notes: Projection = {
  name: 'short-notes',
  tables: [{ name: 'note' }],
  repeatable: true,
  apply: async (client, { streamId, data }) => {
    const { text } = data as { text: string };
    await client.query(
      'insert into note (note_id, text) values ($1, $2) on conflict (note_id) do update set text = excluded.text',
      [streamId, text],
    );
  },
};

/** The same, and how often each was written: an event applied twice shows. */
export const countedNotes: Projection = {
  name: 'short-notes',
  tables: [{ name: 'note' }],
  apply: async (client, event) => {
    await notes.apply(client, event);
    await client.query('update note set times = times + 1 where note_id = $1', [event.streamId]);
  },
};
