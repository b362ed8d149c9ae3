import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { misfitOf } from './misfit.ts';
import { ENVELOPE, RECEIPT } from './wire-schema.ts';

describe('the form of what comes over a lane', () => {
  it.each(Object.entries({ ENVELOPE, RECEIPT }))('%s is a JSON Schema, strictly', (_, form) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    formats.default(ajv);
    expect(() => ajv.compile(form)).not.toThrow();
  });

  it('says where a value does not fit, of the first value and of later ones', () => {
    const misfit = misfitOf({
      type: 'object',
      properties: { at: { type: 'string', format: 'date' } },
      required: ['at'],
    });
    expect(misfit({ at: 'tomorrow' })).toBe('/at');
    expect(misfit({ at: '2026-01-01' })).toBeNull();
    expect(misfit({})).toBe('');
  });
});
