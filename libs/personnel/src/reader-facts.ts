// The facts that decide about a reader, folded from his stream at the moment of the decision: no cache to go stale.
import { codeLists } from '@gatehouse/contracts';
import { readStream, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import type { ReaderFacts } from '@gatehouse/sharing';
import { CODE_OF_CONDUCT, personnelDecider, type Personnel } from './personnel.decider.ts';
import { personnelStream, type PersonnelEvent } from './personnel.events.ts';

/** A person as his agency attested him, with what was attested, in order. One query. */
export const loadPersonnel = async (
  queryable: Queryable,
  person: string,
): Promise<{ personnel: Personnel; attested: RecordedEvent[] }> => {
  const attested = await readStream(queryable, personnelStream(person));
  const personnel = attested.reduce(
    (state, event) => personnelDecider.evolve(state, event as unknown as PersonnelEvent),
    personnelDecider.initial(),
  );
  return { personnel, attested };
};

/** One query. Somebody nobody attested anything about has no vetting, no training and no assignment. */
export const readerFacts = async (queryable: Queryable, person: string): Promise<ReaderFacts> =>
  factsOf((await loadPersonnel(queryable, person)).personnel);

/** The code of conduct in its present edition counts as a course: an agreement asks for it like for any other. */
export const factsOf = ({ codeOfConduct, training, ...facts }: Personnel): ReaderFacts => {
  const acknowledged = codeOfConduct?.edition === codeLists.codeOfConduct.edition ? [codeOfConduct] : [];
  return {
    ...facts,
    training: [...training, ...acknowledged.map(({ until }) => ({ course: CODE_OF_CONDUCT, until }))],
  };
};
