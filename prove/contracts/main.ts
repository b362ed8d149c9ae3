// npm run prove-contracts: proves the four properties of the contracts and writes contracts/proven.json; what is not as claimed is said in
// plain words, with its clause, and ends with 1. Where a tool cannot be had it says which properties are not proven and what a
// check without a solver showed. `-- --check` (npm run verify) only compares the contracts with what was proven of them.
import { checkWithoutSolver, lookedInWords } from './without-solver.ts';
import { rulesOf } from './clauses.ts';
import { claimsOf } from './claims.ts';
import { contractsAtHand } from './contracts-at-hand.ts';
import { outcomeInWords } from './in-words.ts';
import { proveClaims } from './prove-claims.ts';
import { digestOf, keep, keptProof, proofInWords, proofOf } from './proven.ts';
import { findTools } from './tools.ts';

const WITH = ['cedar-policy-symcc 0.7.0', 'cvc5'];

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const contracts = contractsAtHand();
const rules = rulesOf(contracts);
const claims = claimsOf(rules, contracts);

const check = (): number => {
  const kept = keptProof();
  if (kept?.contracts === digestOf(contracts.schema, claims)) {
    proofInWords(kept).forEach(say);
    return 0;
  }
  say(
    'The contracts are not those of contracts/proven.json: run npm run prove-contracts, look at what it says, and commit the file.',
  );
  return 1;
};

const prove = async (): Promise<number> => {
  const looked = checkWithoutSolver(contracts, rules);
  lookedInWords(looked).forEach(say);
  const found = looked.some(({ faults }) => faults.length > 0);
  const tools = findTools({ make: true, say });
  const missing = 'missing' in tools;
  const outcomes = missing ? [] : proveClaims(tools, contracts.schema, claims);
  if (missing) tools.missing.forEach((line) => say(`${line}.`));
  const open = outcomes.filter(({ proven }) => proven !== true);
  open.flatMap(outcomeInWords).forEach(say);
  const made = proofOf(contracts.schema, claims, outcomes, missing ? null : WITH);
  // What was proven of the same contracts elsewhere stays proven.
  const kept = keptProof();
  const proof = missing && kept?.contracts === made.contracts ? kept : made;
  proofInWords(proof).forEach(say);
  await keep(proof);
  return open.length > 0 || found ? 1 : 0;
};

process.exitCode = process.argv.includes('--check') ? check() : await prove();
