/**
 * Judges a history of concurrent appends and reads. Pure.
 *
 * Promise: no anomaly is named for a store that is strictly serializable; each one named is one that no order of the
 * transactions explains.
 * Method: the whole store's order is the witness. Where every stream agrees with it, every append stands where its author
 * expected, every read is a prefix that was current, and time is not contradicted, that order explains all that was seen; so
 * no search is needed, and the judgement is linear in the history.
 */
import type { Anomaly, AnomalyKind, Appended, History, StreamSeen } from './history.ts';

export const anomaliesOf = (history: History): Anomaly[] => [
  ...ofValues(history),
  ...ofAppends(history),
  ...ofReads(history),
  ...ofStreams(history),
  ...history.readers.flatMap((reader) => ofReader(reader, history)),
  ...againstTime(history),
];

const named = (kind: AnomalyKind, values: string[], where: string): Anomaly[] =>
  values.map((value) => ({ kind, about: `${value} ${where}` }));

/** Whose a value is. */
const authors = ({ appends }: History): Map<string, Appended> =>
  new Map(appends.flatMap((append) => append.parts.flatMap(({ values }) => values.map((value) => [value, append]))));

const ofValues = (history: History): Anomaly[] => {
  const author = authors(history);
  const everywhere: [string, string[]][] = [
    ...Object.entries(history.streams).map(([name, values]): [string, string[]] => [`in ${name}`, values]),
    ...history.reads.map(({ stream, values }): [string, string[]] => [`as read of ${stream}`, values]),
    ...history.readers.map(({ name, values }): [string, string[]] => [`as ${name} saw it`, values]),
    ['in the whole store', history.all],
  ];
  return everywhere.flatMap(([where, values]) => [
    ...named('twice', duplicates(values), where),
    ...named(
      'invented',
      values.filter((value) => !author.has(value)),
      where,
    ),
    ...named(
      'aborted read',
      values.filter((value) => author.get(value)?.outcome === 'failed'),
      where,
    ),
  ]);
};

const duplicates = (values: string[]): string[] => {
  const last = placesIn(values);
  return last.size === values.length ? [] : [...new Set(values.filter((value, n) => last.get(value) !== n))];
};

interface Places {
  inStream: Map<string, Map<string, number>>;
  inAll: Map<string, number>;
}

const placesIn = (values: string[]): Map<string, number> => new Map(values.map((value, n) => [value, n]));

const ofAppends = ({ appends, streams, all }: History): Anomaly[] => {
  const inStream = new Map(Object.entries(streams).map(([stream, values]) => [stream, placesIn(values)]));
  const places = { inStream, inAll: placesIn(all) };
  return appends.flatMap((append) => ofAppend(append, streams, places));
};

/** What was committed is there, whole, where its author expected it, in every stream it went to. */
const ofAppend = (
  { outcome, parts }: Appended,
  streams: Record<string, string[]>,
  { inStream, inAll }: Places,
): Anomaly[] => {
  const whole = parts.flatMap(({ stream, values }) => values.map((value) => ({ stream, value })));
  const absent = whole.filter(({ stream, value }) => !inStream.get(stream)?.has(value));
  if (outcome === 'committed' && absent.length > 0)
    return absent.flatMap(({ stream, value }) => named('lost', [value], `from ${stream}`));
  if (absent.length === whole.length) return [];
  const first = whole[0]!.value;
  if (absent.length > 0) return named('torn', [first], 'and what was appended with it');
  const misplaced = parts.filter(
    ({ stream, expected, values }) => !values.every((value, n) => streams[stream]?.[expected + n] === value),
  );
  const from = inAll.get(first);
  const together = whole.every(({ value }, n) => from === undefined || inAll.get(value) === from + n);
  return [
    ...misplaced.flatMap(({ stream, expected, values }) =>
      named('lost update', values.slice(0, 1), `does not stand at ${expected + 1} of ${stream}`),
    ),
    ...(together ? [] : named('torn', [first], 'and what was appended with it, in the whole store')),
  ];
};

