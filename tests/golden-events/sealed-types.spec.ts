// Which types of event are sealed, and what of them stays clear. What holds words about people is sealed; each type that is not stands
// here with the reason.
import { eventTypes as ofPolice } from '@gatehouse/police-liaison';
import { eventTypes as ofPrison } from '@gatehouse/prison-intelligence';
import type { SealedType } from '@gatehouse/event-store';
import { expect, it } from '@jest/globals';
import { CATALOGUES } from './catalogues.ts';
import { readSample, sampleFiles, type Sample } from './sample.ts';

const PLAIN: [reason: string, types: string[]][] = [
  [
    'the ledger: ids, codes, names of fields and references, so that a correction finds every recipient',
    [
      'DisclosureDecided',
      'DisclosureDelivered',
      'DisclosureRead',
      'DisclosureAcknowledged',
      'DisclosureActioned',
      'DisclosureUsed',
    ],
  ],
  [
    'a message that could not be opened: its code; a duty manager’s reason to dismiss it is about a message',
    [
      'MessageParked',
      'ParkedMessageRetried',
      'ParkedMessageRefusedAgain',
      'ParkedMessageAccepted',
      'ParkedMessageDismissed',
    ],
  ],
  [
    'a clock: item, instants and who of the own people is called; it runs also where no key can be had (ruling 1)',
    [
      'AcknowledgementClockStarted',
      'DutyHolderCalled',
      'NobodyToCall',
      'CallUndelivered',
      'IntelligenceAlertEscalated',
      'CorrectionOverdue',
      'WithdrawalOverdue',
      'AcknowledgementOverdue',
      'EmergencyReviewOverdue',
      'AcknowledgementClockStopped',
    ],
  ],
  [
    'the duty rota: own people and how they are called, asked whenever a clock is due (ruling 1)',
    ['DutyPlanned', 'DutyHandedOver', 'DutyWithdrawn', 'LineAboveSet'],
  ],
  [
    'personnel: facts about own people, no words, asked at every decision; they end with the post and not with an item',
    [
      'AssignmentGranted',
      'AssignmentEnded',
      'TrainingCertified',
      'TrainingLapsed',
      'VettingGranted',
      'VettingRevoked',
      'ConflictOfInterestDeclared',
      'ChainAttested',
      'CodeOfConductAcknowledged',
    ],
  ],
  [
    'an import: counts, a digest and settings; each report is a stream of its own',
    [
      'ReportImportOpened',
      'ReportFileReceived',
      'ReportFileChecked',
      'ReportImportStarted',
      'ReportImportStopped',
      'ReportImportResumed',
      'ReportImportFinished',
      'ReportImportAbandoned',
    ],
  ],
  [
    'what a party is told of an instrument: steps, days and a reason that names nobody; and what it reports, in counts',
    ['InstrumentNoticesReceived', 'PerformanceReported'],
  ],
  [
    'a requirement: a question about a matter, never about a named person',
    ['IntelligenceRequirementIssued', 'IntelligenceRequirementClosed'],
  ],
];

const types = [...ofPolice, ...ofPrison].flatMap((set) => Object.entries(set));
const isSealed = (known: (typeof types)[number][1]): known is SealedType => 'clear' in known;
const samples = sampleFiles().map(readSample);
const clearOf = ({ type, data }: Sample): object | undefined =>
  [CATALOGUES['prison-intelligence']!, CATALOGUES['police-liaison']!]
    .map((catalogue) => catalogue.sealingOf(type))
    .find((sealing) => sealing !== undefined)
    ?.clearOf(data);

/** Every text in a value, at any depth. */
const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
};
/** Whether a value has what a path names; of an array any element. */
const has = (value: unknown, [name, ...rest]: string[]): boolean => {
  if (name === undefined) return true;
  if (value === null || typeof value !== 'object') return false;
  const [member, ...each] = name.split('[]');
  if (!Object.hasOwn(value, member ?? '')) return false;
  const below = (value as Record<string, unknown>)[member ?? ''];
  return each.length > 0
    ? (below as unknown[]).length === 0 || (below as unknown[]).some((one) => has(one, rest))
    : has(below, rest);
};

it('every type of the two intelligence services is sealed, or stands plain for a reason', () => {
  const plain = [...new Set(types.filter(([, known]) => !isSealed(known)).map(([type]) => type))];
  expect(plain.toSorted()).toEqual(PLAIN.flatMap(([, named]) => named).toSorted());
});

it.each(samples.filter((sample) => clearOf(sample)).map((sample): [string, Sample] => [sample.type, sample]))(
  '%s leaves no word clear: ids, codes and instants alone',
  (_type, sample) => {
    const clear = texts(clearOf(sample));
    expect(clear.length).toBeGreaterThan(0);
    expect(clear.filter((text) => /\s/.test(text))).toEqual([]);
  },
);

it('every clear path names something that some event has', () => {
  const clear = types.flatMap(([type, known]) => (isSealed(known) ? known.clear.map((path) => ({ type, path })) : []));
  const missing = clear.filter(
    ({ type, path }) => !samples.some((sample) => sample.type === type && has(sample.data, path.split('.'))),
  );
  expect(missing).toEqual([]);
});
