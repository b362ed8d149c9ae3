/** What an error of kafkajs means to the caller. Source: Kafka's protocol error codes as kafkajs names them. */
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { BusFault } from '../bus-fault.ts';

interface KafkaError {
  type?: string;
  message?: string;
  cause?: unknown;
  originalError?: unknown;
  errors?: unknown[];
}

/** The protocol error at the bottom of wrapped errors, such as 'TOPIC_AUTHORIZATION_FAILED'. */
export const protocolErrorOf = (error: unknown, depth = 0): string | undefined => {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { type, cause, originalError, errors } = error as KafkaError;
  if (typeof type === 'string') return type;
  for (const inner of [cause, originalError, ...(errors ?? [])]) {
    const found = protocolErrorOf(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** @returns BusFault for what the broker will refuse for ever, RetryableFault for everything else */
export const asBusFault = (error: unknown): RetryableFault | TerminalFault => {
  if (error instanceof RetryableFault || error instanceof TerminalFault) return error;
  const type = protocolErrorOf(error) ?? '';
  if (type.endsWith('AUTHORIZATION_FAILED') || type === 'SASL_AUTHENTICATION_FAILED')
    return new BusFault('bus-unauthorised', 'the bus refuses this principal', { cause: error });
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return new BusFault('message-too-large', 'the bus refuses a message of this size', { cause: error });
  return new RetryableFault('the bus cannot be reached or is busy', {
    cause: error,
    code: 'bus-unavailable',
    retryAfterSeconds: 1,
  });
};
