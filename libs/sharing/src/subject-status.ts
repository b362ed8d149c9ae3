// What a recipient was told of a person since it got an item about him: pure. The newest version by his owner's count holds, in
// whatever order they came; what the item came with is never made more open by one that is not known to be newer.
import { acquittalsOf, type Acquittal, type SubjectFacts } from '@gatehouse/policy';

/** A person's status, by the recipient's pseudonym of him. It is whole: what is not said is not so. */
export interface SubjectStatus {
  ref: string;
  version: number;
  juvenile: boolean;
  sealedSince: string | null;
  limitedTo: string[] | null;
  acquitted: Acquittal[];
}

/** @returns the newest of these; null where there is none */
export const newestStatus = (statuses: readonly SubjectStatus[]): SubjectStatus | null =>
  statuses.reduce<SubjectStatus | null>(
    (newest, one) => (newest && newest.version >= one.version ? newest : one),
    null,
  );

/** The facts of a person as they count now, with the version they rest on. */
export const asStatedSince = (came: SubjectFacts, since: SubjectStatus | null): SubjectFacts => {
  if (since === null) return came;
  if (came.statusVersion === undefined) return { ...stricter(came, since), statusVersion: since.version };
  return came.statusVersion >= since.version ? came : { ...replaced(came, since), statusVersion: since.version };
};

const replaced = (came: SubjectFacts, since: SubjectStatus): SubjectFacts => {
  const { juvenile, sealed: _sealed, limitedAccess: _limited, acquitted: _acquitted, ...person } = came;
  const { sealedSince, limitedTo, acquitted } = since;
  return {
    ...person,
    ...(since.juvenile && { juvenile: asJuvenile(juvenile) }),
    ...(sealedSince !== null && { sealed: { since: sealedSince } }),
    ...(limitedTo !== null && { limitedAccess: { allow: limitedTo } }),
    ...(acquitted.length > 0 && { acquitted }),
  };
};

/** Every restriction of both. */
const stricter = (came: SubjectFacts, since: SubjectStatus): SubjectFacts => {
  const { juvenile, sealed, limitedAccess } = came;
  const now = replaced(came, since);
  const earliest = [sealed?.since, now.sealed?.since].filter((day) => day !== undefined).toSorted()[0];
  const allowed = now.limitedAccess?.allow ?? limitedAccess?.allow;
  const acquitted = [...since.acquitted, ...acquittalsOf(came)];
  return {
    ...now,
    ...(juvenile?.atConduct && { juvenile }),
    ...(earliest !== undefined && { sealed: { since: earliest } }),
    ...(allowed && {
      limitedAccess: { allow: allowed.filter((name) => limitedAccess?.allow.includes(name) ?? true) },
    }),
    ...(acquitted.length > 0 && { acquitted }),
  };
};

/** The wire says no age: what decides is the age at the conduct. */
const asJuvenile = (known: SubjectFacts['juvenile']): NonNullable<SubjectFacts['juvenile']> => ({
  age: known?.age ?? 0,
  atConduct: true,
});

const isSealedBy = (since: string | null | undefined, at: Date): boolean =>
  typeof since === 'string' && since <= at.toISOString().slice(0, 10);

/** Whether what is about one of these people is open to nobody at its holder: a notice of it is acknowledged by nobody either. */
export const isClosedToAll = (people: readonly SubjectFacts[], at: Date): boolean =>
  people.some(({ sealed, limitedAccess }) => isSealedBy(sealed?.since, at) || limitedAccess?.allow.length === 0);

/** The same, as a status that leaves says it. */
export const saysClosedToAll = (payload: unknown, at: Date): boolean => {
  const { sealedSince, limitedTo } = payload as Partial<Pick<SubjectStatus, 'sealedSince' | 'limitedTo'>>;
  return isSealedBy(sealedSince, at) || limitedTo?.length === 0;
};
