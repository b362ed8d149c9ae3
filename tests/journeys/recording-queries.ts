// Which statements a request costs: two answers that must not be told apart must not cost different ones either.
import pg from 'pg';

/** The statements of a request: those that are asked about one of these, while `work` runs. Workers ask about others. */
export const recordingQueries = async (about: string[], work: () => Promise<unknown>): Promise<string[]> => {
  const asked: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
    const { text, values } = typeof first === 'string' ? { text: first, values: second } : first;
    const named = about.some((name) => JSON.stringify(values ?? []).includes(name));
    if (named && !text.includes('oversight.')) asked.push(text);
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return asked;
};
