import { swcOptions } from './start/swc-options.mjs';

const common = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.gatehouse/', '<rootDir>/.nx/'],
};

// pure: seconds, no I/O. integration: real PostgreSQL and Kafka. journey: the story through the real HTTP stack.
const stack = {
  globalSetup: '<rootDir>/tests/start-run.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest/stop-stack.ts',
};
// Journeys that run processes run the built program, as a deployment does.
const program = { globalSetup: '<rootDir>/tests/journeys/start-run-and-build.ts' };
export default {
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: ['<rootDir>/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.int\\.spec\\.ts$', '\\.journey\\.spec\\.ts$'],
    },
    { ...common, ...stack, displayName: 'integration', testMatch: ['<rootDir>/**/*.int.spec.ts'] },
    { ...common, ...stack, ...program, displayName: 'journey', testMatch: ['<rootDir>/**/*.journey.spec.ts'] },
  ],
  testSequencer: '<rootDir>/libs/testing/src/jest/longest-first.mjs',
  testTimeout: 120_000,
  workerIdleMemoryLimit: '600MB',
};
