/** Resolves, with what to say, when this process is asked to end. Call it first: a signal that comes earlier ends at once. */
export const stopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve('Ctrl-C: stopping'));
    process.once('SIGTERM', () => resolve('asked to end: stopping'));
  });
