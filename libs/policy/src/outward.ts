import type { Decision, Effect, Question, QuestionKind } from './question.ts';

const STATUS = {
  PERMIT: 200,
  PERMIT_REDACTED: 200,
  PERMIT_AGGREGATE: 200,
  PEND: 202,
  DENY: 403,
  NOT_FOUND: 404,
} as const;

const OPERATION: Record<QuestionKind, Decision['operation']> = {
  publish: 'disclosure',
  deliver: 'disclosure',
  export: 'disclosure',
  onward: 'disclosure',
  open: 'consultation',
  list: 'consultation',
  search: 'consultation',
  breakGlass: 'consultation',
  aggregate: 'combination',
  adverseDecision: 'alteration',
};

/** Questions whose answer is a page: nothing found is an empty page, not a missing one. */
export const isQuery = ({ request }: Question): boolean => request.question === 'list' || request.question === 'search';

/** The HTTP status of an effect; null where a push sends nothing or is no HTTP. */
export const outwardOf = (q: Question, effect: Effect): Decision['outward'] => {
  if (q.request.question === 'deliver' && q.request.path !== 'http') return null;
  return isQuery(q) && effect === 'NOT_FOUND' ? 200 : STATUS[effect];
};

/** The logged operation of a question (DPA 2018 s.62). */
export const operationOf = ({ request }: Question): Decision['operation'] => OPERATION[request.question];
