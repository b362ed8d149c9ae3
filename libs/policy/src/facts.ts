// The attributes of a question: what is so, never what follows from it. Dates are read in the instrument's zone, a
// list is a set, an interval is running or it is not. No reason is known here.
import type { InstrumentParty } from '@gatehouse/agreements';
import { approvalFacts } from './approvals.ts';
import { cedarDay, dayIn, instant, within } from './day.ts';
import type { CedarRecord } from './engine.ts';
import type { Acquittal, ItemFacts, Question, SubjectFacts } from './question.ts';

const VETTING: Record<string, number> = { L0: 0, L1: 1, L2: 2, L3: 3 };

const unique = (words: (string | null | undefined)[]): string[] => [
  ...new Set(words.filter((word): word is string => typeof word === 'string')),
];

/** A party as the instruments of the bundle list it. */
export type PartyLookup = (party: string) => InstrumentParty | undefined;

/**
 * Countries of the caller and of the originator. Where no instrument lists one of them nothing flows anyway, and he is
 * taken to be of the other's country, so that an unknown agency is refused as unknown and not as foreign.
 */
const countries = (q: Question, party: PartyLookup): { caller: string; home: string } => {
  const listed = q.caller.country ?? party(q.caller.agency)?.country;
  const home = q.item ? party(q.item.originator)?.country : undefined;
  return { caller: listed ?? home ?? '', home: home ?? listed ?? '' };
};

/** Of a recipient whom no instrument lists. */
const UNKNOWN_COUNTRY = 'UNKNOWN';

const isOver = (now: string, until: string | null | undefined): boolean =>
  typeof until === 'string' && instant(until) <= instant(now);

export const callerFacts = (q: Question, party: PartyLookup): CedarRecord => {
  const { caller } = q;
  const begun = caller.assignments.filter(({ from }) => instant(from) <= instant(q.now));
  const country = countries(q, party).caller;
  return {
    agency: caller.agency,
    kind: party(caller.agency)?.kind ?? '',
    country,
    countryRisk: q.countryRisk?.[country] ?? 'UNKNOWN',
    tokenAgency: caller.tokenAgency ?? caller.agency,
    ...(caller.person !== null && { person: caller.person }),
    ...(caller.unit !== null && { unit: caller.unit }),
    roles: unique(caller.roles),
    names: unique([caller.person, caller.unit, caller.agency, ...caller.roles]),
    vetting: isOver(q.now, caller.vettingUntil) ? -1 : (VETTING[caller.vetting ?? ''] ?? -1),
    training: unique(
      caller.training.filter(({ until }) => instant(q.now) < instant(until)).map(({ course }) => course),
    ),
    assignedTo: unique(begun.filter((a) => within(q.now, a.from, a.until)).map((a) => a.case)),
    everAssignedTo: unique(begun.map((a) => a.case)),
    conflicts: unique(caller.conflicts),
    chain: unique(caller.chain),
    automated: caller.automated === true || caller.person === null,
  };
};

/** Facts of the request. `onwardTo`: under which onward terms a holder has its copy. */
export const requestFacts = (
  q: Question,
  product: string,
  party: PartyLookup,
  categoriesByName: string[],
  onwardTo: (holder: string) => string,
): CedarRecord => {
  const { request } = q;
  const { home } = countries(q, party);
  // Whom no instrument lists may be anywhere: what must not leave the country does not go there.
  const recipientCountry = request.recipient ? (party(request.recipient)?.country ?? UNKNOWN_COUNTRY) : home;
  return {
    purpose: request.purpose,
    cases: unique([request.caseRef]),
    justification: request.justification.trim(),
    path: request.path,
    use: unique(request.use ?? []),
    categoriesByName,
    exported: (request.export?.count ?? 0) + (request.export?.alreadyInWindow ?? 0),
    ...approvalFacts(q),
    ...(request.via !== undefined && { via: request.via }),
    viaOnward: request.via === undefined ? 'unknown' : onwardTo(request.via),
    recipientCountry,
    recipientRisk: q.countryRisk?.[recipientCountry] ?? 'UNKNOWN',
    openCorrection: (q.openCorrections ?? []).some(
      (open) => open.agency === q.caller.agency && open.product === product && instant(open.dueAt) <= instant(q.now),
    ),
  };
};

/** The item's own handling and that of its parts. */
const handlings = (item: ItemFacts) => [item.handling, ...(item.derivedFrom ?? []).map(({ handling }) => handling)];

