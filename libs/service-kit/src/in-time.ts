/**
 * Waits for work no longer than a time; the work itself goes on.
 * @param ms milliseconds
 * @param late what to give, or throw, when it took longer
 */
export const inTime = async <T>(work: Promise<T>, ms: number, late: () => T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    const first = await Promise.race([work.then((value) => ({ value })), tooLong]);
    return first ? first.value : late();
  } finally {
    clearTimeout(timer);
  }
};
