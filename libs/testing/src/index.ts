export * from './decider.ts';
export { eventually } from './eventually.ts';
export { freshDatabase, freshNamespace, testKafka, testPostgres, type FreshDatabase, type TestKafka } from './stack.ts';
