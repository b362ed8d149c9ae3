// The lanes of the bundle in use that lead to this agency: what may come, from whom, and with which fields.
import { topicName } from '@gatehouse/agreements';
import { partyKeys, type Agency } from './agency.ts';

export interface Lane {
  kind: 'data' | 'receipts';
  topic: string;
  from: string;
  /** the instrument and version that the lane was compiled from */
  agreement: string;
  /** on a data lane: the product, and the fields that may come */
  product?: string;
  fields: string[];
}

/** Lanes from parties that are here to send; none without a verified bundle. */
export const incomingLanes = (agency: Agency): Lane[] => {
  const bundle = agency.keeper.current()?.bundle;
  if (!bundle) return [];
  return bundle.instruments.flatMap(({ compiled }) =>
    compiled.topics
      .filter((topic) => topic.to === agency.party && partyKeys(bundle, topic.from) !== undefined)
      .map((topic) => ({
        kind: topic.kind,
        topic: topicName(agency.namespace, topic),
        from: topic.from,
        ...(topic.product ? { product: topic.product } : {}),
        fields: compiled.flows
          .filter(({ product }) => product === topic.product)
          .flatMap(({ projection }) => projection),
        agreement: `${compiled.id}@${compiled.version}`,
      })),
  );
};
