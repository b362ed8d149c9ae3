// When may we consent, refuse, and take a consent back? In time, once, by somebody independent, for a time that ends. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { ConsentRequestV1 } from '@gatehouse/contracts';
import type { NotIndependent } from '@gatehouse/personnel';
import type {
  ConsentGranted,
  ConsentRefused,
  ConsentRequestEvent,
  ConsentRequestLapsed,
  ConsentRequestReceived,
  ConsentWithdrawn,
} from './consent-request.events.ts';
import { termsRefusal, type TermsRefusal } from './terms.ts';

export type ConsentRequestCommand =
  | {
      type: 'GrantConsent';
      data: ConsentGranted['data'];
      knownConditions: readonly string[];
      notIndependent: NotIndependent | null;
    }
  | { type: 'RefuseConsent'; data: ConsentRefused['data']; notIndependent: NotIndependent | null }
  | { type: 'WithdrawConsent'; data: ConsentWithdrawn['data']; notIndependent: NotIndependent | null }
  | { type: 'LapseRequest'; data: ConsentRequestLapsed['data'] };

export type ConsentRequestRefusal =
  NotIndependent | 'request-unknown' | 'request-answered' | 'request-lapsed' | 'consent-not-granted' | TermsRefusal;

export const REQUEST_STATES = ['waiting', 'granted', 'refused', 'withdrawn', 'lapsed'] as const;

export type ConsentRequest =
  { status: 'none' } | { status: (typeof REQUEST_STATES)[number]; request: ConsentRequestReceived['data'] };

type Decided = Decision<ConsentRequestEvent, ConsentRequestRefusal>;

const decide = (command: ConsentRequestCommand, state: ConsentRequest): Decided => {
  if (state.status === 'none') return refuse('request-unknown');
  const { answerBy } = state.request.envelope.payload as ConsentRequestV1;
  const isLate = Date.parse(command.data.at) >= Date.parse(answerBy);
  switch (command.type) {
    case 'GrantConsent':
    case 'RefuseConsent':
      if (command.notIndependent) return refuse(command.notIndependent);
      if (state.status === 'lapsed' || (state.status === 'waiting' && isLate)) return refuse('request-lapsed');
      if (state.status !== 'waiting') return refuse('request-answered');
      return command.type === 'GrantConsent'
        ? grant(command)
        : accept<ConsentRequestEvent>({ type: 'ConsentRefused', data: command.data });
    case 'WithdrawConsent':
      if (command.notIndependent) return refuse(command.notIndependent);
      if (state.status !== 'granted') return refuse('consent-not-granted');
      return accept<ConsentRequestEvent>({ type: 'ConsentWithdrawn', data: command.data });
    case 'LapseRequest':
      return state.status === 'waiting' && isLate
        ? accept<ConsentRequestEvent>({ type: 'ConsentRequestLapsed', data: command.data })
        : accept<ConsentRequestEvent>();
    default:
      return unreachable(command);
  }
};

const grant = ({ data, knownConditions }: Extract<ConsentRequestCommand, { type: 'GrantConsent' }>): Decided => {
  const refusal = termsRefusal(data, knownConditions);
  return refusal ? refuse(refusal) : accept<ConsentRequestEvent>({ type: 'ConsentGranted', data });
};

const evolve = (state: ConsentRequest, event: ConsentRequestEvent): ConsentRequest => {
  if (event.type === 'ConsentRequestReceived') return { status: 'waiting', request: event.data };
  if (state.status === 'none') return state;
  const { type } = event;
  switch (type) {
    case 'ConsentGranted':
      return { ...state, status: 'granted' };
    case 'ConsentRefused':
      return { ...state, status: 'refused' };
    case 'ConsentWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'ConsentRequestLapsed':
      return { ...state, status: 'lapsed' };
    default:
      return unreachable(type);
  }
};

export const consentRequestDecider: Decider<
  ConsentRequestCommand,
  ConsentRequest,
  ConsentRequestEvent,
  ConsentRequestRefusal
> = { initial: () => ({ status: 'none' }), decide, evolve };
