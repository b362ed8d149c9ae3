import { unreachable } from '@gatehouse/event-store/decider';
import type { Right } from './right.ts';

/** One thing to do to a bus, said before it is done. */
export type Step =
  | { step: 'take-right'; right: Right }
  | { step: 'create-topic'; topic: string; settings: Record<string, string> }
  | { step: 'add-partitions'; topic: string; from: number; to: number }
  /** `undelivered`: what a shorter time would lose */
  | { step: 'set-setting'; topic: string; setting: string; from: string | null; to: string; undelivered?: number }
  | { step: 'give-right'; right: Right }
  /** for a person to decide: what is deleted is gone */
  | { step: 'delete-topic'; topic: string; undelivered: number }
  /** for a person to decide: it is wider than what this plan is about */
  | { step: 'wider-right'; right: Right };

/** A line for whoever reads a plan. */
export const inWords = (step: Step): string => {
  switch (step.step) {
    case 'take-right':
      return `take from ${rightInWords(step.right)}`;
    case 'give-right':
      return `give ${rightInWords(step.right)}`;
    case 'create-topic':
      return `create the topic ${step.topic}`;
    case 'add-partitions':
      return `add partitions to ${step.topic}: ${step.from} to ${step.to}`;
    case 'set-setting':
      return `set ${step.setting} of ${step.topic}: ${step.from ?? 'the default'} to ${step.to}${losing(step)}`;
    case 'delete-topic':
      return `delete the topic ${step.topic}, which no instrument needs: ${messages(step.undelivered)}`;
    case 'wider-right':
      return `look at a right that reaches further than these lanes: ${rightInWords(step.right)}`;
    default:
      return unreachable(step);
  }
};

const losing = ({ undelivered = 0 }: { undelivered?: number }): string =>
  undelivered === 0 ? '' : `: ${messages(undelivered)}`;

const messages = (undelivered: number): string => {
  if (undelivered === 0) return 'nothing on it is undelivered';
  const many = undelivered === 1 ? '1 message on it is' : `${undelivered} messages on it are`;
  return `${many} undelivered and would be lost`;
};

const rightInWords = ({ principal, may, on, name, begins, denied, host }: Right): string =>
  [
    `${principal}: ${denied ? 'never ' : ''}${may} the ${on}`,
    begins ? `whose name begins with ${name}` : name,
    ...(host === '*' ? [] : [`from ${host}`]),
  ].join(' ');