/** Every read is a beginning of its stream, cut between transactions, and as long as what had ended before it. */
const ofReads = (history: History): Anomaly[] => {
  const author = authors(history);
  return [...Map.groupBy(history.reads, ({ stream }) => stream)].flatMap(([stream, reads]) => {
    const last = history.streams[stream] ?? [];
    return [
      ...reads
        .filter(({ values }) => values.some((value, n) => last[n] !== value))
        .flatMap(({ values }) =>
          named('reordered', [values.find((value, n) => last[n] !== value)!], `in a read of ${stream}`),
        ),
      ...reads.flatMap(({ values }) => tornEnd(values, stream, author)),
      ...staleReads(reads, stream, last, author),
    ];
  });
};

const tornEnd = (values: string[], stream: string, author: Map<string, Appended>): Anomaly[] => {
  const end = values.at(-1);
  const part = end === undefined ? undefined : author.get(end)?.parts.find((one) => one.stream === stream);
  return part && part.values.at(-1) !== end ? named('torn', [end!], `ends a read of ${stream}`) : [];
};

/** A stream only grows: by the end of an append, or of a read that saw it, it is there for whoever begins after that. */
const staleReads = (reads: StreamSeen[], stream: string, last: string[], author: Map<string, Appended>): Anomaly[] => {
  const appended = last.flatMap((value, n) => {
    const append = author.get(value);
    return append?.outcome === 'committed' ? [{ at: append.ended, length: n + 1 }] : [];
  });
  const known = [...appended, ...reads.map(({ ended, values }) => ({ at: ended, length: values.length }))].sort(
    (a, b) => a.at - b.at,
  );
  const inOrder = reads.toSorted((a, b) => a.begun - b.begun);
  let [next, least] = [0, 0];
  return inOrder.flatMap(({ begun, values }) => {
    for (; next < known.length && known[next]!.at < begun; next += 1) least = Math.max(least, known[next]!.length);
    return values.length < least ? named('stale read', [last[least - 1]!], `was not in a read of ${stream}`) : [];
  });
};

/** The whole store has every stream's values, in the stream's order. */
const ofStreams = ({ streams, all }: History): Anomaly[] => {
  const place = placesIn(all);
  return Object.entries(streams).flatMap(([stream, values]) => [
    ...named(
      'skipped',
      values.filter((value) => !place.has(value)),
      `of ${stream} by the whole store's reader`,
    ),
    ...named(
      'reordered',
      values.filter((value, n) => n > 0 && (place.get(value) ?? Infinity) < (place.get(values[n - 1]!) ?? -1)),
      `of ${stream} in the whole store`,
    ),
  ]);
};

/** Who followed the store saw all of it, in the order in which it is read afterwards. */
const ofReader = ({ name, values }: { name: string; values: string[] }, { all }: History): Anomaly[] => {
  const seen = new Set(values);
  const place = placesIn(all);
  return [
    ...named(
      'skipped',
      all.filter((value) => !seen.has(value)),
      `by ${name}`,
    ),
    ...named(
      'reordered',
      values.filter((value, n) => n > 0 && (place.get(value) ?? Infinity) < (place.get(values[n - 1]!) ?? -1)),
      `as ${name} saw it`,
    ),
  ];
};

/** Nothing stands in the whole store before what had been committed when it began. */
const againstTime = (history: History): Anomaly[] => {
  const author = authors(history);
  const found: Anomaly[] = [];
  let earliestEnd = Infinity;
  for (const value of history.all.toReversed()) {
    const append = author.get(value);
    if (!append || append.outcome === 'failed') continue;
    if (append.begun > earliestEnd) found.push(...named('against time', [value], 'stands before what had ended'));
    if (append.outcome === 'committed') earliestEnd = Math.min(earliestEnd, append.ended);
  }
  return found;
};
