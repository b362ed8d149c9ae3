import { expect, it } from '@jest/globals';
import { instrumentSchema } from '@gatehouse/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

it('the form of an instrument is a JSON Schema, strictly', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  formats.default(ajv);
  expect(() => ajv.compile(instrumentSchema())).not.toThrow();
});
