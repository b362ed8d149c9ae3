// What no schema can say: a flow names parties of the instrument, fields its product has, codes of the closed lists;
// the term runs forward; no two flows say the same thing.
import { codeLists } from '@gatehouse/contracts';
import { clauseOf } from './clause-of.ts';
import { pointerOf, type Path, type Positions } from './document.ts';
import type { CompileError, Flow, InstrumentDocument } from './instrument.ts';
import { covers } from './paths.ts';
import { ACKNOWLEDGE_PERIODS, acknowledgement, isRetention } from './periods.ts';
import type { ProductCatalogue } from './product.ts';
import { spoken } from './shape-check.ts';
import { didYouMean } from './suggestions.ts';

/** Notes a fault at its place; the clause it belongs to follows from the path. */
export type Report = (path: Path, message: string, suggestion: string | null) => void;

export const oneOf = (report: Report, path: Path, value: string, list: string[], what: string): void => {
  if (!list.includes(value))
    report(path, `unknown ${what} ${value} in ${spoken(path)}`, didYouMean(value, list) ?? `one of ${list.join(', ')}`);
};

const isTimezone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const checkTerm = (document: InstrumentDocument, report: Report): void => {
  if (document.term.from > document.term.to)
    report(['term'], `the term ends (${document.term.to}) before it begins (${document.term.from})`, 'swap the days');
  if (!isTimezone(document.timezone))
    report(['timezone'], `unknown time zone ${document.timezone}`, 'an IANA name such as Asia/Almaty');
};

const checkParties = (document: InstrumentDocument, report: Report): void => {
  document.parties.forEach(({ id }, index) => {
    if (document.parties.findIndex((party) => party.id === id) !== index)
      report(['parties', index, 'id'], `party ${id} is listed twice`, 'remove one');
  });
};

const checkFlowParties = (flow: Flow, at: Path, parties: string[], report: Report): void => {
  const named = (party: string, path: Path) => {
    if (!parties.includes(party))
      report(
        path,
        `${spoken(path)} names ${party}, which is no party of this instrument`,
        didYouMean(party, parties) ?? `add ${party} to parties`,
      );
  };
  named(flow.producer, [...at, 'producer']);
  flow.consumers.forEach((party, index) => named(party, [...at, 'consumers', index]));
};

const checkFields = (flow: Flow, at: Path, products: ProductCatalogue, report: Report): void => {
  const product = products.get(flow.product);
  if (!product) {
    report([...at, 'product'], `unknown product ${flow.product}`, didYouMean(flow.product, products.keys()));
    return;
  }
  const known = Object.keys(product.fields);
  flow.fields.forEach((field, index) => {
    if (!known.some((leaf) => covers(field, leaf)))
      report([...at, 'fields', index], `${flow.product} has no field ${field}`, didYouMean(field, known));
  });
};

const checkCodes = (flow: Flow, at: Path, report: Report): void => {
  flow.purposes.forEach((purpose, index) =>
    oneOf(report, [...at, 'purposes', index], purpose, Object.keys(codeLists.purposes), 'purpose'),
  );
  flow.subjectCategories.forEach((category, index) =>
    oneOf(
      report,
      [...at, 'subjectCategories', index],
      category,
      Object.keys(codeLists.subjectCategories),
      'subject category',
    ),
  );
  flow.alertTypes?.forEach((type, index) =>
    oneOf(report, [...at, 'alertTypes', index], type, Object.keys(codeLists.alertTypes), 'alert type'),
  );
  flow.person.training.forEach((course, index) =>
    oneOf(report, [...at, 'person', 'training', index], course, Object.keys(codeLists.courses), 'course'),
  );
  oneOf(report, [...at, 'person', 'vetting'], flow.person.vetting, codeLists.vetting, 'vetting level');
};

const checkPeriods = (flow: Flow, at: Path, report: Report): void => {
  for (const key of ['review', 'destroy'] as const)
    if (!isRetention(flow.retain[key]))
      report([...at, 'retain', key], `${flow.retain[key]} is no ISO 8601 period`, 'for example P12M');
  if (flow.acknowledge !== null && !acknowledgement(flow.acknowledge))
    report(
      [...at, 'acknowledge'],
      `${flow.acknowledge} is no acknowledgement period`,
      `one of ${ACKNOWLEDGE_PERIODS.join(', ')}, or null`,
    );
};

/** What makes two flows the same offer; they would differ in their terms alone, and nobody could say which hold. */
export const offer = (flow: Flow): string =>
  JSON.stringify([
    flow.product,
    flow.producer,
    flow.consumers.toSorted(),
    flow.purposes.toSorted(),
    flow.subjectCategories.toSorted(),
    flow.person.roles.toSorted(),
    flow.juvenile,
    flow.alertTypes?.toSorted() ?? null,
  ]);

const checkDuplicates = (flows: Flow[], report: Report): void =>
  flows.forEach((flow, index) => {
    const earlier = flows.findIndex((other) => offer(other) === offer(flow));
    if (earlier < index)
      report(['flows', index], `flow ${index + 1} says again what flow ${earlier + 1} says`, 'merge the two flows');
  });

/** A report that adds to `errors`. */
export const reporter =
  (document: InstrumentDocument, positions: Positions, errors: CompileError[]): Report =>
  (path, message, suggestion) =>
    errors.push({ ...positions.of(path), message, suggestion, ...clauseOf(document, path), pointer: pointerOf(path) });

/** Faults of substance, each at its line. Empty when the instrument can be compiled. */
export const checkLaw = (
  document: InstrumentDocument,
  products: ProductCatalogue,
  positions: Positions,
): CompileError[] => {
  const errors: CompileError[] = [];
  const report = reporter(document, positions, errors);
  const parties = document.parties.map(({ id }) => id);
  checkTerm(document, report);
  checkParties(document, report);
  document.flows.forEach((flow, index) => {
    const at: Path = ['flows', index];
    checkFlowParties(flow, at, parties, report);
    checkFields(flow, at, products, report);
    checkCodes(flow, at, report);
    checkPeriods(flow, at, report);
  });
  checkDuplicates(document.flows, report);
  return errors;
};
