// The law by which an item leaves (clause 2): the articles that the flows name by which it goes to its recipient. Pure.
import type { CompiledFlow, CompiledInstrument } from '@gatehouse/agreements';
import type { Bundle } from '@gatehouse/policy';
import type { Outgoing } from './to-product.ts';

/** One article, and the instrument with its version under which it allows the flow. */
export interface LawCited {
  agreement: string;
  /** the law by its name, such as an act */
  instrument: string;
  article?: string;
}

interface Leaving {
  /** what the decision cites: instruments with their versions */
  agreements: string[];
  from: string;
  to: string;
  outgoing: Pick<Outgoing, 'purpose' | 'item'>;
}

const isRuling = (flow: CompiledFlow, { from, to, outgoing: { purpose, item } }: Leaving): boolean => {
  const { type } = item.payload as { type?: string };
  return (
    flow.product === item.product &&
    flow.producer === from &&
    flow.consumers.includes(to) &&
    flow.purposes.includes(purpose) &&
    (flow.alertTypes === undefined || flow.alertTypes.includes(type ?? ''))
  );
};

/** A flow that names none stands on whatever its instrument does. */
const articlesOf = ({ id, version, legalBasis = [] }: CompiledInstrument, { basis }: CompiledFlow): LawCited[] =>
  legalBasis
    .filter((law) => basis === undefined || (law.id !== undefined && basis.includes(law.id)))
    .map(({ instrument, article }) => ({
      agreement: `${id}@${version}`,
      instrument,
      ...(article !== undefined && { article }),
    }));

/** Each article once, in the order of the instruments. */
export const lawCited = (bundle: Bundle, leaving: Leaving): LawCited[] => {
  const versions = bundle.instruments.flatMap(({ compiled, history = [] }) => [
    compiled,
    ...history.map((entry) => entry.compiled),
  ]);
  const cited = leaving.agreements.flatMap(
    (agreement) => versions.find(({ id, version }) => `${id}@${version}` === agreement) ?? [],
  );
  const articles = cited.flatMap((one) =>
    one.flows.filter((flow) => isRuling(flow, leaving)).flatMap((flow) => articlesOf(one, flow)),
  );
  return [...new Map(articles.map((article) => [JSON.stringify(article), article])).values()];
};
