// Which topic a message takes: the one its instrument compiles to, and never a name made up here.
import { topicName } from '@gatehouse/agreements';
import { TerminalFault } from '@gatehouse/service-kit/faults';

const instrumentOf = (agreements: string[]): string => {
  const first = agreements[0]?.split('@')[0];
  if (!first) throw new TerminalFault('a release that cites no instrument has no lane');
  return first;
};

/** The data lane of a release. `agreements` as a decision cites them: `id@version`; the first is the lane's. */
export const itemTopic = (namespace: string, agreements: string[], product: string, from: string, to: string): string =>
  topicName(namespace, { kind: 'data', instrument: instrumentOf(agreements), product, from, to });

/** The lane on which receipts for releases under these agreements go back. */
export const receiptTopic = (namespace: string, agreements: string[], from: string, to: string): string =>
  topicName(namespace, { kind: 'receipts', instrument: instrumentOf(agreements), from, to });
