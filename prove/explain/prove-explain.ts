// EXPLAIN: past decisions of a real run, made again from what the database kept of them, with the answers taken away and brought back
// afterwards. The control is one attribute of one decision in another version: it has to be named, and the answer to be another.
import type { Row } from '@gatehouse/bench/frame';
import { decideAgain, differences, keptAnswers, keptInputs } from '@gatehouse/explanation';
import { startPostgres } from '@gatehouse/local-stack';
import { pastDecisionPoint, type DecisionPoint, type PolicyDigests } from '@gatehouse/policy';
import { partOf, type Agency, type KeptAnswer } from '@gatehouse/sharing';
import { twoAgencies, type TwoAgencies } from '@gatehouse/sharing/two-agencies';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded, seedFrom } from '../faults/seeded.ts';
import { promiseRow } from '../promise.ts';
import { decideMuch, openEntitled } from './decide-much.ts';

const WHOLE = 1_000;
const QUICK = 100;

export const proveExplain = async (quick: boolean): Promise<Row[]> => {
  const seed = seedFrom(process.env);
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prove-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  process.env['GATEHOUSE_TEST_PG'] = postgres.adminUrl;
  const two = await twoAgencies();
  try {
    await two.bundle();
    await decideMuch(two, seeded(seed), quick ? QUICK : WHOLE);
    const found = await madeAgain(two);
    const noticed = await alteredIsNamed(two.police.agency, await openEntitled(two));
    const { decisions, mismatches, permitted, reasons, bundles } = found;
    return [
      promiseRow({
        id: 'EXPLAIN',
        what: `past decisions made again with the answers taken away that are not what was answered, of ${decisions}`,
        violations: mismatches,
        whole: quick ? null : decisions >= WHOLE,
        conditions: `${permitted} permitted, ${decisions - permitted} refused for ${reasons} reasons, by ${bundles} bundles; seed ${seed}`,
        control: {
          what: noticed
            ? `one attribute in another version was named (${noticed.altered}), and the answer was another (${noticed.reason})`
            : 'one attribute in another version',
          noticed: noticed !== null,
        },
      }),
    ];
  } finally {
    await two.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

interface Found {
  decisions: number;
  mismatches: number;
  permitted: number;
  reasons: number;
  bundles: number;
}

const madeAgain = async ({ prison, police }: TwoAgencies): Promise<Found> => {
  const answers: KeptAnswer[] = [];
  const bundles = new Set<string>();
  let mismatches = 0;
  for (const { agency } of [prison, police]) {
    const records = await recordsOf(agency);
    await takeAwayAnswers(agency);
    const again = new Map<string, (KeptAnswer | null)[]>();
    for (const id of records) again.set(id, await decidedAgain(agency, id, bundles));
    await bringBackAnswers(agency);
    for (const [id, made] of again) {
      const kept = await keptAnswers(agency, id);
      mismatches += made.filter((answer, place) => !isSame(answer, kept[place])).length;
      mismatches += Math.abs(made.length - kept.length);
      answers.push(...made.filter((answer) => answer !== null));
    }
  }
  const permitted = answers.filter(({ effect }) => effect.startsWith('PERMIT'));
  const reasons = new Set(answers.filter((answer) => !permitted.includes(answer)).map(({ reason }) => reason));
  return {
    decisions: [...answers].length,
    mismatches,
    permitted: permitted.length,
    reasons: reasons.size,
    bundles: bundles.size,
  };
};

const recordsOf = async ({ pool }: Agency): Promise<string[]> => {
  const { rows } = await pool.query<{ record_id: string }>('select distinct record_id from sharing.decision_made');
  return rows.map(({ record_id }) => record_id);
};

const takeAwayAnswers = async ({ pool }: Agency): Promise<void> => {
  await pool.query('create table public.answers as select record_id, place, answer from sharing.decision_made');
  await pool.query(`create table public.answer_texts as select i.* from sharing.decision_input i
    where exists (select from sharing.decision_made d where d.answer = i.digest and d.sealed_under = i.sealed_under)`);
  await pool.query(`delete from sharing.decision_input i using public.answer_texts t
    where i.digest = t.digest and i.sealed_under = t.sealed_under`);
  await pool.query(`update sharing.decision_made set answer = ''`);
};

const bringBackAnswers = async ({ pool }: Agency): Promise<void> => {
  await pool.query(
    'insert into sharing.decision_input (sealed_under, digest, sealed) select sealed_under, digest, sealed from public.answer_texts',
  );
  await pool.query(`update sharing.decision_made d set answer = a.answer from public.answers a
    where a.record_id = d.record_id and a.place = d.place`);
};

const points = new Map<string, DecisionPoint>();

const pointOf = async (
  { pool }: Agency,
  by: Pick<PolicyDigests, 'bundle' | 'rules'>,
): Promise<DecisionPoint | null> => {
  const known = points.get(by.bundle + by.rules);
  if (known) return known;
  const past = await pastDecisionPoint(pool, by);
  if ('lost' in past) return null;
  points.set(by.bundle + by.rules, past.point);
  return past.point;
};

/** What is decided again; null where an input was not as it was kept, or the policy is lost: a mismatch too. */
const decidedAgain = async (agency: Agency, id: string, bundles: Set<string>): Promise<(KeptAnswer | null)[]> => {
  const { madeFrom, decisions } = await keptInputs(agency, id);
  const point = madeFrom && (await pointOf(agency, madeFrom));
  if (madeFrom) bundles.add(madeFrom.bundle);
  return decisions.map(({ inputs, altered }) =>
    point && typeof inputs !== 'string' && altered.length === 0 ? decideAgain(point, inputs) : null,
  );
};

const isSame = (again: KeptAnswer | null, kept: KeptAnswer | null | undefined): boolean =>
  again !== null && kept !== null && kept !== undefined && differences(again, kept).length === 0;

/** Puts another version of the vetting of somebody who was let in into its place. */
const alteredIsNamed = async (agency: Agency, id: string): Promise<{ altered: string; reason: string } | null> => {
  const [answered] = await keptAnswers(agency, id);
  const { rows } = await agency.pool.query<{ sealed_under: string; digest: string }>(
    `select sealed_under, attributes ->> 'vetting' as digest from sharing.decision_made where record_id = $1`,
    [id],
  );
  const { sealed_under: under, digest } = rows[0]!;
  const key = agency.itemKeys?.keysOf([under]).get(under);
  if (!key || key === 'destroyed' || !answered?.effect.startsWith('PERMIT')) return null;
  await agency.pool.query('update sharing.decision_input set sealed = $3 where sealed_under = $1 and digest = $2', [
    under,
    digest,
    key.sealText(partOf(digest), '{"level":"L0"}'),
  ]);
  const { madeFrom, decisions } = await keptInputs(agency, id);
  const point = madeFrom && (await pointOf(agency, madeFrom));
  const after = decisions[0];
  if (!point || !after || typeof after.inputs === 'string') return null;
  const again = decideAgain(point, after.inputs);
  const isNoticed = after.altered.join() === 'vetting' && differences(again, answered).includes('effect');
  return isNoticed ? { altered: after.altered.join(), reason: again.reason } : null;
};
