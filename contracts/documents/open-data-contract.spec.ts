// A flow as an Open Data Contract: the words are the standard's (version 3.1.0), the content is the flow's.
import { describe, expect, it } from '@jest/globals';
import { compileInstrument, type CompiledFlow, type CompiledInstrument } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource, loadProductDocuments, loadProducts } from '@gatehouse/contracts';
import { openDataContract } from './open-data-contract.ts';

interface Element {
  name?: string;
  logicalType: string;
  classification?: string;
  properties?: Element[];
  items?: Element;
}

/** Keys the standard knows, where it knows no others. */
const ROOT =
  'version kind apiVersion id name tenant tags status servers dataProduct description domain schema support price team roles slaDefaultElement slaProperties authoritativeDefinitions customProperties contractCreatedTs';
const ELEMENT =
  'name physicalType description businessName authoritativeDefinitions tags customProperties primaryKey primaryKeyPosition logicalType logicalTypeOptions physicalName required unique partitioned partitionKeyPosition classification encryptedName transformSourceObjects transformLogic transformDescription examples criticalDataElement relationships quality properties items';
const TYPES = ['string', 'date', 'timestamp', 'time', 'number', 'integer', 'object', 'array', 'boolean'];
const LEVEL = 'property value valueExt unit element driver description scheduler schedule';

const strange = (value: object, known: string): string[] =>
  Object.keys(value).filter((key) => !known.split(' ').includes(key));

const products = loadProductDocuments();
const flows = instrumentIds().flatMap((id): [string, CompiledInstrument, CompiledFlow][] => {
  const { text, file } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  const { instrument } = result;
  return instrument.flows.map((flow) => [flow.id, instrument, flow]);
});

const leaves = (elements: Element[], at = ''): { path: string; element: Element }[] =>
  elements.flatMap((element) => {
    const path = element.name === undefined ? at : at === '' ? element.name : `${at}.${element.name}`;
    if (element.properties) return leaves(element.properties, path);
    if (element.items) return leaves([element.items], `${path}[]`);
    return [{ path, element }];
  });

describe.each(flows)('%s', (_id, instrument, flow) => {
  const product = products.find((known) => known.product === flow.product);
  if (!product) throw new Error(`no product ${flow.product}`);
  const contract = openDataContract(instrument, flow, product) as Record<string, unknown> & {
    schema: [{ properties: Element[] }];
    slaProperties: object[];
  };
  const fields = leaves(contract.schema[0].properties);

  it('uses the words of the standard', () => {
    expect(strange(contract, ROOT)).toEqual([]);
    for (const key of ['version', 'apiVersion', 'kind', 'id', 'status'])
      expect(contract[key]).toEqual(expect.any(String));
    for (const { element } of fields) {
      expect(strange(element, ELEMENT)).toEqual([]);
      expect(TYPES).toContain(element.logicalType);
    }
    for (const level of contract.slaProperties) expect(strange(level, LEVEL)).toEqual([]);
  });

  it('holds the fields of the flow and no other, each with its class', () => {
    expect(fields.map(({ path }) => path).sort()).toEqual(flow.projection);
    for (const { path, element } of fields) expect(element.classification).toBe(product.fields[path]?.category);
  });

  it('says how long it may be kept, and within which time it is acknowledged', () => {
    expect(contract.slaProperties).toContainEqual(
      expect.objectContaining({ property: 'retention', value: flow.retain.destroy }),
    );
    const acknowledged = expect.objectContaining({ property: 'timeToAcknowledge', value: flow.acknowledge });
    if (flow.acknowledge === null) expect(JSON.stringify(contract)).not.toContain('timeToAcknowledge');
    else expect(contract.slaProperties).toContainEqual(acknowledged);
  });
});
