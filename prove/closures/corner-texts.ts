// Texts of the extension types at the edges of what is one, and conditions that tell what was read from them.
const DATES = ['2026-11-22', '0000-01-01', '0099-12-31', '9999-12-31', '1900-02-28', '2000-02-29', '2026-12-31'];
const NO_DATES = [
  '1900-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-1-22',
  '2026-11-2',
  '226-11-22',
  '12026-11-22',
  '-026-11-22',
  'x2026-11-22',
  '2026-11-22x',
  '2026/11/22',
  ' 2026-11-22',
];

const TIMES = [
  '12:34:56Z',
  '23:59:59Z',
  '12:34:56.789Z',
  '12:34:56.007Z',
  '12:34:56+0000',
  '12:34:56+1130',
  '12:34:56-1130',
  '12:34:56.789+0059',
  '23:59:59+2359',
  '00:00:00.000-2359',
];
const NO_TIMES = [
  '24:00:00Z',
  '12:60:00Z',
  '12:34:60Z',
  '1:34:56Z',
  '12:3:56Z',
  '12:34:5Z',
  '12:34:56',
  '12:34Z',
  '12:34:56.7Z',
  '12:34:56.78Z',
  '12:34:56.7890Z',
  '12:34:56Zx',
  '12:34:56+24:00',
  '12:34:56+2400',
  '12:34:56+0060',
  '12:34:56+130',
  '12:34:56+01300',
  '12:34:56Z+0130',
  'ab:34:56Z',
  '12:cd:56Z',
  '12:34:efZ',
  '12:34:56.ghiZ',
  '12:34:56+ij30',
  '12:34:56+01kl',
];

export const DATETIME_TEXTS: readonly string[] = [
  ...DATES,
  ...NO_DATES,
  ...[...TIMES, ...NO_TIMES].map((time) => `2026-11-22T${time}`),
  'x2026-11-22T12:34:56Z',
  '2026-11-31T12:34:56Z',
  '2026-11-22t12:34:56Z',
  '2026-11-22 12:34:56Z',
];

const texts = (...lines: string[]): string[] => lines.flatMap((line) => line.split('|'));

export const DURATION_TEXTS: readonly string[] = texts(
  '1d|1h|1m|1s|1ms|-1d|-1h|-1m|-1s|-1ms|0d',
  '12d|34h|56m|78s|90ms|-12d34h56m78s90ms|1d1ms|1h1s|1m1ms|2h1d|1ms1s',
  '1h1h|--1d|+1d|1|d|ms|-d|x1d|1dx|1d 1h| 1d|1.5h|1w|1D||-',
  '106751991167d|106751991168d|-106751991168d|2562047788015h|2562047788016h|153722867280912m',
  '9223372036854775s|9223372036854776s|9223372036854775807ms|-9223372036854775808ms',
  '9223372036854775808ms|-9223372036854775809ms|106751991167d7h12m55s807ms|106751991167d7h12m55s808ms',
);

export const DECIMAL_TEXTS: readonly string[] = texts(
  '0.0|-0.0|1.0|1.5|1.05|1.005|1.0005|12.3456|007.5|-1.5|-0.0001|-12.3456',
  '1|1.|.5|-.5|1.00005|+1.5|--1.5|1.5x|x1.5| 1.5|1,5|1.2.3|-||a.5|1.b',
  '922337203685477.5807|922337203685477.5808|-922337203685477.5808|-922337203685477.5809',
);

const quoted = (text: string): string => JSON.stringify(text);

const timesRead = DATETIME_TEXTS.flatMap((text) => {
  const read = `datetime(${quoted(text)})`;
  // As JavaScript reads it; what it does not read is compared with something, and has to err.
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) || 0;
  return [
    `${read}.durationSince(datetime("1970-01-01")).toMilliseconds() == ${at}`,
    `${read}.toDate() == datetime("2026-11-22")`,
  ];
});

const UNITS = ['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays'];
const SPANS = ['1d', '-1d', '86399999ms', '-86399999ms', '-90061001ms', '3600000ms', '60000ms', '-999ms', '1999ms'];

const unitsOf = SPANS.flatMap((text) =>
  UNITS.flatMap((unit, place) => {
    const whole = `duration("${text}").${unit}()`;
    const ms = [1, 1_000, 60_000, 3_600_000, 86_400_000][place]!;
    return [
      `${whole} == ${Math.trunc(86_399_999 / ms)}`,
      `${whole} == ${-Math.trunc(90_061_001 / ms)}`,
      `${whole} < 1`,
    ];
  }),
);

const spansRead = DURATION_TEXTS.flatMap((text) => {
  const read = `duration(${quoted(text)})`;
  return [`${read}.toMilliseconds() > 3600000`, `${read}.toSeconds() == 60`, `${read} < duration("1ms")`];
});

const decimalsRead = DECIMAL_TEXTS.flatMap((text) => {
  const read = `decimal(${quoted(text)})`;
  return [`${read} == decimal("1.5")`, `${read}.lessThan(decimal("0.0"))`, `${read}.greaterThan(decimal("1.005"))`];
});

const comparisons = ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'].flatMap((name) => [
  ...['0.9999', '1.0', '1.0001', '-1.0'].map((other) => `decimal("1.0").${name}(decimal("${other}"))`),
  `decimal("1.0").${name}(1)`,
  `decimal("1.0").${name}(duration("1ms"))`,
  `context.n.${name}(decimal("1.0"))`,
]);

const OF_OTHERS = [
  'context.n.toDays()',
  'datetime("2026-01-01").toDays()',
  'decimal("1.0").toMilliseconds() == 10000',
  'duration("1d").toDate() == duration("1d")',
  'duration("1d").toTime() == duration("0ms")',
  'duration("1d").offset(duration("1d")) == duration("2d")',
  'datetime("2026-01-01").offset(1) == datetime("2026-01-01")',
  'datetime("2026-01-01").offset(datetime("1970-01-02")) == datetime("2026-01-02")',
  'datetime("2026-01-01").durationSince(duration("1d")) == duration("1d")',
  'duration("1d").durationSince(datetime("2026-01-01")) == duration("1d")',
  'datetime("2026-01-02").durationSince(datetime("2026-01-01")) == duration("24h")',
  'datetime("2026-01-01").durationSince(datetime("2026-01-02")).toDays() == -1',
  'datetime("2026-01-01").offset(duration("1d1h")) == datetime("2026-01-02T01:00:00Z")',
  'datetime("2026-01-01T13:00:00Z").toTime() == duration("13h")',
  'datetime("1969-12-31T13:00:00Z").toTime().toHours() == 13',
  'datetime("1969-12-31T13:00:00Z").toDate() == datetime("1969-12-31")',
  'datetime("1970-01-01") == duration("0ms")',
  'duration("0ms") == decimal("0.0")',
  'datetime("1970-01-01") == 0',
  'datetime(context.s) == datetime("2026-01-01")',
  'decimal(1) == decimal("1.0")',
  'duration("1d") < decimal("1.0")',
  'decimal("1.0") >= datetime("1970-01-01")',
];

/** What the extension types make of their texts and of each other. */
export const TEXT_CORNERS: readonly string[] = [
  ...timesRead,
  ...spansRead,
  ...unitsOf,
  ...decimalsRead,
  ...comparisons,
  ...OF_OTHERS,
];
