// A fault of each kind planted into the contracts, each seen with the solver where it is on this machine, and without it.
import { describe, expect, it } from '@jest/globals';
import type { Claim } from './claim.ts';
import { claimsOf } from './claims.ts';
import { rulesOf } from './clauses.ts';
import { contractsAtHand, type Contracts } from './contracts-at-hand.ts';
import { outcomeInWords } from './in-words.ts';
import { proveClaims } from './prove-claims.ts';
import { digestOf } from './proven.ts';
import { findTools } from './tools.ts';
import { checkWithoutSolver } from './without-solver.ts';

const tools = findTools({ make: false, say: () => undefined });
const without = 'missing' in tools ? ` (skipped here: ${tools.missing.join('; ')})` : '';
if ('missing' in tools)
  process.stderr.write(
    `NOT RUN: what needs a solver in prove/contracts/contracts.spec.ts: ${tools.missing.join('; ')}\n`,
  );
const withSolver = 'missing' in tools ? it.skip : it;

const sound = contractsAtHand();

const inCommon = (from: string, to: string): Contracts => {
  const common = sound.common.map((text) => text.replace(from, to));
  if (common.every((text, index) => text === sound.common[index])) throw new Error(`no rule says ${from}`);
  return { ...sound, common };
};

const inInstrument = (id: string, from: string | RegExp, to: string): Contracts => ({
  ...sound,
  instruments: sound.instruments.map((one) => {
    if (one.id !== id) return one;
    const cedar = one.cedar.replace(from, to);
    if (cedar === one.cedar) throw new Error(`${id} does not say ${from}`);
    return { ...one, cedar };
  }),
});

/** The claims of some kind that do not hold, in words. */
const refuted = (contracts: Contracts, about: (claim: Claim) => boolean): string => {
  if ('missing' in tools) throw new Error('there is no solver');
  const claims = claimsOf(rulesOf(contracts), contracts).filter(about);
  return proveClaims(tools, contracts.schema, claims)
    .filter(({ proven }) => proven !== true)
    .flatMap(outcomeInWords)
    .join('\n');
};

const REPORT = 'kz-prisons-police@1/3';

const SHOWS_A_SOURCE = inInstrument(
  'kz-prisons-police',
  /"handling\.code",\n/,
  '"handling.code",\n    "paragraphs[].sourceNote",\n',
);
const LEAVES_THE_SOURCE = inCommon('["SRC", "LPP"].contains(context.category)', '["LPP"].contains(context.category)');
const SHOWS_BOTH: Contracts = { ...SHOWS_A_SOURCE, common: LEAVES_THE_SOURCE.common };
const ASKS_NO_NECESSITY = inCommon(
  'unless { context.necessary };',
  'unless { context.necessary || context.question == "breakGlass" };',
);
const COUNTS_TOO_FAR = inCommon(
  'context.request.exported >= 200 && context.request.hoursWaiting < 24',
  'context.request.exported + context.request.hoursWaiting >= 200',
);
const NEVER_SPEAKS = inInstrument(
  'kz-prisons-police',
  'context.caller.vetting < 1 }',
  'context.caller.vetting < 1 &&\n       context.caller.vetting > 2 }',
);

describe('the contracts as they stand', () => {
  withSolver(`show no source, whatever is asked${without}`, () => {
    expect(refuted(sound, ({ id }) => id.includes(REPORT) && id.startsWith('source'))).toBe('');
  });
});

describe('a planted fault is seen, and said in plain words', () => {
  withSolver(`a flow names a field that identifies a source${without}`, () => {
    const said = refuted(SHOWS_A_SOURCE, ({ property, id }) => property === 'source' && id.includes(REPORT));
    expect(said).toContain('SHOWN');
    expect(said).toContain('clause 5, Article 7');
    expect(said).toContain('the field is paragraphs[].sourceNote');
  });

  withSolver(`the rule for every instrument lets sources pass${without}`, () => {
    const said = refuted(LEAVES_THE_SOURCE, ({ id }) => id === 'source, common rules');
    expect(said).toContain('the field is of the category SRC (anything that can reveal a source; never leaves)');
  });

  withSolver(`religion is shown in an emergency without a necessity${without}`, () => {
    const said = refuted(ASKS_NO_NECESSITY, ({ id }) => id === 'special, common rules');
    expect(said).toContain('no necessity was stated');
    expect(said).toContain('the question is breakGlass');
  });

  withSolver(`a rule counts further than numbers go${without}`, () => {
    const said = refuted(
      COUNTS_TOO_FAR,
      ({ id }) => id.endsWith('every instrument: bulk-export') && id.startsWith('errors'),
    );
    expect(said).toContain('GIVES AN ERROR');
    expect(said).toContain('exported');
  });

  withSolver(`a clause that contradicts itself${without}`, () => {
    const said = refuted(NEVER_SPEAKS, ({ id }) => id.startsWith('dead') && id.includes('vetting'));
    expect(said).toContain('DEAD');
    expect(said).toContain('Article 5: person, vetting L1');
  });

  withSolver(`a clause that another one makes needless${without}`, () => {
    const twice = inCommon('@id("review-date-passed")', '@id("review-date-long-passed")');
    const again = sound.common
      .map((text) => text.split('@id("withdrawn-by-originator")'))
      .find((parts) => parts.length > 1);
    const rule = `@id("withdrawn-again")\n${again?.[1]?.split('\n\n')[0]?.replace('.withdrawn }', '.withdrawn && context.item.readBefore }') ?? ''}`;
    const said = refuted({ ...twice, common: [...twice.common, rule] }, ({ id }) => id.includes('withdrawn-again'));
    expect(said).toContain('"withdrawn-by-originator"');
  });
});

describe('without a solver', () => {
  const faultsOf = (contracts: Contracts, property: string): string[] =>
    checkWithoutSolver(contracts, rulesOf(contracts), [property]).flatMap(({ faults }) => faults);

  it('what is shown by both locks open is found by asking', () => {
    expect(faultsOf(SHOWS_BOTH, 'source')).toContainEqual(
      expect.stringContaining(`${REPORT} (Article 7) shows paragraphs[].sourceNote`),
    );
  });

  it('a rule that counts is named', () => {
    expect(faultsOf(COUNTS_TOO_FAR, 'errors')).toEqual([expect.stringContaining('bulk-export')]);
  });

  it('a rule, a field or a code that changes is noticed by the digest', () => {
    const digest = (contracts: Contracts) => digestOf(contracts.schema, claimsOf(rulesOf(contracts), contracts));
    expect(digest(sound)).toBe(digest(contractsAtHand()));
    expect(digest(NEVER_SPEAKS)).not.toBe(digest(sound));
  });
});
