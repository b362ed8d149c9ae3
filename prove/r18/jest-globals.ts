// Each generation has one of these; what it gives is the one registry of the process.
export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from './spec-registry.ts';
