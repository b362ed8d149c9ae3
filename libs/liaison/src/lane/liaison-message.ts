// What crosses between the keeper of the instruments and a party, inside signature and encryption: about instruments and counts,
// never about an item or a person.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { InstrumentNotice } from '../notice/instrument-notice.ts';
import type { PerformanceReport } from '../performance/performance-report.ts';
import { misfitOfMessage } from './liaison-schema.ts';

export const LIAISON_TYPE = 'gatehouse-liaison+jws';

export type LiaisonBody =
  | { kind: 'notices'; notices: InstrumentNotice[] }
  | { kind: 'performance'; report: PerformanceReport }
  /** the message it is about has its effect: its sender lets it go */
  | { kind: 'receipt'; of: string };

export interface LiaisonMessage {
  messageId: string;
  from: string;
  to: string;
  at: string;
  correlationId: string;
  body: LiaisonBody;
}

/** Reads a verified payload: a signature says who sent it, not that it is well-formed. @throws TerminalFault `malformed` */
export const readLiaisonMessage = (value: unknown): LiaisonMessage => {
  const misfit = misfitOfMessage(value);
  if (misfit !== null) throw new TerminalFault(`not of this version's form at ${misfit}`, { code: 'malformed' });
  return value as LiaisonMessage;
};
