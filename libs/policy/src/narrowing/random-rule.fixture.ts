// Random rules that fit the schema: of every attribute a row has, of some it keeps nothing of, and of what is known of who asks.

export interface Dice {
  one: <T>(these: readonly T[]) => T;
  some: <T>(these: readonly T[]) => T[];
  upTo: (most: number) => number;
  /** eight times of nine; once in sixteen */
  often: () => boolean;
  rarely: () => boolean;
}

/** Dice that fall the same way for the same seed (mulberry32). */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  return {
    one: (these) => these[below(these.length)]!,
    some: (these) => these.filter(() => below(2) === 0),
    upTo: (most) => below(most + 1),
    often: () => below(9) > 0,
    rarely: () => below(16) === 0,
  };
};

export const WORDS = {
  agency: ['kz-police', 'kz-prison-service', 'kz-probation'],
  name: ['ann', 'ben', 'kz-police', 'duty-officer'],
  case: ['C-1', 'C-2', 'C-3'],
  priority: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'],
  marker: ['MAY_HELP_DEFENCE', 'ACCURACY_CONTESTED', 'LEGAL_PRIVILEGE', 'ILL_TREATMENT_TAINT'],
  day: ['2026-01-01', '2026-11-22', '2026-11-23', '2026-11-24', '2027-05-31'],
  alertType: ['THREAT_TO_LIFE', 'RECRUITMENT_ACTIVITY', 'RADICALISATION_CONCERN', 'CONTRABAND'],
  grade: [
    { scale: '3x5x2', source: '1', information: 'A' },
    { scale: '3x5x2', source: '3', information: 'D' },
  ],
};

const quoted = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

const someOf = (dice: Dice, words: readonly string[]): string => quoted([dice.one(words), ...dice.some(words)]);

const setTests = (dice: Dice, set: string, words: readonly string[]): string[] => [
  `${set}.contains("${dice.one(words)}")`,
  `${set}.containsAny(${someOf(dice, words)})`,
  `${set}.containsAll(${someOf(dice, words)})`,
  `${someOf(dice, words)}.containsAll(${set})`,
  `${someOf(dice, words)}.containsAny(${set})`,
  `${set}.isEmpty()`,
];

const textTests = (dice: Dice, text: string, words: readonly string[]): string[] => [
  `${text} == "${dice.one(words)}"`,
  `"${dice.one(words)}" != ${text}`,
  `${someOf(dice, words)}.contains(${text})`,
  `${text} like "*${dice.one(words).slice(2)}"`,
];

const dayTests = (dice: Dice, day: string): string[] =>
  ['<', '<=', '>', '>='].flatMap((sign) => [
    `${day} ${sign} context.instrument.today`,
    `datetime("${dice.one(WORDS.day)}") ${sign} ${day}`,
  ]);

const optional = (of: string, attribute: string, test: string): string => `(${of} has ${attribute} && ${test})`;

const ofItem = (dice: Dice): string => {
  const item = 'context.item';
  const test = dice.one([
    ...textTests(dice, `${item}.priority`, WORDS.priority),
    ...textTests(dice, `${item}.alertType`, WORDS.alertType),
    ...textTests(dice, `${item}.originator`, WORDS.agency),
    ...setTests(dice, `${item}.markers`, WORDS.marker),
    ...setTests(dice, `${item}.conditions`, ['NO_ONWARD', 'NO_FOREIGN']),
    ...setTests(dice, `${item}.grades`, ['3x5x2:1:A', '3x5x2:3:D']),
    ...dayTests(dice, `${item}.reviewBy`).map((one) => optional(item, 'reviewBy', one)),
    ...dayTests(dice, `${item}.destroyBy`).map((one) => optional(item, 'destroyBy', one)),
    optional(item, 'caseRef', `context.caller.assignedTo.contains(${item}.caseRef)`),
    `${item} has reviewBy`,
    `${item}.violenceIndicator`,
    `${item}.withdrawn`,
    `${item}.readBefore`,
    `${item}.country == context.caller.country`,
    `${item}.partsFrom == context.caller.names`,
    `${item}.namedRecipients.containsAny(context.caller.names)`,
  ]);
  return `(context has item && ${test})`;
};

const ofSubject = (dice: Dice): string => {
  const subject = 'context.subject';
  const test = dice.one([
    ...textTests(dice, `${subject}.category`, ['SUSPECT', 'VICTIM']),
    ...textTests(dice, `${subject}.ref`, WORDS.name),
    ...setTests(dice, `${subject}.cases`, WORDS.case),
    ...dayTests(dice, `${subject}.sealedSince`).map((one) => optional(subject, 'sealedSince', one)),
    optional(subject, 'limitedTo', `${subject}.limitedTo.containsAny(context.caller.names)`),
    `${subject}.cases.containsAny(context.caller.assignedTo)`,
    `${subject}.juvenileAtConduct`,
    `${subject}.confidentialSource`,
    `${subject}.acquittedFinallyIn.isEmpty()`,
    `context.caller.conflicts.contains(${subject}.ref)`,
  ]);
  return `(context has subject && ${test})`;
};

const ofWhoAsks = (dice: Dice): string =>
  dice.one([
    `context.caller.roles.contains("${dice.one(['police-liaison', 'duty-officer'])}")`,
    '(context.caller.vetting < 3)',
    '(context.bundle.ageSeconds > context.bundle.maxAgeSeconds)',
    '(context.instrument.state == "IN_FORCE")',
    '(context has subject)',
    // Errs of who is vetted: a refusal of everything it is asked of.
    '(context.caller.vetting > 7 && context.caller.vetting * 9007199254740991 * 9007199254740991 > 0)',
  ]);

const expression = (dice: Dice, depth: number): string => {
  if (depth === 0 || dice.upTo(3) === 0) return dice.one([ofItem, ofItem, ofSubject, ofSubject, ofWhoAsks])(dice);
  const inner = (): string => expression(dice, depth - 1);
  return dice.one([
    () => `(${inner()} && ${inner()})`,
    () => `(${inner()} || ${inner()})`,
    () => `!(${inner()})`,
    () => `(if (${inner()}) then (${inner()}) else (${inner()}))`,
  ])();
};

/** A rule that refuses something; of one of the flows, or of whatever is asked where that is null. */
export const randomRule = (dice: Dice, id: string, flows: readonly (string | null)[]): string => {
  const flow = dice.one(flows);
  const annotations = ['', '', '', '@narrows("fields")', '@waits("yes")', '@lacks("contract")', '@subject("yes")'];
  const guard = flow === null ? '' : `context.flow == "${flow}" && `;
  const unless = dice.often() ? '' : ` unless { ${expression(dice, 2)} }`;
  return `@id("${id}") ${dice.one(annotations)}
    forbid (principal, action in Gatehouse::Action::"ask", resource)
    when { ${guard}${expression(dice, 3)} }${unless};`;
};
