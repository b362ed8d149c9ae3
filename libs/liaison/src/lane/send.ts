// Puts a message between the keeper of the instruments and a party into the outbox: signed, encrypted, there until its receipt.
import { liaisonTopic } from '@gatehouse/agreements';
import { pseudonym, sealFor } from '@gatehouse/crypto';
import { enqueue } from '@gatehouse/event-bus';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { partyKeys, type Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import { LIAISON_TYPE, type LiaisonBody, type LiaisonMessage } from './liaison-message.ts';

/** Whether the bundle in use names keys for this party. */
export const canBeTold = ({ keeper }: Agency, party: string): boolean => {
  const bundle = keeper.current()?.bundle;
  return bundle !== undefined && partyKeys(bundle, party) !== undefined;
};

/**
 * Enqueues with the caller's transaction.
 * @returns the id of the message
 * @throws RetryableFault while the bundle in use names no keys for the party
 */
export const sendLiaison = async (
  agency: Agency,
  client: pg.ClientBase,
  to: string,
  body: LiaisonBody,
  correlationId: string = agency.newId(),
): Promise<string> => {
  const bundle = agency.keeper.current()?.bundle;
  const keys = bundle && partyKeys(bundle, to);
  if (!keys) throw new RetryableFault(`the bundle names no keys for ${to}`);
  const at = agency.clock.now();
  const messageId = agency.newId();
  const message: LiaisonMessage = { messageId, from: agency.party, to, at: at.toISOString(), correlationId, body };
  const isReceipt = body.kind === 'receipt';
  await enqueue(
    client,
    {
      messageId,
      topic: liaisonTopic(agency.namespace, agency.party, to),
      key: pseudonym(agency.keys.pseudonym, to, 'liaison'),
      value: await sealFor(message, agency.keys, keys, LIAISON_TYPE),
      // What has no product leaves no audit row of its own: a receipt is evidence of the other side's record.
      about: isReceipt
        ? { receipt: 'delivered', itemId: body.of, recipient: to, correlationId }
        : { itemId: messageId, product: liaisonProduct(body.kind), recipient: to, correlationId },
      awaitsReceipt: !isReceipt,
    },
    at,
  );
  return messageId;
};

/** What audit records call a message of this kind. */
export const liaisonProduct = (kind: LiaisonBody['kind']): string => `liaison.${kind}`;
