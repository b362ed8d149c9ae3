// What a subscription gives its messages to: one at a time, or together.
import type { Handle, HandleTogether } from './bus.ts';

export interface Handler {
  /** messages at the most */
  atATime: number;
  handle: HandleTogether;
}

/** Small enough for one transaction. */
const TOGETHER = 100;

export const oneByOne = (handle: Handle): Handler => ({
  atATime: 1,
  handle: async (messages) => {
    for (const message of messages) await handle(message);
  },
});

export const together = (handle: HandleTogether): Handler => ({ atATime: TOGETHER, handle });

/** Messages in the order they came, so many at a time as a handler takes. */
export const portions = <T>(messages: readonly T[], { atATime }: Handler): T[][] =>
  Array.from({ length: Math.ceil(messages.length / atATime) }, (_, n) =>
    messages.slice(n * atATime, (n + 1) * atATime),
  );
