/**
 * The headers of a message that is kept: they are whoever carries the message's, so only those known here, and only of a form that
 * can be stored.
 */
export const tidyHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    ['message-id', 'traceparent'].flatMap((name) => {
      const value = headers[name];
      return value !== undefined && /^[\w-]{1,100}$/.test(value) ? [[name, value]] : [];
    }),
  );
