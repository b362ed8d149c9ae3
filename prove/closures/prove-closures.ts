// The closures against cedar-wasm (ruling 11): random rule sets, sound ones and ones that err, and the rules in use, asked at
// random; the same decision by the same rules with the same rules erring. The control is the compiler with a fault planted, one
// after the other: each has to be noticed.
import type { Row } from '@gatehouse/bench/frame';
import { policySchema } from '@gatehouse/contracts';
import * as closures from '@gatehouse/policy/closures';
import { seedFrom } from '../faults/seeded.ts';
import { promiseRow } from '../promise.ts';
import { agreementOf, contractAnswers, cornerAnswers, isNoticed, randomAnswers, type Agreement } from './agreement.ts';
import { MUTANTS, withMutant } from './mutants.ts';
import { RANDOM_SCHEMA } from './schema.ts';

const WHOLE = { sets: 1_000, each: 100, ofContracts: 2_500 };
const QUICK = { sets: 60, each: 50, ofContracts: 100 };
const CONTROL = { seed: 7, sets: 100, each: 30 };

/** The faults that nobody noticed, by name. */
const unnoticed = async (): Promise<string[]> => {
  const { seed, sets, each } = CONTROL;
  const sample = [...cornerAnswers(RANDOM_SCHEMA, seed, each), ...randomAnswers(RANDOM_SCHEMA, seed, sets, each)];
  const names: string[] = [];
  for (const mutant of MUTANTS)
    if (!(await withMutant(mutant, (compiler) => isNoticed(compiler, RANDOM_SCHEMA, sample)))) names.push(mutant.name);
  return names;
};

const rowOf = (
  id: string,
  rules: string,
  found: Agreement,
  missed: string[],
  whole: true | null,
  seed: number,
): Row => {
  const { questions, differences, kinds, first } = found;
  if (first !== null) process.stderr.write(`${id}: the first difference: ${first}\n`);
  const counted = `${kinds.allowed} allowed, ${kinds.refused} refused, ${kinds.erring} with rules that erred, ${kinds.unfit} that fit no schema`;
  return promiseRow({
    id,
    what: `answers of the closures that are not Cedar's, of ${questions} random questions to ${rules}`,
    violations: differences,
    whole,
    conditions: `${counted}; seed ${seed}`,
    control: {
      what: `${MUTANTS.length - missed.length} of ${MUTANTS.length} faults planted into the compiler were noticed${missed.length > 0 ? `, but not: ${missed.join('; ')}` : ''}`,
      noticed: missed.length === 0,
    },
  });
};

export const proveClosures = async (quick: boolean): Promise<Row[]> => {
  const seed = seedFrom(process.env);
  const { sets, each, ofContracts } = quick ? QUICK : WHOLE;
  const whole = quick ? null : true;
  const missed = await unnoticed();
  const random = agreementOf(closures, RANDOM_SCHEMA, randomAnswers(RANDOM_SCHEMA, seed, sets, each));
  const inUse = agreementOf(closures, policySchema(), contractAnswers(policySchema(), seed, ofContracts));
  return [
    rowOf('closures.random', `${sets} random rule sets`, random, missed, whole, seed),
    rowOf('closures.contracts', 'the rules of the contracts', inUse, missed, whole, seed),
  ];
};
