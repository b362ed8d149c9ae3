// Behind the seal of a message, with the signature of whoever its lane belongs to.
import { openSealed } from '@gatehouse/crypto';
import type { BusMessage } from '@gatehouse/event-bus';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { partyKeys, type Agency } from './agency.ts';
import type { Lane } from './incoming-lanes.ts';

/**
 * @param typ what kind of thing is expected behind the seal
 * @throws RetryableFault without a verified bundle: no sender can be known; CryptoFault when it cannot be opened or its signer
 *   is not the lane's
 */
export const openMessage = async (
  agency: Agency,
  message: BusMessage,
  lane: Lane,
  typ: string,
): Promise<{ payload: unknown; jws: string }> => {
  const bundle = agency.keeper.current()?.bundle;
  if (!bundle) throw new RetryableFault('no verified bundle yet: no sender can be known');
  const sender = partyKeys(bundle, lane.from);
  const opened = await openSealed(
    message.value,
    agency.keys,
    (kid) => (sender?.signing.kid === kid ? sender : undefined),
    typ,
  );
  return { payload: opened.payload, jws: opened.jws };
};
