// Heartbeats that do not wait for the work they cover. A lost place in the group is told at the next beat, between two
// messages, since kafkajs has to hear of it from the batch that is under way.

export interface Heart {
  /** Beats now if it is time. Throws what an earlier beat met. */
  beat(): Promise<void>;
  stop(): void;
}

/** Beats every so many milliseconds until it is stopped. */
export const beating = (heartbeat: () => Promise<void>, everyMs: number): Heart => {
  let fault: Error | undefined;
  const timer = setInterval(() => {
    heartbeat().catch((error: Error) => {
      fault ??= error;
    });
  }, everyMs);
  return {
    beat: async () => {
      if (fault !== undefined) throw fault;
      await heartbeat();
    },
    stop: () => clearInterval(timer),
  };
};
