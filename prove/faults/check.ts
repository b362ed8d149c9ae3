/**
 * What has to hold when everything has come to rest, whatever was killed, stopped or cut on the way. Pure.
 *
 * Promise: each thing that is not as it should be is named once, in words that begin with its kind: lost, twice, invented,
 * out of order, not recorded, recorded without effect, stuck, not proven.
 */
export type CommandKind = 'observation' | 'alert' | 'clearance';

export interface Effect {
  kind: CommandKind;
  /** what the command was answered: the observation's URN, the alert's id */
  id: string;
}

export interface Share {
  itemId: string;
  recipient: string;
}

export interface Arrival {
  itemId: string;
  messageId: string;
  key: string;
  sequence: number;
  predecessor: string | null;
}

/** A record of a source, or one that was kept, by its number and its commitment. */
export interface Numbered {
  source: string;
  number: number | null;
  entry: string;
}

export interface Facts {
  /** commands that were accepted, once each */
  accepted: Effect[];
  /** commands that nobody answered: each may have happened once, or not */
  unanswered: number;
  /** the owner's events, and what of them is an item for others; in the order of its store */
  effects: (Effect & { itemId: string | null })[];
  /** audit records of accepted commands */
  recordedEffects: Effect[];
  /** whom an alert and its clearance reached before the first fault */
  recipients: Record<'alert' | 'clearance', string[]>;
  /** the ledger's decisions, the audit records of them, and the receipts that came back or were not needed */
  decisions: Share[];
  recordedDecisions: Share[];
  receipts: Share[];
  /** foreign facts at the other agency, in the order of its store, and its audit records of them */
  arrivals: Arrival[];
  recordedArrivals: string[];
  /** what still waits for something, or was put aside: a count a place */
  stuck: Record<string, number>;
  /** audit records where they were written, where they are kept, and the log's entries as the independent verifier read them */
  written: Numbered[];
  kept: (Numbered & { logIndex: number | null })[];
  log: string[];
}

/** The agency that the alerts go to over the bus; the others are posts of the own people. */
export const ACROSS = 'kz-police';

export const violationsOf = (facts: Facts): string[] => [
  ...ofCommands(facts),
  ...ofShares(facts),
  ...ofArrivals(facts),
  ...Object.entries(facts.stuck).flatMap(([place, count]) => (count > 0 ? [`stuck: ${count} in ${place}`] : [])),
  ...ofRecords(facts),
];

const nameOf = ({ kind, id }: Effect): string => `${kind} ${id}`;
const pathOf = ({ itemId, recipient }: Share): string => `${itemId} to ${recipient}`;

const ofCommands = ({ accepted, unanswered, effects, recordedEffects }: Facts): string[] => {
  const wanted = accepted.map(nameOf);
  const found = effects.map(nameOf);
  const beyond = missing(found, wanted);
  return [
    ...missing(wanted, found).map((name) => `lost: ${name}`),
    ...repeated(found).map((name) => `twice: ${name}`),
    ...beyond.slice(unanswered).map((name) => `invented: ${name}, which nobody was told was accepted`),
    ...compared(found, recordedEffects.map(nameOf)),
  ];
};

/** Whoever an alert reached before the first fault is reached by each of them, once. */
const ofShares = ({ effects, recipients, decisions, recordedDecisions, receipts }: Facts): string[] => {
  const wanted = effects.flatMap(({ kind, itemId }) =>
    itemId === null || kind === 'observation' ? [] : recipients[kind].map((recipient) => pathOf({ itemId, recipient })),
  );
  const found = decisions.map(pathOf);
  const delivered = receipts.map(pathOf);
  return [
    ...missing(wanted, found).map((path) => `lost: ${path} was never decided`),
    ...repeated(found).map((path) => `twice: ${path} was decided`),
    ...missing(wanted, delivered).map((path) => `lost: ${path} has no receipt`),
    ...repeated(delivered).map((path) => `twice: the receipt of ${path}`),
    ...compared(found, recordedDecisions.map(pathOf)),
  ];
};

const ofArrivals = ({ effects, recipients, arrivals, recordedArrivals }: Facts): string[] => {
  const wanted = effects.flatMap(({ kind, itemId }) =>
    itemId !== null && kind !== 'observation' && recipients[kind].includes(ACROSS) ? [itemId] : [],
  );
  const found = arrivals.map(({ itemId }) => itemId);
  return [
    ...missing(wanted, found).map((itemId) => `lost: ${itemId} did not arrive`),
    ...repeated(arrivals.map(({ messageId }) => messageId)).map(
      (messageId) => `twice: message ${messageId} had its effect`,
    ),
    ...repeated(found).map((itemId) => `twice: ${itemId} arrived`),
    ...missing(found, wanted).map((itemId) => `invented: ${itemId} arrived and was never raised`),
    ...outOfOrder(arrivals),
    ...compared(found, recordedArrivals),
  ];
};

/** Of each key the first comes first, and each names the one before it. */
const outOfOrder = (arrivals: Arrival[]): string[] =>
  [...Map.groupBy(arrivals, ({ key }) => key).values()].flatMap((ofKey) =>
    ofKey.flatMap(({ itemId, sequence, predecessor }, place) =>
      sequence === place + 1 && predecessor === (ofKey[place - 1]?.messageId ?? null)
        ? []
        : [`out of order: ${itemId} has number ${sequence} and came as number ${place + 1} of its key`],
    ),
  );

/** Each record has its source's next number, is kept once under it, and its commitment stands in the log. */
const ofRecords = ({ written, kept, log }: Facts): string[] => {
  const placeOf = ({ source, number, entry }: Numbered): string => `${source}/${number} ${entry}`;
  const counts = new Map(
    [...Map.groupBy(written, ({ source }) => source)].map(([source, all]) => [source, all.length]),
  );
  const misnumbered = written.filter(
    ({ source, number }) => number === null || number < 1 || number > (counts.get(source) ?? 0),
  );
  return [
    ...misnumbered.map(({ source, number }) => `not proven: a record of ${source} has the number ${number}`),
    ...repeated(written.map(({ source, number }) => `${source}/${number}`)).map(
      (place) => `twice: the number ${place}`,
    ),
    ...missing(written.map(placeOf), kept.map(placeOf)).map((place) => `not proven: ${place} is not kept`),
    ...missing(kept.map(placeOf), written.map(placeOf)).map(
      (place) => `invented: ${place} is kept and was never written`,
    ),
    ...kept
      .filter(({ logIndex, entry }) => logIndex === null || log[logIndex] !== entry)
      .map((record) => `not proven: ${placeOf(record)} does not stand in the log`),
    ...repeated(kept.map(({ logIndex }) => String(logIndex))).map((index) => `twice: place ${index} of the log`),
  ];
};

/** What happened and what the records say happened, one for one. */
const compared = (happened: string[], recorded: string[]): string[] => [
  ...missing(happened, recorded).map((name) => `not recorded: ${name}`),
  ...missing(recorded, happened).map((name) => `recorded without effect: ${name}`),
  ...repeated(recorded).map((name) => `twice: the record of ${name}`),
];

/** Those of the first that are not among the second, each once. */
const missing = (these: string[], those: string[]): string[] => {
  const there = new Set(those);
  return [...new Set(these)].filter((one) => !there.has(one));
};

/** Those that stand there more than once, each once. */
const repeated = (these: string[]): string[] => {
  const counts = new Map<string, number>();
  for (const one of these) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([one]) => one);
};
