// Whether what came over a lane has the form that was agreed.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** Our own forms, so that they are checked when they are written (`misfit.spec.ts`) and not at every start. */
const ajv = new Ajv2020({ allowUnionTypes: true, validateSchema: false });
formats.default(ajv);

/**
 * Of a JSON Schema (draft 2020-12), compiled with the first value that is asked about: a process that is back after a kill has other things to do.
 * @returns where a value does not fit: a JSON pointer, never a value; null when it fits
 */
export const misfitOf = (form: object): ((value: unknown) => string | null) => {
  let fits: ValidateFunction | undefined;
  return (value) => {
    fits ??= ajv.compile(form);
    return fits(value) ? null : (fits.errors?.[0]?.instancePath ?? '/');
  };
};
