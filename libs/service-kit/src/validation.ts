/**
 * DTOs at the edge: fields that are not declared are refused, and every wrong field is named.
 *
 * Invariant: an answer names fields and says what to do; it never repeats a value. The names of unknown fields are the
 * caller's own, so they are cut and counted.
 */
import { ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Problem } from './problem.ts';
import type { FieldError } from './problem.ts';

const MOST_ERRORS = 20;
const LONGEST_POINTER = 200;
const UNKNOWN = 'whitelistValidation';

class Invalid extends Error {
  constructor(readonly errors: ValidationError[]) {
    super('invalid');
  }
}

/** The one pipe of every service. */
export class EdgeValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => new Invalid(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      throw error instanceof Invalid ? problemFor(error.errors, metadata.type === 'body') : error;
    }
  }
}

const problemFor = (errors: ValidationError[], inBody: boolean): Problem => {
  const found = errors.flatMap((error) => wrongFields(error, ''));
  const unknown = found.filter((field) => field.constraint === UNKNOWN);
  const named = (unknown.length ? unknown : found).slice(0, MOST_ERRORS).map((field) => fieldError(field, inBody));
  return new Problem(unknown.length ? 'unknown-field' : 'validation-failed', { members: { errors: named } });
};

interface WrongField {
  pointer: string;
  constraint: string;
  detail: string;
}

const wrongFields = (error: ValidationError, parent: string): WrongField[] => {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
    pointer,
    constraint,
    detail: constraint === UNKNOWN ? 'remove this field; it is not known' : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => wrongFields(child, pointer))];
};

const fieldError = ({ pointer, detail }: WrongField, inBody: boolean): FieldError => {
  const cut = pointer.slice(0, LONGEST_POINTER);
  return inBody ? { pointer: cut, detail } : { parameter: cut.slice(1), detail };
};
