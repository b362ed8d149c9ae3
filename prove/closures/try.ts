import * as closures from '@gatehouse/policy/closures';
import { seeded } from '../faults/seeded.ts';
import { cedarOf, closuresOf, textOf } from './engines.ts';
import { randomQuestion } from './random-questions.ts';
import { randomRule } from './random-rules.ts';
import { RANDOM_SCHEMA } from './schema.ts';
const seed = Number(process.argv[2] ?? 1), sets = Number(process.argv[3] ?? 20), each = Number(process.argv[4]??50);
const random = seeded(seed);
const c = cedarOf(RANDOM_SCHEMA, 'random'), o = closuresOf(closures, RANDOM_SCHEMA);
const counts: Record<string, number> = {}; let bad = 0; let tc=0,to=0;
for (let s = 0; s < sets; s++) {
  const rules = Object.fromEntries(Array.from({length: 1+Math.floor(random()*8)}, (_, n) => [`r${n}`, textOf(randomRule(random))]));
  const [a, b] = [c(rules), o(rules)];
  for (let n = 0; n < each; n++) { const q = randomQuestion(random);
    let t=performance.now(); const x = a(q); tc+=performance.now()-t; t=performance.now(); const y = b(q); to+=performance.now()-t;
    const k = x === null ? 'unfit' : `${JSON.parse(x).allowed} ${JSON.parse(x).rules.length>0} ${JSON.parse(x).erring.length > 0}`; counts[k] = (counts[k] ?? 0) + 1;
    if (x !== y && bad++ < 3) { console.log(x, y, JSON.stringify(q)); const ids = new Set([...(JSON.parse(x??'{"rules":[],"erring":[]}').rules), ...JSON.parse(y??'{"rules":[],"erring":[]}').rules,...(JSON.parse(x??'{"rules":[],"erring":[]}').erring), ...JSON.parse(y??'{"rules":[],"erring":[]}').erring]); for (const i of ids) console.log(i, rules[i as string]); }
  } }
console.log(counts, 'differences', bad, 'cedar ms', tc, 'closures ms', to);
