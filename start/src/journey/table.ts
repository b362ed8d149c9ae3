// The journey as a practitioner reads it.
import Table from 'cli-table3';
import type { Journey } from './journey.ts';

const table = (head: string[], rows: (string | number)[][], widths: number[]): string => {
  const drawn = new Table({ head, colWidths: widths, wordWrap: true, style: { head: [], border: [] } });
  drawn.push(...rows);
  return drawn.toString();
};

/** Renders a journey as plain text tables. */
export const renderJourney = ({ steps, fields, refusals, audit, log }: Journey): string =>
  [
    'Who did what',
    table(
      ['step', 'who', 'did', 'answer', 'outcome'],
      steps.map((s) => [s.step, s.who, s.did, s.status, s.outcome]),
      [6, 22, 35, 8, 58],
    ),
    'What the police liaison officer saw of the alert, field by field',
    table(
      ['field', 'seen'],
      fields.map(({ field, seen }) => [field, seen ?? '-- stayed in the prison service']),
      [26, 90],
    ),
    'Who was refused, and why',
    table(
      ['who', 'tried to', 'answer', 'why'],
      refusals.map((s) => [s.who, s.did, s.status, s.outcome]),
      [22, 42, 8, 44],
    ),
    'What the commissioner reads about this alert: no content, every act, its place in the log',
    table(
      ['log index', 'source', 'record', 'event', 'who', 'decision', 'proof'],
      audit.map((a) => [
        a.index,
        a.source,
        a.number,
        a.event,
        a.actor,
        a.decision,
        a.proven ? 'verified' : 'NOT PROVEN',
      ]),
      [11, 21, 8, 19, 24, 20, 11],
    ),
    `Log: ${log.size} entries, root ${log.root}, ${log.verified ? 'every tile and signature verified by the independent verifier' : 'NOT VERIFIED'}.`,
  ].join('\n');
