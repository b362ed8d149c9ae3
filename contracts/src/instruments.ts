import { listContracts, readContract } from './files.ts';

export interface InstrumentSource {
  /** Path relative to `contracts/`, for error messages. */
  file: string;
  /** The YAML text as the agencies signed it. */
  text: string;
}

/** Ids of all instruments: the folders of `contracts/instruments`. */
export const instrumentIds = (): string[] =>
  listContracts('instruments', 'mou.yaml').map((file) => file.split('/').at(-2) ?? '');

/**
 * The text of one instrument.
 * @throws Error when no folder of that id holds a `mou.yaml`.
 */
export const loadInstrumentSource = (id: string): InstrumentSource => {
  if (!instrumentIds().includes(id)) throw new Error(`no instrument ${id} in contracts/instruments`);
  const file = `instruments/${id}/mou.yaml`;
  return { file: `contracts/${file}`, text: readContract(file) };
};

/** The JSON Schema of an instrument document, for editors and for the compiler. */
export const instrumentSchema = (): object => JSON.parse(readContract('instrument.schema.json')) as object;

/** The JSON Schema of a product file. */
export const productSchema = (): object => JSON.parse(readContract('product.schema.json')) as object;