/** Codes of all conditions, those of parts included. */
export const conditionsOf = (item: ItemFacts): string[] =>
  unique(handlings(item).flatMap(({ conditions }) => conditions.map(({ code }) => code))).sort();

/** Findings about the item and its parts. */
export const markersOf = (item: ItemFacts): string[] =>
  unique([...item.markers, ...(item.derivedFrom ?? []).flatMap(({ markers }) => markers)]).sort();

/** The first day of destruction of the item, its parts and its conditions, or null. */
export const destroyByOf = (item: ItemFacts): string | null =>
  unique([
    item.destroyBy,
    ...(item.derivedFrom ?? []).map(({ destroyBy }) => destroyBy),
    ...handlings(item).flatMap(({ conditions }) =>
      conditions.filter(({ code }) => code === 'DESTROY_BY').map(({ date }) => date),
    ),
  ]).sort()[0] ?? null;

/** Whether any part of the item is under conditions. */
export const handlingCodeOf = (item: ItemFacts): string =>
  handlings(item).some(({ code }) => code === 'C') ? 'C' : item.handling.code;

const namedByAll = (item: ItemFacts): string[] => {
  const lists = handlings(item)
    .flatMap(({ conditions }) => conditions)
    .filter(({ code }) => code === 'NAMED_RECIPIENTS')
    .map(({ list }) => list ?? []);
  return unique(lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
};

/** The type of an alert; empty for what has none. */
export const alertTypeOf = ({ payload }: ItemFacts): string => {
  const type: unknown = payload !== null && typeof payload === 'object' ? Reflect.get(payload, 'type') : undefined;
  return typeof type === 'string' ? type : '';
};

export const itemFacts = (item: ItemFacts, q: Question, party: PartyLookup): CedarRecord => {
  const destroyBy = destroyByOf(item);
  return {
    originator: item.originator,
    country: countries(q, party).home,
    priority: item.priority,
    ...(item.caseRef !== null && { caseRef: item.caseRef }),
    alertType: alertTypeOf(item),
    grades: unique((item.grades ?? []).map(({ scale, source, information }) => `${scale}:${source}:${information}`)),
    scales: unique((item.grades ?? []).map(({ scale }) => scale)),
    violenceIndicator: item.violenceIndicator === true,
    withdrawn: item.withdrawn === true,
    markers: markersOf(item),
    conditions: conditionsOf(item),
    namedRecipients: namedByAll(item),
    partsFrom: unique(item.partsFrom ?? []),
    ...(item.reviewBy !== null && { reviewBy: cedarDay(item.reviewBy) }),
    ...(destroyBy !== null && { destroyBy: cedarDay(destroyBy) }),
    readBefore: (item.disclosedBefore ?? []).some(
      ({ agency, person, at }) =>
        agency === q.caller.agency && person === q.caller.person && instant(at) <= instant(q.now),
    ),
  };
};

/** Each acquittal of a person, however many are known. */
export const acquittalsOf = ({ acquitted = [] }: Pick<SubjectFacts, 'acquitted'>): Acquittal[] =>
  Array.isArray(acquitted) ? acquitted : [acquitted];

export const subjectFacts = (subject: SubjectFacts, now: string): CedarRecord => {
  const acquittals = acquittalsOf(subject).filter(({ at }) => instant(at) <= instant(now));
  const acquittedIn = (nothingLeft: boolean): string[] =>
    unique(acquittals.filter(({ final }) => final === nothingLeft).map((acquittal) => acquittal.case));
  return {
    ref: subject.ref,
    category: subject.category,
    cases: unique(subject.cases),
    juvenileAtConduct: subject.juvenile?.atConduct === true,
    ...(subject.sealed && { sealedSince: cedarDay(subject.sealed.since) }),
    ...(subject.limitedAccess && { limitedTo: unique(subject.limitedAccess.allow) }),
    acquittedFinallyIn: acquittedIn(true),
    acquittedNotFinallyIn: acquittedIn(false),
    confidentialSource: subject.confidentialSource === true,
    consents: unique(
      (subject.consents ?? [])
        .filter((consent) => within(now, consent.from, consent.until))
        .map((consent) => consent.for),
    ),
  };
};

/** The day in a zone, as Cedar compares it. */
export const today = (q: Question, zone: string) => cedarDay(dayIn(q.now, zone));
