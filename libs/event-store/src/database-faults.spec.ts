import { expect, it } from '@jest/globals';
import { ConcurrencyConflict, RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { asFault } from './database-faults.ts';

const coded = (code: string) => Object.assign(new Error('from the database'), { code });

it.each(['40001', '40P01'])('%s is a conflict', (code) => {
  expect(asFault(coded(code))).toBeInstanceOf(ConcurrencyConflict);
});

it.each(['57014', '08006', 'ECONNREFUSED', '57P01'])('%s passes', (code) => {
  expect(asFault(coded(code))).toMatchObject({ code: 'database-unavailable', retryAfterSeconds: 1 });
});

it.each(['23505', '42601', '22P05'])('%s stays what it was, since it would come again for ever', (code) => {
  expect(asFault(coded(code))).not.toBeInstanceOf(RetryableFault);
});

it('leaves faults and what is no error alone', () => {
  const fault = new TerminalFault('no', { code: '40001' });
  expect(asFault(fault)).toBe(fault);
  expect(asFault('text')).toBe('text');
});
