// What specs import as '@jest/globals' while mutants are tried: the same functions, with a registry of their own, so that a spec file can be
// loaded and run in this process as often as there are mutants. Promise: what fails under Jest fails here; nothing runs at once.
import { expect as realExpect } from 'expect';
import { bind } from 'jest-each';

type Work = () => unknown;

interface Test {
  name: string;
  work: Work;
}

interface Block {
  name: string;
  beforeAll: Work[];
  afterAll: Work[];
  beforeEach: Work[];
  afterEach: Work[];
  inner: (Test | Block)[];
}

const block = (name: string): Block => ({
  name,
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: [],
  inner: [],
});

let open = block('');
let blind = false;

const addTest = (name: string, work: Work): void => void open.inner.push({ name, work });

const addBlock = (name: string, fill: Work): void => {
  const outer = open;
  open = block(name);
  outer.inner.push(open);
  fill();
  open = outer;
};

export const it = Object.assign(addTest, { each: bind(addTest as never, false) });
export const test = it;
export const describe = Object.assign(addBlock, { each: bind(addBlock as never, false) });
export const beforeAll = (work: Work): void => void open.beforeAll.push(work);
export const afterAll = (work: Work): void => void open.afterAll.push(work);
export const beforeEach = (work: Work): void => void open.beforeEach.push(work);
export const afterEach = (work: Work): void => void open.afterEach.push(work);

/** An expectation that nothing disappoints: what a test that checks nothing would have. */
const expectNothing = (value: unknown): unknown => {
  if (value instanceof Promise) value.catch(() => undefined);
  const met: unknown = new Proxy(() => undefined, { get: (_, name) => (name === 'then' ? undefined : met) });
  return met;
};

export const expect = Object.assign(
  (value: unknown) => (blind ? expectNothing(value) : realExpect(value)) as ReturnType<typeof realExpect>,
  realExpect,
);

/** Takes every expectation out of the specs, for the control. */
export const expectNothingAnyMore = (): void => {
  blind = true;
};

/** Loads a spec file and gives what it holds. */
export const collected = async (load: () => Promise<unknown>): Promise<Block> => {
  const file = block('');
  open = file;
  await load();
  return file;
};

const isBlock = (one: Test | Block): one is Block => 'inner' in one;

/** Runs the tests in their order. @throws what the first that fails throws */
export const runBlock = async (file: Block, around: Pick<Block, 'beforeEach' | 'afterEach'> = file): Promise<void> => {
  const beforeEach = around === file ? file.beforeEach : [...around.beforeEach, ...file.beforeEach];
  const afterEach = around === file ? file.afterEach : [...file.afterEach, ...around.afterEach];
  try {
    for (const work of file.beforeAll) await work();
    for (const one of file.inner) {
      if (isBlock(one)) await runBlock(one, { beforeEach, afterEach });
      else await runTest(one.work, beforeEach, afterEach);
    }
  } finally {
    for (const work of file.afterAll) await work();
  }
};

const runTest = async (work: Work, beforeEach: Work[], afterEach: Work[]): Promise<void> => {
  try {
    for (const before of beforeEach) await before();
    await work();
  } finally {
    for (const after of afterEach) await after();
  }
};
