// What stood on the lanes to the police, read as the broker's administrator, and opened with the police's own key.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { kafkaBus, type BusMessage } from '@gatehouse/event-bus';
import { eventually, testKafka } from '@gatehouse/testing';
import { expect } from '@jest/globals';
import type { Running } from './running.ts';

export interface Message {
  raw: string;
  itemId: string;
  payload: unknown;
  opened: string;
}

/** @param lanes an instrument and a product each; @param count how many messages they hold together at least */
export const messagesOn = async (
  { namespace, keys }: Running,
  lanes: { instrument: string; product: string }[],
  count: number,
): Promise<Message[]> => {
  const { brokers, principals } = testKafka();
  const bus = kafkaBus({ brokers, username: 'admin', password: principals['admin'] ?? '', clientId: 'reader' });
  // A lane delivers at least once: the same bytes again are the same message.
  const found = new Map<string, BusMessage>();
  const topics = lanes.map(
    ({ instrument, product }) => `${namespace}.${instrument}.${product}.kz-prison-service.kz-police`,
  );
  const subscription = await bus.subscribe(
    { group: `${namespace}.reader`, topics },
    async (message) => void found.set(message.value ?? '', message),
  );
  await eventually(async () => expect(found.size).toBeGreaterThanOrEqual(count), { timeoutMs: 60_000 });
  await subscription.stop();
  await bus.close();
  const prison = publicKeys(keys.ofService['prison-intelligence']);
  return Promise.all(
    [...found.values()].map(async (message) => {
      const { payload } = await openSealed(
        message.value ?? '',
        keys.ofService['police-liaison'],
        () => prison,
        'gatehouse-item+jws',
      );
      const envelope = payload as { itemId: string; payload: unknown };
      const opened = JSON.stringify(envelope);
      return { raw: JSON.stringify(message), itemId: envelope.itemId, payload: envelope.payload, opened };
    }),
  );
};
