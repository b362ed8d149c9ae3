// Reads the context of a question by the type its action gives it. Promise: everything required is there, nothing else is,
// and each value is of its type; what has to be changed on the way (a date, an entity) is changed in a copy.
import { NotCompiled } from './json-forms.ts';
import { isExtensionName, readExtension } from './extension.ts';
import { long } from './long.ts';
import { EntityRef, type ExtensionName, type Value } from './value.ts';

/** A question that does not fit the schema. */
export class Unfit extends Error {}

/** A type of the schema in its JSON form, common types and extension types under their own names. */
export interface JsonType {
  type: string;
  element?: JsonType;
  attributes?: Record<string, JsonType & { required?: boolean }>;
  additionalAttributes?: boolean;
  name?: string;
}

/** @throws Unfit or EvaluationFault when what is given is not of the type */
export type Read = (given: unknown) => Value;

const readString: Read = (given) => {
  if (typeof given !== 'string' || !given.isWellFormed()) throw new Unfit('no text');
  return given;
};

const readBoolean: Read = (given) => {
  if (typeof given !== 'boolean') throw new Unfit('neither true nor false');
  return given;
};

const readLong: Read = (given) => {
  if (typeof given !== 'number') throw new Unfit('no number');
  if (Number.isSafeInteger(given)) return given;
  // As it stands in JSON: that is what Cedar is given.
  const written = String(given);
  if (!/^-?\d+$/.test(written)) throw new Unfit('no whole number');
  return long(BigInt(written));
};

const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** What stands under an escape of Cedar's JSON, which may be left out where the type is known. */
const escaped = (given: unknown, escape: '__extn' | '__entity', names: readonly string[]): unknown[] => {
  const inner = isObject(given) && Object.hasOwn(given, escape) ? given[escape] : given;
  if (!isObject(inner)) throw new Unfit(`no ${escape}`);
  return names.map((name) => inner[name]);
};

const readExtended =
  (name: ExtensionName): Read =>
  (given) => {
    if (typeof given === 'string') return readExtension(name, given);
    const [fn, arg] = escaped(given, '__extn', ['fn', 'arg']);
    if (fn !== name || typeof arg !== 'string') throw new Unfit(`no ${name}`);
    return readExtension(name, arg);
  };

const readEntity =
  (wanted: string): Read =>
  (given) => {
    const [type, id] = escaped(given, '__entity', ['type', 'id']);
    if (type !== wanted || typeof id !== 'string') throw new Unfit('no such entity');
    return new EntityRef(wanted, id);
  };

const readSet =
  (read: Read): Read =>
  (given) => {
    if (!Array.isArray(given)) throw new Unfit('no set');
    const elements = given as readonly unknown[];
    let values: Value[] | null = null;
    for (const [place, element] of elements.entries()) {
      const value = read(element);
      if (value === element) continue;
      values ??= [...(elements as readonly Value[])];
      values[place] = value;
    }
    return values ?? (elements as readonly Value[]);
  };

interface Attribute {
  read: Read;
  required: boolean;
}

const readRecord = (attributes: ReadonlyMap<string, Attribute>): Read => {
  const required = [...attributes].filter(([, attribute]) => attribute.required).map(([name]) => name);
  return (given) => {
    if (!isObject(given)) throw new Unfit('no record');
    let values: Record<string, Value> | null = null;
    for (const name of Object.keys(given)) {
      const raw = given[name];
      const value = raw === undefined ? undefined : attributes.get(name)?.read(raw);
      if (value === undefined && raw !== undefined) throw new Unfit('an attribute nobody knows');
      if (value === raw && raw !== undefined) continue;
      values ??= { ...(given as Record<string, Value>) };
      if (value === undefined) delete values[name];
      else values[name] = value;
    }
    const record = values ?? (given as Readonly<Record<string, Value>>);
    for (const name of required) if (!Object.hasOwn(record, name)) throw new Unfit('an attribute is missing');
    return record;
  };
};

const SIMPLE: Record<string, Read> = {
  String: readString,
  Long: readLong,
  Bool: readBoolean,
};

/**
 * Makes readers of types.
 * @param named the types a schema gives a name
 * @throws NotCompiled naming a type that is not known
 */
export const readerOf = (named: ReadonlyMap<string, JsonType>) => {
  const made = new Map<string, Read>();

  const attributesOf = ({ attributes = {}, additionalAttributes }: JsonType): Map<string, Attribute> => {
    if (additionalAttributes === true) throw new NotCompiled('an open record');
    if (Object.hasOwn(attributes, '__proto__')) throw new NotCompiled('the attribute __proto__');
    return new Map(
      Object.entries(attributes).map(([name, type]) => [name, { read: make(type), required: type.required !== false }]),
    );
  };

  const byName = (name: string): Read => {
    const type = named.get(name);
    const read = made.get(name) ?? (type && make(type));
    if (!read) throw new NotCompiled(`the type ${name}`);
    made.set(name, read);
    return read;
  };

  const make = (type: JsonType): Read => {
    const simple = Object.hasOwn(SIMPLE, type.type) ? SIMPLE[type.type] : undefined;
    if (simple) return simple;
    if (isExtensionName(type.type)) return readExtended(type.type);
    if (type.type === 'Entity' && type.name !== undefined) return readEntity(type.name);
    if (type.type === 'Set' && type.element) return readSet(make(type.element));
    if (type.type === 'Record') return readRecord(attributesOf(type));
    return byName(type.type);
  };
  return make;
};
