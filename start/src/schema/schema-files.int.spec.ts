import { freshNamespace, testPostgres } from '@gatehouse/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { SERVICES } from '../parties.ts';
import { schemaFiles } from './schema-files.ts';

const FOLDER = new URL('../../../contracts/generated/schema/', import.meta.url);
const ANEW = 'a migration changes this schema: look at what it changes; `npm run schema` writes the file anew';

describe('the schema that the migrations of a service give', () => {
  let given: Record<string, string>;
  beforeAll(async () => {
    given = await schemaFiles(testPostgres(), freshNamespace());
  });

  it.each(SERVICES)('of %s is the one in its file', (service) => {
    const kept = readFileSync(new URL(`${service}.sql`, FOLDER), 'utf8');
    expect({ hint: ANEW, text: given[`${service}.sql`] }).toEqual({ hint: ANEW, text: kept });
  });

  it('has a file for each service and no other', () =>
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(given).sort()));
});
