// Which report stands under the prison's own reference: the first that was imported under it, whatever comes later.
import type pg from 'pg';

export interface Draft {
  kept: { line: number; prison: string; reference: string; digest: string };
  reportUrn: string;
}

const TAKE = `
  insert into intake.reference (prison, reference, digest, report_urn)
  select prison, reference, digest, report_urn
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
    as d (prison, reference, digest, report_urn, place)
  order by prison, reference, place
  on conflict (prison, reference) do nothing`;

const STANDING = `
  select d.line, r.report_urn, r.digest
  from unnest($1::integer[], $2::text[], $3::text[]) as d (line, prison, reference)
  join intake.reference r using (prison, reference)`;

/**
 * Takes the references that are free. Two imports of the same lines wait for each other here, in one order.
 * @returns by line, what stands under its reference now: this draft's URN when it was free
 */
export const takeReferences = async (
  client: pg.ClientBase,
  drafts: Draft[],
): Promise<Map<number, { reportUrn: string; digest: string }>> => {
  const columns = [
    drafts.map(({ kept }) => kept.prison),
    drafts.map(({ kept }) => kept.reference),
    drafts.map(({ kept }) => kept.digest),
    drafts.map(({ reportUrn }) => reportUrn),
  ];
  const { rowCount } = await client.query(TAKE, columns);
  const own = drafts.map(({ kept: { line, digest }, reportUrn }) => [line, { reportUrn, digest }] as const);
  if (rowCount === drafts.length) return new Map(own);
  const { rows } = await client.query<{ line: number; report_urn: string; digest: string }>(STANDING, [
    drafts.map(({ kept }) => kept.line),
    columns[0],
    columns[1],
  ]);
  return new Map(rows.map(({ line, report_urn: reportUrn, digest }) => [line, { reportUrn, digest }]));
};
