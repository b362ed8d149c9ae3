import { expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { MESSAGE } from './liaison-schema.ts';

it('the form of a message is a JSON Schema, strictly', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  formats.default(ajv);
  expect(() => ajv.compile(MESSAGE)).not.toThrow();
});
