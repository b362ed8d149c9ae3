// The names under which people and sources are known here and outside. All are HMACs under this service's own key
// (RFC 2104), so nobody else can make one or test a guess; the scope keeps one kind from being matched with another.
import { pseudonym } from '@gatehouse/crypto';
import type { Caller, TokenVerifier } from '@gatehouse/service-kit';
import type { Asked } from '@gatehouse/sharing';

/** The role whose holders appear nowhere by name: not in audit records, not in events, not in a log (story D.3). */
export const HANDLER_ROLE = 'source-handler';

/** Who does something here: `person` is what records say, `ref` is the same for one human under every role. */
export interface Hand {
  person: string;
  ref: string;
}

/** The one name of a person in this registry. */
export const handlerName = (key: string, person: string): string => `handler:${pseudonym(key, 'handler', person)}`;

/**
 * Lets a handler in under his pseudonym: from the verified token on, nothing in this service knows another name of him.
 * His unit goes too, since a unit of three people is a name. Everybody else keeps his own name: he answers for it.
 */
export const veiled = (identity: TokenVerifier, key: string): TokenVerifier => ({
  verify: async (authorization) => veil(await identity.verify(authorization), key),
});

// Beside the caller and not in it: nothing that copies or prints a caller can take the name along.
const ownNames = new WeakMap<object, string>();

const veil = (caller: Caller, key: string): Caller => {
  if (!caller.roles.includes(HANDLER_ROLE)) return caller;
  const elsewhere = 'source-handling';
  const hidden = { ...caller, person: handlerName(key, caller.person), unit: elsewhere, clientId: elsewhere };
  ownNames.set(hidden, caller.person);
  return hidden;
};

/** The caller's own name, to be sealed at once: the controller has to be able to find a source's handler. */
export const ownNameOf = ({ caller }: Asked): string => ownNames.get(caller) ?? caller.person;

/** Whoever asked, as the decider compares people: a controller who is a handler elsewhere is the same human here. */
export const handOf = (key: string, { caller }: Asked): Hand => ({
  person: caller.person,
  ref: caller.roles.includes(HANDLER_ROLE) ? caller.person : handlerName(key, caller.person),
});

/**
 * What a report may hold of its source: equal for equal sources, and nothing else can be learnt from it. Two paragraphs
 * with equal tokens do not corroborate each other.
 */
export const sourceToken = (key: string, sourceId: string): string => `source:${pseudonym(key, 'token', sourceId)}`;

/** Equal for entries that name the same person, for the controller who may not see whom. */
export const likeness = (key: string, { subjectId, name, dateOfBirth }: Named): string =>
  pseudonym(key, 'likeness', subjectId ?? `${name.normalize('NFKC').toLowerCase().trim()}\n${dateOfBirth ?? ''}`);

interface Named {
  subjectId: string | null;
  name: string;
  dateOfBirth: string | null;
}

const BIRDS =
  'BITTERN BUSTARD CRANE CURLEW DUNLIN EGRET FALCON GANNET GREBE HERON IBIS KESTREL LAPWING MERLIN ORIOLE OSPREY PETREL PIPIT PLOVER SISKIN SNIPE STORK TEAL TERN'.split(
    ' ',
  );

/** A code name that tells nothing: people who choose one tell something of the person. `id` is random. */
export const codeName = (id: string): string => {
  const bits = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return `${BIRDS[bits % BIRDS.length]}-${String(Math.floor(bits / BIRDS.length) % 10_000).padStart(4, '0')}`;
};
