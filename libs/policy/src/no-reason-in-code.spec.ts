// Law: what fails is said by rules alone. No file of the decision names a reason; it only orders and combines them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { codeLists, reasonOrder } from '@gatehouse/contracts';

const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
// Words of other lists that read like a reason or an obligation: kinds of approval, and conditions an item carries.
const OTHER_WORDS = new Set(['FOUR_EYES', 'DESTROY_BY', 'NAMED_RECIPIENTS']);

it.each(sources)('%s names no reason and no obligation', (file) => {
  const words =
    readFileSync(join(import.meta.dirname, file), 'utf8').match(/(?<=['"`])[A-Z][A-Z_]{3,}(?=['"`])/g) ?? [];
  const reasons = words.filter((word) => reasonOrder.includes(word) || codeLists.obligations.includes(word));
  expect(reasons.filter((word) => !OTHER_WORDS.has(word))).toEqual([]);
});
