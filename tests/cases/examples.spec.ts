// The golden cases beside each instrument: asked of the instrument as it is signed, in the same form as all cases.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { contractsFolder, instrumentIds, loadInstrumentSource } from '@gatehouse/contracts';
import { compact } from './compact.ts';
import { decideCase } from './decide-case.ts';
import { differences } from './differences.ts';
import { loadCases } from './need-to-know-case.ts';

const examplesOf = (id: string) =>
  ['allow', 'deny', 'disclosed']
    .map((folder) => join(contractsFolder, 'instruments', id, 'examples', folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => loadCases(folder));

describe.each(instrumentIds())('%s', (id) => {
  const entries = examplesOf(id);

  it.each(entries.map((entry) => [entry.file, entry] as const))('%s', (_file, entry) => {
    if ('faults' in entry) throw new Error(entry.faults.join('; '));
    const [agreement] = entry.case.agreements;
    const { state: _state, ...terms } = agreement ?? {};
    expect(terms).toEqual(compact(parse(loadInstrumentSource(id).text)));
    expect(differences(decideCase(entry.case), entry.case)).toEqual([]);
  });
});
