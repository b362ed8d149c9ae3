// One schedule: what is permitted is tried on every surface before a change, while it is made known and after it, in an order that
// follows from the seed; then what was released is held against the cut-off of the service that released it.
import { attest } from '@gatehouse/personnel';
import { setImmediate } from 'node:timers/promises';
import type { Agencies } from './agencies.ts';
import { cutOf, cutsOff, inForce, type Kind } from './changes.ts';
import { CASE, POLICE, PRISON } from './memorandum.ts';
import {
  cachedNow,
  deciding,
  list,
  read,
  readerOf,
  sendAnew,
  serviceOf,
  share,
  SURFACES,
  type Deciding,
  type Surface,
} from './releases.ts';
import { isReleased, lastRecords, releasesUnder } from './records.ts';
import { oneOf } from '../faults/seeded.ts';

export interface Found {
  /** times something was tried to be released */
  tries: number;
  /** what was released before the cut-off, on each surface: without it the rest says nothing */
  before: Record<Surface, number>;
  /** what was decided to be released after it, in words */
  violations: string[];
  /** from each change until it was in use at both, in milliseconds */
  inUseMs: number[];
}

export const nothingFound = (): Found => ({
  tries: 0,
  before: { bus: 0, read: 0, list: 0, replay: 0 },
  violations: [],
  inUseMs: [],
});

const DUTY = 'po-on-duty';

/** Somebody who may read the case; on duty for threats besides. */
const hire = async ({ police }: Agencies, person: string): Promise<void> => {
  await attest(police, { type: 'GrantVetting', data: { person, level: 'L2' } });
  await attest(police, {
    type: 'CertifyTraining',
    data: { person, course: 'handling-intelligence', until: '2030-01-01T00:00:00Z' },
  });
  await attest(police, {
    type: 'GrantAssignment',
    data: { person, case: CASE, from: '2026-01-01T00:00:00Z', until: null },
  });
};

/** Takes the memorandum as it was into use at both. */
const begin = async (agencies: Agencies, { kind, term, at }: Schedule): Promise<void> => {
  agencies.clock.set(at.toISOString());
  const bundle = await agencies.issued(inForce(kind, term));
  await Promise.all([PRISON, POLICE].map((party) => agencies.makeKnown(party, bundle)));
};

interface Trial {
  surface: Surface;
  /** it began once its service had the change */
  after: boolean;
  released: boolean;
  itemId: string;
}

export interface Schedule {
  kind: Kind;
  /** which of the terms ends, where one does */
  term: number;
  at: Date;
  random: () => number;
  planted: boolean;
  /** of these agencies */
  first: boolean;
}

export const playRound = async (agencies: Agencies, found: Found, schedule: Schedule): Promise<void> => {
  const { kind, term, at, random, planted, first } = schedule;
  const person = `po-${at.getTime()}-${found.tries}`;
  await begin(agencies, schedule);
  if (first) await hire(agencies, DUTY);
  await hire(agencies, person);
  const live = deciding(agencies, person);
  const since = agencies.clock.now();
  const itemId = await agencies.raise();
  await share(live, itemId);
  const held = (await agencies.deliver()).get(itemId);
  if (!held) throw new Error('what was permitted did not arrive');
  const behind = await lastRecords(agencies);
  const by = planted ? await cachedNow(agencies, person) : live;

  const cut = await cutOf(agencies, { kind, term, person });
  const known = new Set<string>();
  const trials: Promise<Trial>[] = [];
  const attempt = (surface: Surface): void => {
    trials.push(tried(agencies, by, { surface, after: known.has(serviceOf(surface)), person, held, since }));
  };
  const some = async (most: number): Promise<void> => {
    for (let n = Math.floor(random() * (most + 1)); n > 0; n -= 1) {
      attempt(oneOf(random, SURFACES));
      // Awaited, it is over before the next step; else it is under way while that one is made.
      if (random() < 0.5) await trials.at(-1);
      for (let turns = Math.floor(random() * 6); turns > 0; turns -= 1) await setImmediate();
    }
  };

  await some(5);
  const began = performance.now();
  const making = (random() < 0.5 ? [PRISON, POLICE] : [POLICE, PRISON]).map(async (service) => {
    await cut.apply[service]!();
    if (cutsOff(kind).includes(service)) known.add(service);
    if (kind === 'term-over') for (const both of cutsOff(kind)) known.add(both);
  });
  await some(3);
  await Promise.all(making);
  if (cut.version !== null) found.inUseMs.push(performance.now() - began);
  await Promise.all(trials);
  await agencies.deliver();
  for (const surface of SURFACES) attempt(surface);
  await some(3);
  await judge(agencies, found, { kind, version: cut.version, trials: await Promise.all(trials), behind });
  await threatPasses(agencies, found, kind);
};

const tried = async (
  agencies: Agencies,
  by: Deciding,
  {
    surface,
    after,
    person,
    held,
    since,
  }: Pick<Trial, 'surface' | 'after'> & { person: string; held: Parameters<typeof read>[2]; since: Date },
): Promise<Trial> => {
  const trial = { surface, after, itemId: held.envelope.itemId };
  const asked = readerOf(person);
  switch (surface) {
    case 'read':
      return { ...trial, released: await read(by, asked, held) };
    case 'list':
      return { ...trial, released: await list(by, asked, held) };
    case 'replay':
      return { ...trial, released: await sendAnew(by, since) };
    case 'bus': {
      const itemId = await agencies.raise();
      await share(by, itemId);
      return { ...trial, itemId, released: await isReleased(agencies, itemId) };
    }
  }
};

interface Played {
  kind: Kind;
  version: number | null;
  trials: Trial[];
  behind: string[];
}

const judge = async (agencies: Agencies, found: Found, { kind, version, trials, behind }: Played): Promise<void> => {
  found.tries += trials.length;
  for (const { surface, after, released } of trials) {
    const isCut = cutsOff(kind).includes(serviceOf(surface));
    if (released && after && isCut) found.violations.push(`${kind}: released on ${surface} after the cut-off`);
    if (released && !after) found.before[surface] += 1;
  }
  // What ends by the clock or by a fact has no bundle to be recorded, and a record's instant is later than its decision's.
  if (version === null) return;
  for (const release of await releasesUnder(agencies, version, behind)) found.violations.push(`${kind}: ${release}`);
};

/** A threat to a life leaves and opens whatever becomes of the memorandum. */
const threatPasses = async (agencies: Agencies, found: Found, kind: Kind): Promise<void> => {
  const live = deciding(agencies, DUTY);
  const itemId = await agencies.raise(true);
  await share(live, itemId);
  found.tries += 1;
  const held = (await agencies.deliver()).get(itemId);
  if (!held) found.violations.push(`${kind}: a threat to a life did not leave`);
  else if (!(await read(live, readerOf(DUTY, 'duty-officer', 'PREVENT_SERIOUS_HARM'), held)))
    found.violations.push(`${kind}: a threat to a life did not open`);
};
