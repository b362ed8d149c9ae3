// A flow as sentences: what leaves, to whom, in which fields, for what, who may read it, how long.
import type { CompiledFlow, CompiledInstrument } from '@gatehouse/agreements';
import { codeLists, codesOf, type ProductDocument } from '@gatehouse/contracts';
import { countryOf, listed, meaningOf, nameOf, periodInWords, rolesIn, sensitivityOf, spelt } from './names.ts';

const ONWARD = {
  allowed: 'It may be passed on within the handling of the item.',
  'originator-consent': 'It is passed on only when the originator agrees.',
  forbidden: 'It is passed on to nobody.',
};

/** `to investigate an offence (a case reference is required)`. */
const purposeOf = (code: string): string => `to ${meaningOf(codeLists.purposes, code).replace(/; (.*)$/, ' ($1)')}`;

const readersOf = ({ person }: CompiledFlow): string => {
  if (person.roles.length === 0) return '**Who may read it:** nobody. It goes from system to system.';
  const training = person.training.length > 0 ? `, with valid training in ${listed(person.training.map(spelt))}` : '';
  const assigned = person.assignment === 'required' ? ', assigned to the case' : '';
  return `**Who may read it:** whoever there is ${rolesIn(person.roles)}${assigned}, vetted at level ${person.vetting} or higher (of L0 to L3)${training}.`;
};

const specialOf = ({ special }: CompiledFlow): string =>
  special
    ? `**Special categories:** ${listed(special.fields)}, only when strictly necessary in writing, approved by another person (${spelt(special.approvedBy)}), destroyed after ${periodInWords(special.destroy)}.`
    : '**Special categories:** none leaves (religion or belief, ethnicity, political opinion, biometrics, sexuality).';

const SCALES: Record<string, string> = { '3x5x2': 'the 3x5x2 scale', EUP: 'the Europol scale' };

const gradingOf = ({ grading }: CompiledFlow): string => {
  if (!grading) return '**Grading:** it carries no intelligence.';
  const scales = grading.scales.map((scale) => SCALES[scale] ?? scale).join(' or ');
  return grading.each === 'paragraph'
    ? `**Grading:** each paragraph leaves with its grade on ${scales}, marked as fact or assessment.`
    : `**Grading:** it rests on reports graded on ${scales}.`;
};

const juvenileOf = ({ juvenile }: CompiledFlow): string =>
  juvenile
    ? `Matters of juveniles go to the ${spelt(juvenile.desk)} alone.`
    : 'Matters of juveniles do not leave under this flow.';

const abroadOf = ({ foreign }: CompiledFlow): string =>
  foreign ? `It may go to ${listed(foreign.countries.map(countryOf))}.` : 'It does not leave the country.';

const basisOf = (instrument: CompiledInstrument, { basis = [] }: CompiledFlow): string => {
  const laws = (instrument.legalBasis ?? []).filter(({ id }) => id !== undefined && basis.includes(id));
  return `**Legal basis:** ${listed(laws.map((law) => `${law.instrument}${law.article ? `, article ${law.article}` : ''}`))}.`;
};

/** What a field says, with the meaning of each code it may have here. */
const saysOf = (flow: CompiledFlow, field: ProductDocument['fields'][string]): string => {
  if (field.codes === undefined) return field.says;
  const list = codeLists[field.codes as keyof typeof codeLists];
  const codes = field.codes === 'alertTypes' && flow.alertTypes ? flow.alertTypes : codesOf(field.codes);
  return `${field.says} (${codes.map((code) => meaningOf(Array.isArray(list) ? {} : list, code)).join('; ')})`;
};

const table = (product: ProductDocument, flow: CompiledFlow): string[] => [
  '| Field | What it says | Kind of information |',
  '| --- | --- | --- |',
  ...flow.projection.flatMap((path) => {
    const field = product.fields[path];
    return field ? [`| \`${path}\` | ${saysOf(flow, field)} | ${sensitivityOf(field.category)} |`] : [];
  }),
];

const staysBehind = (product: ProductDocument, flow: CompiledFlow): string => {
  const rest = Object.entries(product.fields).filter(([path]) => !flow.projection.includes(path));
  return `**What stays behind:** ${listed([...new Set(rest.map(([, { says }]) => says))], 'nothing')}.`;
};

const givesWhat = (instrument: CompiledInstrument, flow: CompiledFlow, product: ProductDocument): string => {
  const to = flow.consumers.map((party) =>
    party === flow.producer ? 'its own people' : `the ${nameOf(instrument, party)}`,
  );
  const types = flow.alertTypes ? ` of the types ${listed(flow.alertTypes.map(spelt))}` : '';
  const about = flow.subjectCategories.map((code) => meaningOf(codeLists.subjectCategories, code));
  return `The ${nameOf(instrument, flow.producer)} gives ${listed(to)} items of the kind "${product.title}"${types}, about people of whom one of these is true: ${about.join('; ')}.`;
};

const acknowledgedOf = ({ acknowledge }: CompiledFlow): string =>
  acknowledge === null
    ? 'No acknowledgement is asked.'
    : `A named person acknowledges it within ${periodInWords(acknowledge)}.`;

const ADDRESSED = {
  originator: 'It goes to the agency whose item it is about, and to no other that is named here.',
  asker: 'It goes to the agency that asked, and to no other that is named here.',
};

/** The section of one flow, as Markdown lines. */
export const flowInWords = (
  instrument: CompiledInstrument,
  flow: CompiledFlow,
  number: number,
  product: ProductDocument,
): string[] => [
  `### ${number}. ${flow.title ?? product.title}${flow.clause ? ` (${flow.clause})` : ''}`,
  `${givesWhat(instrument, flow, product)}${flow.to ? ` ${ADDRESSED[flow.to]}` : ''}`,
  `**For what:** ${listed(flow.purposes.map(purposeOf))}.`,
  readersOf(flow),
  `**How long:** reviewed after ${periodInWords(flow.retain.review)}, destroyed after ${periodInWords(flow.retain.destroy)}. ${acknowledgedOf(flow)}`,
  `**And then:** ${ONWARD[flow.onward]} ${abroadOf(flow)} ${juvenileOf(flow)}${flow.consent ? ` It needs the person's consent (${spelt(flow.consent)}).` : ''}`,
  specialOf(flow),
  gradingOf(flow),
  basisOf(instrument, flow),
  '**What they see,** and nothing else:',
  table(product, flow).join('\n'),
  staysBehind(product, flow),
];
