import { expect, it } from '@jest/globals';
import { unreachable } from './decider.ts';

it('unreachable names the case that nobody handled, and nothing else of it', () => {
  const lied = { type: 'ReportShredded', data: { secret: 'canary' } } as never;
  expect(() => unreachable(lied)).toThrow('unhandled case: ReportShredded');
  expect(() => unreachable(lied)).not.toThrow('canary');
  expect(() => unreachable(undefined as never)).toThrow('unhandled case');
});
