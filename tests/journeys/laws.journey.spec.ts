// Laws that hold for the whole: every route declares who may call it, the published API is the one that runs, every lane
// has an instrument behind it, and one machine without a broker does the same job.
import { runJourney, loadSample, allInstruments, lanesOf } from '@gatehouse/start';
import { compileInstrument } from '@gatehouse/agreements';
import { loadProducts } from '@gatehouse/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { knownLists, pagedLists, saidToForged } from './cursors.ts';
import { running, type Running } from './running.ts';

describe('the whole of Gatehouse', () => {
  let gatehouse: Running;
  beforeAll(async () => {
    gatehouse = await running({ bus: { kind: 'postgres' } });
  });
  afterAll(() => gatehouse.end());

  it('declares for every route who may call it', () => {
    expect(gatehouse.undeclaredRoutes).toEqual([]);
  });

  it('serves the API that is published (npm run openapi writes it)', async () => {
    const served = (await (await fetch(`${gatehouse.url}/openapi.json`)).json()) as object;
    const published = await readFile(new URL('../../contracts/generated/openapi.json', import.meta.url), 'utf8');
    expect(served).toEqual(JSON.parse(published));
  });

  it('is live and ready, part by part', async () => {
    expect((await fetch(`${gatehouse.url}/health/live`)).status).toBe(200);
    const ready = (await (await fetch(`${gatehouse.url}/health/ready`)).json()) as { status: string; services: object };
    expect(['ready', 'degraded']).toContain(ready.status);
    expect(Object.keys(ready.services).sort()).toEqual([
      'lane-keeper',
      'oversight',
      'police-liaison',
      'policy',
      'prison-intelligence',
      'source-registry',
    ]);
  });

  it('says the same at every list to a cursor that the list did not give out', async () => {
    expect((await pagedLists(gatehouse)).sort()).toEqual(knownLists.toSorted());
    const problem = { type: 'urn:gatehouse:problem:cursor-invalid', title: expect.any(String), status: 400 };
    for (const list of knownLists)
      for (const { what, said } of await saidToForged(gatehouse, list))
        expect([list, what, ...said]).toEqual([list, what, 400, { ...problem, detail: expect.any(String) }]);
  });

  it('has no lane without an instrument behind it, but for bundles and who has applied them, audit records and what is said of instruments', () => {
    const instruments = allInstruments().flatMap(({ text, file }) => {
      const result = compileInstrument(text, file, loadProducts());
      return 'instrument' in result ? [result.instrument] : [];
    });
    const lanes = lanesOf('ns', instruments).topics.map(({ name }) => name);
    const ofInstruments = lanes.filter((name) => instruments.some(({ id }) => name.startsWith(`ns.${id}.`)));
    expect(lanes.filter((name) => !ofInstruments.includes(name)).sort()).toEqual([
      'ns.audit.oversight',
      'ns.audit.police-liaison',
      'ns.audit.policy',
      'ns.audit.prison-intelligence',
      'ns.audit.source-registry',
      'ns.liaison.gatehouse-policy.kz-police',
      'ns.liaison.gatehouse-policy.kz-prison-service',
      'ns.liaison.kz-police.gatehouse-policy',
      'ns.liaison.kz-prison-service.gatehouse-policy',
      'ns.policy.applied.oversight',
      'ns.policy.applied.police-liaison',
      'ns.policy.applied.policy',
      'ns.policy.applied.prison-intelligence',
      'ns.policy.applied.source-registry',
      'ns.policy.bundles',
    ]);
    expect(lanesOf('ns', []).topics.map(({ name }) => name)).not.toContainEqual(
      expect.stringContaining('kz-prisons-police'),
    );
  });

  it('has no lane, instrument or product that names the source registry: audit records go, bundles come and are acknowledged, and no more', () => {
    const instruments = allInstruments().flatMap(({ text, file }) => {
      const result = compileInstrument(text, file, loadProducts());
      return 'instrument' in result ? [result.instrument] : [];
    });
    const touching = lanesOf('ns', instruments).topics.filter((topic) =>
      JSON.stringify(topic).includes('source-registry'),
    );
    expect(touching.map(({ name, writer, reader }) => [name, writer, reader.includes('source-registry')])).toEqual([
      ['ns.audit.source-registry', 'source-registry', false],
      ['ns.policy.bundles', 'policy', true],
      ['ns.policy.applied.source-registry', 'source-registry', false],
    ]);
    for (const { text } of allInstruments()) expect(text).not.toMatch(/source-registry|source-handler/);
    for (const product of loadProducts().keys()) expect(product).not.toContain('source-registry');
  });

  it('does not start on an instrument that names a field its product lacks, and says on which line', async () => {
    const instrument = allInstruments().find(({ file }) => file.includes('kz-prisons-police'));
    const text = instrument?.text.replace('      - nature\n', '      - natur\n') ?? '';
    const line = text.split('\n').indexOf('      - natur') + 1;
    await expect(running({ instruments: [{ file: 'mou.yaml', text }], bus: { kind: 'postgres' } })).rejects.toThrow(
      new RegExp(`mou.yaml:${line}:.*natur[^e]`),
    );
  });

  it('does the main job over the Postgres transport as well', async () => {
    await loadSample(...Object.values(gatehouse.agencies));
    const { journey } = await runJourney(gatehouse.access, gatehouse.logKey);
    expect(journey.log.verified).toBe(true);
    expect(journey.fields.filter(({ seen }) => seen !== null)).toHaveLength(11);
  });
});
