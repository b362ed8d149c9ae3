// Everything that left an agency, as its recipient reads it: each message of the lanes between agencies, read with the broker
// administrator's login and opened with the recipient's own keys. Only a test has both.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { everyMessage, type MessageSeen } from '../canary/on-the-bus.ts';
import type { Stage } from './stage.ts';

export interface Left {
  lane: string;
  /** what the broker holds of it */
  outside: string;
  /** what the recipient reads */
  inside: string;
}

const SERVICE_OF: Record<string, 'prison-intelligence' | 'police-liaison'> = {
  'kz-prison-service': 'prison-intelligence',
  'kz-police': 'police-liaison',
};

/** Every item and receipt between agencies so far. */
export const whatLeft = async (stage: Stage): Promise<Left[]> => {
  const { messages } = await everyMessage(stage.namespace);
  const between = messages.filter(({ topic }) => /\.kz-[a-z-]+\.kz-[a-z-]+$/.test(topic));
  return Promise.all(
    between.map(async (message) => ({
      lane: message.topic.slice(stage.namespace.length + 1),
      outside: JSON.stringify(message),
      inside: JSON.stringify(await opened(stage, message)),
    })),
  );
};

const opened = async ({ keys }: Stage, { topic, value }: MessageSeen): Promise<unknown> => {
  const [from = '', to = ''] = topic.split('.').slice(-2);
  const ofParty = (party: string) => keys.ofService[SERVICE_OF[party] ?? 'police-liaison'];
  const kind = topic.includes('.receipts.') ? 'gatehouse-receipt+jws' : 'gatehouse-item+jws';
  return (await openSealed(value, ofParty(to), () => publicKeys(ofParty(from)), kind)).payload;
};
