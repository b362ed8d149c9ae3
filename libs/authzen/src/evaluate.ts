// One question of an agency's own system about one of the agency's own people, decided as if that person asked. Promise: it is
// recorded before it is answered; what the person may not know of is answered as what does not exist; what is not understood is
// a refusal. Nothing is opened by it: the person has not seen the item, and the originator is told nothing.
import { shapeOf } from '@gatehouse/agreements';
import { readerFacts } from '@gatehouse/personnel';
import {
  bundleInUse,
  considerOpening,
  evidence,
  keptDecision,
  madeOf,
  permits,
  promisedDecision,
  whoAsked,
  type Agency,
  type Asked,
  type DecisionMade,
  type HeldItem,
} from '@gatehouse/sharing';
import { isUUID } from 'class-validator';
import type { AccessDecision, AccessEvaluation } from './evaluation.dto.ts';

export const AUTHZEN = Symbol('Authzen');

export interface Authzen {
  agency: Agency;
  /** an item as this person would open it; null for what is not held here */
  load: (itemId: string, person: Asked['caller']) => Promise<HeldItem | null>;
}

/** What is decided and recorded of one question. */
interface Evaluated {
  permitted: boolean;
  reason: string;
  obligations: string[];
  fields: string[];
  record: Partial<Parameters<typeof promisedDecision>[3]>;
  made: DecisionMade[];
}

/** No question this decision point understands: its kinds stand in the description of the route. */
export const NOT_UNDERSTOOD = 'NOT_UNDERSTOOD';
const NOT_FOUND = 'NOT_FOUND';

/** @throws RetryableFault when there is no verified bundle, or the record could not be written */
export const evaluate = async (authzen: Authzen, system: Asked, body: AccessEvaluation): Promise<AccessDecision> => {
  const { agency } = authzen;
  const person = personOf(agency, system, body);
  const { permitted, reason, obligations, fields, record, made } = await decided(authzen, person, body);
  const auditPromise = await evidence(agency, (client) =>
    promisedDecision(agency, client, made, {
      event: 'evaluated',
      operation: 'consultation',
      action: WORD.test(body.action?.name ?? '') ? `Evaluate ${body.action?.name}` : 'Evaluate',
      ...whoAsked(system),
      purpose: person?.purpose || null,
      caseRef: person?.caseRef ?? null,
      ...(person && {
        askedAbout: { person: person.caller.person, unit: person.caller.unit, roles: person.caller.roles },
      }),
      ...record,
    }),
  );
  return { decision: permitted, context: { reason, obligations, fields, auditPromise } };
};

const decided = async (
  authzen: Authzen,
  person: Asked | null,
  { action, resource }: AccessEvaluation,
): Promise<Evaluated> => {
  if (!person || !action || !resource) return notUnderstood();
  if (resource.type === 'item' && action.name === 'open') return opening(authzen, person, resource.id);
  if (resource.type === 'service' && resource.id === authzen.agency.service)
    return duty(authzen.agency, person, action.name);
  return notUnderstood();
};

const opening = async ({ agency, load }: Authzen, person: Asked, itemId: string): Promise<Evaluated> => {
  const known = isUUID(itemId) ? itemId : NO_ITEM;
  const held = await load(known, person.caller);
  const facts = await readerFacts(agency.pool, person.caller.person);
  const considered = considerOpening(agency, person, facts, held);
  const { decision, bundleVersion } = considered;
  const permitted = permits(decision);
  const fields = [...new Set(decision.disclosedPaths.map(shapeOf))].toSorted((a, b) => a.localeCompare(b));
  const hidden = decision.effect === 'NOT_FOUND';
  return {
    permitted,
    reason: hidden ? NOT_FOUND : decision.reason,
    obligations: hidden ? [] : decision.obligations,
    fields,
    made: [madeOf(considered, known)],
    record: {
      subjects: held?.envelope.subjects.map((subject) => subject.auditRef) ?? [],
      item: { id: known, product: held?.envelope.product ?? 'unknown' },
      fields,
      agreements: decision.agreements,
      decision: keptDecision(decision, bundleVersion),
    },
  };
};

/** An id no item has. */
const NO_ITEM = '00000000-0000-0000-0000-000000000000';

const duty = (agency: Agency, { caller, purpose }: Asked, action: string): Evaluated => {
  const { point, bundle, digests } = bundleInUse(agency);
  const { agency: party, person, roles } = caller;
  const { permitted, reason } = point.duty({ agency: party, person, roles, owner: agency.party, action, purpose });
  const effect = permitted ? 'PERMIT' : 'DENY';
  const answered = { effect, reason, reasonsInOrder: [reason], obligations: [], bundleVersion: bundle.version };
  // Everything a duty is decided by stands in the record itself.
  const decision = { ...answered, madeFrom: digests };
  return { permitted, reason, obligations: [], fields: [], made: [], record: { decision } };
};

const notUnderstood = (): Evaluated => ({
  permitted: false,
  reason: NOT_UNDERSTOOD,
  obligations: [],
  fields: [],
  made: [],
  record: {},
});

/** The person as if he asked himself; null where nobody of this agency is described, or why he would ask cannot be read. */
const personOf = (agency: Agency, system: Asked, { subject, context = {} }: AccessEvaluation): Asked | null => {
  const { roles, unit } = subject?.properties ?? {};
  const { purpose = '', caseRef = null } = context;
  if (subject?.type !== 'person' || !isWord(unit) || !areWords(roles)) return null;
  if (!isPurpose(purpose) || !isCase(caseRef)) return null;
  return {
    caller: { agency: agency.party, person: subject.id, unit, roles },
    purpose,
    caseRef,
    correlationId: system.correlationId,
  };
};

// What is recorded is names, and never a text that somebody put in their place.
const WORD = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
/** As the headers of a person's own request are read. */
const PURPOSE = /^[A-Z_]{0,40}$/;
const CASE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;
const MOST_ROLES = 20;

const isWord = (value: unknown): value is string => typeof value === 'string' && WORD.test(value);
const isPurpose = (value: unknown): value is string => typeof value === 'string' && PURPOSE.test(value);
const isCase = (value: unknown): value is string | null =>
  value === null || (typeof value === 'string' && CASE.test(value));
const areWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= MOST_ROLES && value.every(isWord);
