// Which flows rule a question (README, rule 5 and rule 10): kinds do not mix, several of one kind intersect, and so does every
// version from publication to now.
import type { Agreement, Cell, Flow } from '../case.ts';
import { namesEmergency } from './emergency.ts';
import { come } from './time.ts';

export interface Ruling {
  agreement: Agreement;
  version: number;
  flow: Flow;
}

export interface Basis {
  /** the flows of the product from the originator to the caller, one for each agreement and version in flight */
  ruling: Ruling[];
  /** whether every version in flight of every ruling agreement has such a flow */
  covered: boolean;
  /** whether all of them also cover the purpose */
  purposeCovered: boolean;
}

const KINDS: Agreement['instrument'][][] = [['statute'], ['agreement', 'internal-instruction'], ['vital-interest']];

/** The versions of an agreement from the item's publication to now, oldest first; what is published now is published under the last. */
const inFlight = (agreement: Agreement, { item, now, request }: Cell): { version: number; flows: Flow[] }[] => {
  const history = (agreement.versions ?? []).filter(({ effectiveFrom }) => come(now, effectiveFrom));
  if (history.length === 0) return [{ version: agreement.version, flows: agreement.flows }];
  if (request.question === 'publish') return history.slice(-1);
  const published = item.underVersions[agreement.id] ?? history[0]!.version;
  return history.filter(({ version }) => version >= published);
};

const flowOf = (flows: Flow[], { item, caller }: Cell): Flow | undefined =>
  flows.find(
    ({ product, producer, consumers }) =>
      product === item.product && producer === item.originator && consumers.includes(caller.agency),
  );

interface Candidate {
  ruling: Ruling[];
  covered: boolean;
  purposeCovered: boolean;
}

const candidateOf = (agreement: Agreement, cell: Cell): Candidate => {
  const versions = inFlight(agreement, cell);
  const found = versions.map(({ version, flows }) => ({ agreement, version, flow: flowOf(flows, cell) }));
  const ruling = found.filter((one): one is Ruling => one.flow !== undefined);
  const purposeCovered = ruling.some((one) => coversPurpose(one, cell));
  return { ruling, covered: ruling.length === versions.length, purposeCovered };
};

/** In an emergency both have to name it: the flow, and clause 19. */
const coversPurpose = ({ agreement, flow }: Ruling, { request: { question, purpose } }: Cell): boolean =>
  flow.purposes.includes(purpose) && (question !== 'breakGlass' || namesEmergency(agreement, purpose));

/** The flows that rule a cell. Without any that covers the purpose, those of the first kind that covers product and consumer. */
export const basisOf = (cell: Cell): Basis => {
  const emergency = cell.request.question === 'breakGlass';
  const kinds = emergency ? [KINDS[2]!] : KINDS;
  const byKind = kinds.map((kind) =>
    cell.agreements
      .filter(({ instrument }) => kind.includes(instrument))
      .map((agreement) => candidateOf(agreement, cell))
      .filter(({ ruling }) => ruling.length > 0),
  );
  const matching = byKind.map((candidates) => candidates.filter(({ purposeCovered }) => purposeCovered));
  const chosen =
    matching.find((candidates) => candidates.length > 0) ?? byKind.find((candidates) => candidates.length > 0) ?? [];
  const ruling = chosen.flatMap((candidate) => candidate.ruling);
  return {
    ruling,
    covered: chosen.length > 0 && chosen.every(({ covered }) => covered),
    purposeCovered: ruling.every((one) => coversPurpose(one, cell)),
  };
};
