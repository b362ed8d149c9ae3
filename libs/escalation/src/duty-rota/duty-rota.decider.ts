// May this duty stand in the rota? One person at a time, no gap that leaves nobody, nobody his own deputy, addresses that
// are addresses. No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { isAddress } from './contacts.ts';
import type {
  Duty,
  DutyHandedOver,
  DutyPlanned,
  DutyRotaEvent,
  DutyWithdrawn,
  LineAboveSet,
  LinePost,
  OnCall,
} from './duty-rota.events.ts';

export type DutyRotaCommand =
  | { type: 'PlanDuty'; data: DutyPlanned['data'] }
  | { type: 'HandOverDuty'; data: DutyHandedOver['data'] }
  | { type: 'WithdrawDuty'; data: DutyWithdrawn['data'] }
  | { type: 'SetLineAbove'; data: LineAboveSet['data'] };

export type DutyRotaRefusal =
  | 'duty-ends-before-it-begins'
  | 'duty-already-over'
  | 'duties-overlap'
  | 'gap-leaves-nobody'
  | 'duty-unknown'
  | 'duty-has-begun'
  | 'hand-over-outside-duty'
  | 'deputy-is-the-holder'
  | 'named-twice'
  | 'contact-missing'
  | 'contact-no-address'
  | 'line-leaves-nobody';

export interface DutyRota {
  /** in the order of time; no two at one instant */
  duties: Duty[];
  /** from the first above the duty upwards */
  line: LinePost[];
}

type Outcome = Decision<DutyRotaEvent, DutyRotaRefusal>;

const decide = (command: DutyRotaCommand, rota: DutyRota): Outcome => {
  switch (command.type) {
    case 'PlanDuty':
      return plan(command.data, rota);
    case 'HandOverDuty':
      return handOver(command.data, rota);
    case 'WithdrawDuty':
      return withdraw(command.data, rota);
    case 'SetLineAbove':
      return setLine(command.data);
    default:
      return unreachable(command);
  }
};

const plan = (data: DutyPlanned['data'], { duties }: DutyRota): Outcome => {
  if (data.until <= data.from) return refuse('duty-ends-before-it-begins');
  if (data.until <= data.at) return refuse('duty-already-over');
  const refusal = peopleRefusal(data);
  if (refusal) return refuse(refusal);
  if (duties.some((duty) => duty.from < data.until && data.from < duty.until)) return refuse('duties-overlap');
  const ahead = duties.filter((duty) => duty.until > data.at);
  const joins = ahead.some((duty) => duty.until === data.from || duty.from === data.until);
  // The first duty of an empty rota may begin whenever it does: nobody is left who was there before.
  if (ahead.length > 0 && !joins) return refuse('gap-leaves-nobody');
  return accept<DutyRotaEvent>({ type: 'DutyPlanned', data });
};

const handOver = (data: DutyHandedOver['data'], { duties }: DutyRota): Outcome => {
  const duty = duties.find(({ dutyId }) => dutyId === data.dutyId);
  if (!duty) return refuse('duty-unknown');
  if (data.from < duty.from || data.from >= duty.until || data.from < data.at) return refuse('hand-over-outside-duty');
  const refusal = peopleRefusal(data);
  return refusal ? refuse(refusal) : accept<DutyRotaEvent>({ type: 'DutyHandedOver', data });
};

const withdraw = (data: DutyWithdrawn['data'], { duties }: DutyRota): Outcome => {
  const duty = duties.find(({ dutyId }) => dutyId === data.dutyId);
  if (!duty) return refuse('duty-unknown');
  if (duty.from <= data.at) return refuse('duty-has-begun');
  const before = duties.some(({ until }) => until === duty.from && until > data.at);
  const after = duties.some(({ from }) => from === duty.until);
  if (before && after) return refuse('gap-leaves-nobody');
  return accept<DutyRotaEvent>({ type: 'DutyWithdrawn', data });
};

const setLine = (data: LineAboveSet['data']): Outcome => {
  if (data.posts.length === 0) return refuse('line-leaves-nobody');
  if (new Set(data.posts.map(({ person }) => person)).size < data.posts.length) return refuse('named-twice');
  const refusal = contactsRefusal(data.posts);
  return refusal ? refuse(refusal) : accept<DutyRotaEvent>({ type: 'LineAboveSet', data });
};

const peopleRefusal = ({ holder, deputies }: { holder: OnCall; deputies: OnCall[] }): DutyRotaRefusal | null => {
  const people = deputies.map(({ person }) => person);
  if (people.includes(holder.person)) return 'deputy-is-the-holder';
  if (new Set(people).size < people.length) return 'named-twice';
  return contactsRefusal([holder, ...deputies]);
};

const contactsRefusal = (people: OnCall[]): DutyRotaRefusal | null => {
  if (people.some(({ contacts }) => contacts.length === 0)) return 'contact-missing';
  // A clock sends one notice a channel: a second address of the same kind would never be used.
  if (people.some(({ contacts }) => new Set(contacts.map(({ channel }) => channel)).size < contacts.length))
    return 'named-twice';
  return people.every(({ contacts }) => contacts.every(isAddress)) ? null : 'contact-no-address';
};

const evolve = (rota: DutyRota, event: DutyRotaEvent): DutyRota => {
  switch (event.type) {
    case 'DutyPlanned': {
      const { dutyId, holder, deputies, from, until } = event.data;
      return { ...rota, duties: inOrder([...rota.duties, { dutyId, holder, deputies, from, until }]) };
    }
    case 'DutyHandedOver':
      return { ...rota, duties: inOrder(rota.duties.flatMap((duty) => handedOver(duty, event.data))) };
    case 'DutyWithdrawn':
      return { ...rota, duties: rota.duties.filter(({ dutyId }) => dutyId !== event.data.dutyId) };
    case 'LineAboveSet':
      return { ...rota, line: event.data.posts };
    default:
      return unreachable(event);
  }
};

const handedOver = (duty: Duty, { dutyId, nextDutyId, from, holder, deputies }: DutyHandedOver['data']): Duty[] => {
  if (duty.dutyId !== dutyId) return [duty];
  const next = { dutyId: nextDutyId, holder, deputies, from, until: duty.until };
  return duty.from === from ? [next] : [{ ...duty, until: from }, next];
};

const inOrder = (duties: Duty[]): Duty[] => duties.toSorted((one, other) => one.from.localeCompare(other.from));

export const dutyRotaDecider: Decider<DutyRotaCommand, DutyRota, DutyRotaEvent, DutyRotaRefusal> = {
  initial: () => ({ duties: [], line: [] }),
  decide,
  evolve,
};

/** The duty that runs at an instant (RFC 3339, UTC); undefined where there is none. */
export const dutyAt = ({ duties }: DutyRota, at: string): Duty | undefined =>
  duties.find(({ from, until }) => from <= at && at < until);
