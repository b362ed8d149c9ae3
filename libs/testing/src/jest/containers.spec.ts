import { describe, expect, it } from '@jest/globals';
import { stackKind } from './containers.ts';

describe('the servers of a test run', () => {
  it('are this machine’s own unless containers are asked for', () =>
    expect([stackKind({}), stackKind({ GATEHOUSE_TEST_STACK: 'containers' })]).toEqual(['local', 'containers']));

  it('are never something else, silently', () =>
    expect(() => stackKind({ GATEHOUSE_TEST_STACK: 'docker' })).toThrow(
      "GATEHOUSE_TEST_STACK is local or containers, not 'docker'",
    ));
});
