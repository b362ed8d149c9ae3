// The decision point of another day. Promise: it decides by the very bundle and the very rules that are named, or not at all.
import type pg from 'pg';
import type { ProductCatalogue } from '@gatehouse/agreements';
import { canonicalJson } from '@gatehouse/crypto';
import type { Bundle } from './bundle.ts';
import { unpacked } from './packed-bundle.ts';
import type { PolicyDigests } from './bundle-keeper.ts';
import { decisionPoint, type DecisionPoint } from './decision-point.ts';
import type { Stood } from './signatures/in-force-here.ts';
import { asItStood } from './signatures/as-it-stood.ts';
import { digestOf, type RulesOfRecord } from './rules-of-record.ts';

/** Why a decision point of another day cannot be had. */
export type PolicyLost = 'bundle-not-kept' | 'bundle-altered' | 'rules-not-kept' | 'rules-altered' | 'does-not-load';

/**
 * The decision point that these digests name.
 * @returns why not, where the text kept is another one, or none, or no longer loads
 */
export const pastDecisionPoint = async (
  queryable: pg.Pool | pg.ClientBase,
  digests: Pick<PolicyDigests, 'bundle' | 'rules'>,
): Promise<{ point: DecisionPoint; bundle: Bundle } | { lost: PolicyLost }> => {
  const { rows: bundles } = await queryable.query<{ jws: string; held_out: { id: string }[]; stood: Stood[] }>(
    'select jws, held_out, stood from policy.bundles where digest = $1',
    [digests.bundle],
  );
  const { rows: kept } = await queryable.query<{ rules: RulesOfRecord }>(
    'select rules from policy.rules where digest = $1',
    [digests.rules],
  );
  const [stored, rules] = [bundles[0], kept[0]?.rules];
  if (stored === undefined) return { lost: 'bundle-not-kept' };
  const { jws, held_out: heldOut, stood } = stored;
  // The digest stands in the audit record: it says more about the text than a signature whose key may have been rotated since.
  if (digestOf(jws) !== digests.bundle) return { lost: 'bundle-altered' };
  if (!rules) return { lost: 'rules-not-kept' };
  if (digestOf(canonicalJson(rules)) !== digests.rules) return { lost: 'rules-altered' };
  try {
    const products: ProductCatalogue = new Map(rules.products);
    const out = new Set(heldOut.map(({ id }) => id));
    const otherwise = new Map(stood.map(({ id, stands }) => [id, stands]));
    const { bundle, others } = asItStood(payloadOf(jws), out, otherwise, products);
    return { point: decisionPoint(bundle, products, rules, others), bundle };
  } catch {
    return { lost: 'does-not-load' };
  }
};

const payloadOf = (jws: string): Bundle =>
  unpacked(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'))) as Bundle;
