// A question to the decision point taken apart into what a lawyer would call its facts, and put together again. Each attribute has its own
// digest in the audit trail, so that whoever changes one is told which.
import type { ItemFacts, Question } from '@gatehouse/policy';

/** Every fact of a question by its name. */
export interface Attributes {
  /** instant, age and state of the bundle */
  moment: Pick<Question, 'now' | 'bundle'>;
  caller: Omit<Question['caller'], PersonFact>;
  vetting: { level: Question['caller']['vetting']; until?: string | null };
  training: Question['caller']['training'];
  assignments: Question['caller']['assignments'];
  conflicts: Question['caller']['conflicts'];
  chain: Question['caller']['chain'];
  request: Question['request'];
  item: Omit<ItemFacts, 'payload' | 'disclosedBefore' | 'handling'> | null;
  handling: ItemFacts['handling'] | null;
  payload: unknown;
  disclosedBefore: ItemFacts['disclosedBefore'] | null;
  subjects: Question['subjects'];
  circumstances: Omit<Question, 'now' | 'bundle' | 'caller' | 'request' | 'item' | 'subjects'> & {
    /** false: nothing of that id is held here, and the answer is that for what does not exist */ known: boolean;
  };
}

type PersonFact = 'vetting' | 'vettingUntil' | 'training' | 'assignments' | 'conflicts' | 'chain';

export type AttributeName = keyof Attributes;

/** @param known false where the item asked for does not exist and a phantom was decided about instead */
export const attributesOf = (question: Question, known: boolean): Attributes => {
  const { now, bundle, caller, request, item, subjects, ...circumstances } = question;
  const { vetting: level, vettingUntil: until, training, assignments, conflicts, chain, ...rest } = caller;
  const vetting = { level, ...(until === undefined ? {} : { until }) };
  const moment = { now, bundle };
  const about = itemAttributes(item);
  return {
    moment,
    caller: rest,
    vetting,
    training,
    assignments,
    conflicts,
    chain,
    request,
    subjects,
    ...about,
    circumstances: { ...circumstances, known },
  };
};

const itemAttributes = (
  item: ItemFacts | null,
): Pick<Attributes, 'item' | 'handling' | 'payload' | 'disclosedBefore'> => {
  if (item === null) return { item: null, handling: null, payload: null, disclosedBefore: null };
  const { payload, disclosedBefore, handling, ...rest } = item;
  return { item: rest, handling, payload: payload ?? null, disclosedBefore: disclosedBefore ?? null };
};

/** The question that these are the attributes of. */
export const questionOf = (attributes: Attributes): Question => {
  const { moment, caller, request, subjects, item, handling, payload, disclosedBefore, circumstances } = attributes;
  const { vetting, training, assignments, conflicts, chain } = attributes;
  const { known: _known, ...others } = circumstances;
  const { level, until } = vetting;
  const vetted = { vetting: level, ...(until === undefined ? {} : { vettingUntil: until }) };
  return {
    ...moment,
    ...others,
    caller: { ...caller, ...vetted, training, assignments, conflicts, chain },
    request,
    subjects,
    item: item && handling && { ...item, handling, payload, ...(disclosedBefore ? { disclosedBefore } : {}) },
  };
};
