// A party's report enters beside the instrument it is about; one on another's instrument, or on another party, is taken from nobody.
import { append, readStream } from '@gatehouse/event-store';
import type { OnTold, Told } from '@gatehouse/liaison';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { partiesOfAny } from '../instrument/instrument.state.ts';
import { loadInstrument } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import { performanceStream, type PerformanceReportReceived } from './performance.events.ts';

export const keepReport =
  ({ agency }: Registry): OnTold =>
  async (client: pg.PoolClient, { messageId, from: party, correlationId, body }: Told): Promise<void> => {
    if (body.kind !== 'performance')
      throw new TerminalFault('a party reports, and nothing else', { code: 'unknown-kind' });
    const { report } = body;
    const instrument = await loadInstrument(client, report.instrumentId);
    if (instrument.status === 'none' || !partiesOfAny(instrument).includes(party))
      throw new TerminalFault('a report on an instrument of others', { code: 'not-a-party' });
    const at = agency.clock.now();
    const stream = performanceStream(report.instrumentId);
    const before = await readStream(client, stream);
    const event: PerformanceReportReceived = {
      type: 'PerformanceReportReceived',
      data: { ...report, party, messageId, at: at.toISOString() },
    };
    const metadata = { correlationId, actor: { agency: party, person: null } };
    await append(client, stream, before.length, [event], { metadata, recordedAt: at });
  };
