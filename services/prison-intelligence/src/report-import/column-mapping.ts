import { registerDecorator } from 'class-validator';
import { FIELDS, fieldNamed } from '../report-file/fields.ts';

const NAMES = Object.keys(FIELDS).join(', ');
const DESCRIBED = `columns maps fields to headings of 1 to 200 characters. Fields: ${NAMES}; of people and paragraphs also with a number, such as text 2`;

/** A mapping from known fields to headings. */
export const IsColumnMapping =
  (): PropertyDecorator =>
  (target, propertyName): void =>
    registerDecorator({
      name: 'isColumnMapping',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: DESCRIBED },
      validator: { validate: isMapping },
    });

const isMapping = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).length <= 200 &&
  Object.entries(value).every(([key, heading]) => fieldNamed(key) !== null && isHeading(heading));

const isHeading = (heading: unknown): boolean =>
  typeof heading === 'string' && heading.trim().length > 0 && heading.length <= 200;
