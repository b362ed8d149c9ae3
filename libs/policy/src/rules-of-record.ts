// What decides beside the bundle and comes with the program: the rules that hold for every instrument, the duties, the fields of
// products. Kept by digest wherever a decision is made, so that a newer program makes an older decision again by the older rules.
import type { ProductCatalogue } from '@gatehouse/agreements';
import { dutyRules } from '@gatehouse/contracts';
import { canonicalJson } from '@gatehouse/crypto';
import { createHash } from 'node:crypto';
import { commonRules } from './instruments.ts';

export interface RulesOfRecord {
  /** Cedar texts, in order */
  common: string[];
  /** Cedar text of the duties */
  duties: string;
  products: [string, ProductCatalogue extends ReadonlyMap<string, infer P> ? P : never][];
}

/** The rules this program decides by, with these products. */
export const rulesOfRecord = (products: ProductCatalogue): RulesOfRecord => ({
  common: commonRules(),
  duties: dutyRules().text,
  products: [...products].toSorted(([a], [b]) => (a < b ? -1 : 1)),
});

/** SHA-256 of a text, base64url. */
export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');

/** SHA-256 of the canonical JSON of rules, base64url. */
export const rulesDigest = (rules: RulesOfRecord): string => digestOf(canonicalJson(rules));
