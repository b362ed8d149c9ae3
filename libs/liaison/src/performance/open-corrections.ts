// How many corrections the recipients of an instrument have not acknowledged: in counts.
import type { CompiledFlow } from '@gatehouse/agreements';
import type pg from 'pg';
import type { OpenCorrections } from './performance-report.ts';

/** By product, since the table knows no agreement; of its own recipients alone: another instrument's are no matter of its parties. */
export const openCorrectionsUnder = async (
  pool: pg.Pool,
  flows: Pick<CompiledFlow, 'product' | 'consumers'>[],
  now: Date,
): Promise<OpenCorrections[]> => {
  const offered = flows.flatMap(({ product, consumers }) => consumers.map((consumer) => ({ product, consumer })));
  const { rows } = await pool.query<OpenCorrections>(
    `select recipient, count(*)::integer as open, (count(*) filter (where due_at < $3))::integer as overdue
     from sharing.open_correction
     where (product, recipient) in (select * from unnest($1::text[], $2::text[]))
     group by recipient order by recipient`,
    [offered.map(({ product }) => product), offered.map(({ consumer }) => consumer), now],
  );
  return rows;
};
