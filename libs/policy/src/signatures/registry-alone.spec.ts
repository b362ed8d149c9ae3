// Nobody who decides about a flow believes the registry alone.
import { expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

it('the registry is believed by its word alone where no flow is decided', () => {
  const sources = globSync('{libs,services,start}/**/src/**/*.ts', { cwd: ROOT }).filter(
    (file) => !/\.(spec|fixture)\.ts$/.test(file),
  );
  const believing = sources.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes("'as-the-registry-says'"));
  // Where the choice is described, and the service whose people ask and read, and who decides about no flow.
  expect(believing.toSorted()).toEqual(['libs/policy/src/bundle-keeper.ts', 'services/oversight/src/duties.ts']);
});
