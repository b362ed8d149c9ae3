// When does a statement of necessity hold, and who answers it? On the stream of the item. No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { NotIndependent } from '@gatehouse/personnel';
import { necessityAnswerRefusal, type NecessityAnswerRefusal } from '@gatehouse/policy/necessity';
import { receivedItemDecider, type ReceivedItem } from '../received-item/received-item.decider.ts';
import type { ReceivedItemEvent } from '../received-item/received-item.events.ts';
import { statementsOf } from './necessities.ts';
import type { NecessityApproved, NecessityStated } from './necessity.events.ts';

export interface StateNecessity {
  type: 'StateNecessity';
  data: NecessityStated['data'];
  /** of the item's product, by its contract: whether this copy has one of them, no answer tells */
  specialFields: string[];
}

export interface AnswerNecessity {
  type: 'ApproveNecessity' | 'RefuseNecessity';
  data: NecessityApproved['data'];
  /** what the rules of independence say of whoever answers */
  notIndependent: NotIndependent | null;
}

export type NecessityCommand = StateNecessity | AnswerNecessity;
export type NecessityRefusal =
  NecessityAnswerRefusal | NotIndependent | 'item-not-received' | 'not-a-special-field' | 'special-field-named-twice';

type Decided = Decision<ReceivedItemEvent, NecessityRefusal>;

const decide = (command: NecessityCommand, item: ReceivedItem): Decided => {
  if (item.held === null) return refuse('item-not-received');
  switch (command.type) {
    case 'StateNecessity':
      return state(command);
    case 'ApproveNecessity':
    case 'RefuseNecessity':
      return answer(command, item);
    default:
      return unreachable(command);
  }
};

const state = ({ data, specialFields }: StateNecessity): Decided => {
  const named = data.fields.map(({ field }) => field);
  if (new Set(named).size < named.length) return refuse('special-field-named-twice');
  if (!named.every((field) => specialFields.includes(field))) return refuse('not-a-special-field');
  return accept<ReceivedItemEvent>({ type: 'NecessityStated', data });
};

const answer = ({ type, data, notIndependent }: AnswerNecessity, { necessities }: ReceivedItem): Decided => {
  const statement = statementsOf(necessities).find(({ statementId }) => statementId === data.statementId) ?? null;
  const refusal = necessityAnswerRefusal(statement, data.at) ?? notIndependent;
  if (refusal) return refuse(refusal);
  return accept<ReceivedItemEvent>({
    type: type === 'ApproveNecessity' ? 'NecessityApproved' : 'NecessityRefused',
    data,
  });
};

export const necessityDecider: Decider<NecessityCommand, ReceivedItem, ReceivedItemEvent, NecessityRefusal> = {
  initial: receivedItemDecider.initial,
  decide,
  evolve: receivedItemDecider.evolve,
};
