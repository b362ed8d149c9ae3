// An index beside the rules. Promise: what it leaves out, Cedar would fail as not covered, so that an answer is the same with
// it and without. A question costs Cedar about a millisecond; of a dozen flows for a product two or three are offered to
// the party that asks.
import type { CompiledFlow } from '@gatehouse/agreements';
import { alertTypeOf } from './facts.ts';
import type { Question } from './question.ts';

/** Whether a flow can cover a question at all, by the parties and types of alert it is compiled for. */
export const isOffered = ({ consumers, producer, alertTypes }: CompiledFlow, { caller, item }: Question): boolean =>
  consumers.includes(caller.agency) &&
  (item === null || (producer === item.originator && (alertTypes?.includes(alertTypeOf(item)) ?? true)));
