// The end of an agency: it keeps what it is told of its instruments, and takes nothing else.
import type { Bus } from '@gatehouse/event-bus';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Agency } from '@gatehouse/sharing';
import { LiaisonLane, type OnTold } from './lane/liaison-lane.ts';
import { keepNotices } from './notice/keep-notices.ts';

/** @param keeper the party that keeps the instruments */
export const liaisonDesk = (
  agency: Agency,
  bus: Bus,
  keeper: string,
  onFault?: (fault: unknown, worker: string) => void,
): LiaisonLane => {
  const take: OnTold = async (client, { body, ...told }) => {
    if (body.kind !== 'notices')
      throw new TerminalFault('an agency is told, and told nothing else', { code: 'unknown-kind' });
    await keepNotices(agency, client, { ...told, notices: body.notices });
  };
  return new LiaisonLane(agency, bus, [keeper], take, onFault);
};
