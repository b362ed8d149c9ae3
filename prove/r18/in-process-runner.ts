// A test runner for Stryker. Its own for Jest starts Jest anew for every mutant, a second or more of each; this one runs the spec files
// in its process, each loaded afresh. Promise: a mutant is active from before the file that may kill it is loaded until it has run, and
// meets nothing that another one left behind. What Stryker calls a test is a spec file, run to its first failure: one that hits a mutant
// anywhere may notice it anywhere.
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { join } from 'node:path';
import { isDrawn } from './draw.ts';
import { loadAfresh, loadByGenerations } from './generations.ts';
import { collected, expectNothingAnyMore, runBlock } from './spec-registry.ts';

/** What the runner is told in Stryker's options. */
export interface InProcess {
  /** spec files, below the folder in which Stryker works */
  specs: string[];
  /** folders whose modules are evaluated afresh for each spec file */
  fresh: string[];
  /** leave every expectation out, for the control */
  blind: boolean;
  /** of the mutants, how many are tried: 1 is all of them */
  share: number;
}

const stryker = ((globalThis as Record<string, unknown>)[INSTRUMENTER_CONSTANTS.NAMESPACE] ??=
  {}) as InstrumenterContext;

const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

/** What made the file fail; null when nothing did. */
const failureOf = async (spec: string): Promise<string | null> => {
  try {
    await runBlock(await collected(() => loadAfresh(join(process.cwd(), spec))));
    return null;
  } catch (fault) {
    return messageOf(fault);
  }
};

class InProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #options: InProcess;

  constructor(options: StrykerOptions) {
    this.#options = options['inProcess'] as InProcess;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  init(): Promise<void> {
    const { fresh, blind } = this.#options;
    const beside = (file: string): string => join(import.meta.dirname, file);
    loadByGenerations(
      fresh.map((folder) => join(process.cwd(), folder)),
      { '@jest/globals': beside('jest-globals.ts'), '@cedar-policy/cedar-wasm/nodejs': beside('cedar-once.ts') },
    );
    if (blind) expectNothingAnyMore();
    return Promise.resolve();
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const id of this.#options.specs) {
      stryker.currentTestId = id;
      const began = performance.now();
      const failureMessage = await failureOf(id);
      const test = { id, name: id, timeSpentMs: performance.now() - began };
      tests.push(
        failureMessage === null
          ? { ...test, status: TestStatus.Success }
          : { ...test, status: TestStatus.Failed, failureMessage },
      );
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#coverage(tests) };
  }

  /** The quickest file first: Stryker asks for them in this order. */
  #coverage(tests: TestResult[]) {
    const { perTest = {} } = stryker.mutantCoverage ?? {};
    const quickest = tests.toSorted((a, b) => a.timeSpentMs - b.timeSpentMs);
    return { static: {}, perTest: Object.fromEntries(quickest.map(({ id }) => [id, perTest[id] ?? {}])) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    if (!isDrawn(activeMutant.id, this.#options.share))
      return { status: MutantRunStatus.Error, errorMessage: 'not of the sample' };
    const specs = testFilter ?? this.#options.specs;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    try {
      for (const [run, id] of specs.entries()) {
        const failureMessage = await failureOf(id);
        if ((stryker.hitCount ?? 0) > (hitLimit ?? Infinity)) return { status: MutantRunStatus.Timeout };
        if (failureMessage !== null)
          return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage, nrOfTests: run + 1 };
      }
      return { status: MutantRunStatus.Survived, nrOfTests: specs.length };
    } finally {
      // An empty name, since undefined would have the instrumented code look elsewhere for one.
      stryker.activeMutant = '';
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
