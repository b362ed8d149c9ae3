// A type of event in its three versions, as the programs of three years knew it.
import type { EventTypes } from './event-catalogue.ts';
import type { Stored } from './step.ts';

/** Version 1: { room: 'A-12' }. Version 2: { wing: 'A', cell: '12' }. Version 3: the same, with the reason. */
export interface Moved {
  type: 'Moved';
  data: { wing: string; cell: string; reason: string | null };
}

const roomInParts = (older: Stored): Stored => {
  const [wing, cell] = String(older.room).split('-');
  return { wing, cell };
};
const reasonUnknown = (older: Stored): Stored => ({ ...older, reason: null });

/** What the program of each year knew. */
export const firstProgram: EventTypes<Moved> = { Moved: [] };
export const secondProgram: EventTypes<Moved> = { Moved: [roomInParts] };
export const thirdProgram: EventTypes<Moved> = { Moved: [roomInParts, reasonUnknown] };

/** What each wrote. */
export const inFirst = (room: string) => ({ type: 'Moved', data: { room } });
export const inSecond = (wing: string, cell: string) => ({ type: 'Moved', data: { wing, cell } });
export const inThird = (wing: string, cell: string, reason: string) => ({
  type: 'Moved',
  data: { wing, cell, reason },
});
