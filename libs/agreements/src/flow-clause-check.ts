// What each flow of a signed text has to say beyond its terms: the law behind it, its special categories, its grading.
import type { Path } from './document.ts';
import type { Flow, InstrumentDocument } from './instrument.ts';
import type { Report } from './law-check.ts';
import { covers, project } from './paths.ts';
import type { ProductCatalogue } from './product.ts';
import { didYouMean } from './suggestions.ts';

const checkBasis = (flow: Flow, at: Path, known: string[], report: Report): void => {
  if (flow.basis === undefined)
    report([...at, 'basis'], 'a flow without a legal basis', `add basis: with one of ${known.join(', ')}`);
  flow.basis?.forEach((id, index) => {
    if (!known.includes(id))
      report([...at, 'basis', index], `no legal basis ${id}`, didYouMean(id, known) ?? `one of ${known.join(', ')}`);
  });
};

const checkSpecial = (flow: Flow, at: Path, products: ProductCatalogue, report: Report): void => {
  const categories = products.get(flow.product)?.fields ?? {};
  const special = project(flow.fields, Object.keys(categories)).filter((path) => categories[path] === 'SPC');
  if (flow.special === undefined)
    report([...at, 'special'], 'a flow that does not speak of special categories', 'add special: false');
  const named = flow.special ? flow.special.fields : [];
  const unnamed = special.find((path) => !named.some((field) => covers(field, path)));
  if (unnamed !== undefined)
    report(
      [...at, 'special'],
      `${unnamed} is of a special category`,
      'name it under special:, or take it out of fields',
    );
  named.forEach((field, index) => {
    if (!special.some((path) => covers(field, path)))
      report([...at, 'special', 'fields', index], `${field} is no special field that leaves`, 'take it out');
  });
};

const checkGrading = (flow: Flow, at: Path, products: ProductCatalogue, report: Report): void => {
  const categories = products.get(flow.product)?.fields ?? {};
  const leaving = project(flow.fields, Object.keys(categories));
  const text = leaving.find((path) => path.endsWith('paragraphs[].text'));
  if (flow.grading === undefined) report([...at, 'grading'], 'a flow that does not speak of grading', 'add grading:');
  if (text === undefined) return;
  if (!flow.grading || flow.grading.each !== 'paragraph')
    report([...at, 'grading'], `${text} leaves ungraded`, 'grading: { each: paragraph, scales: [3x5x2, EUP] }');
  for (const mark of ['grade', 'factual'])
    if (!leaving.some((path) => covers(text.replace(/text$/, mark), path)))
      report([...at, 'fields'], `${text} leaves without its ${mark}`, `add ${text.replace(/text$/, mark)}`);
};

/** Reports what flows leave open of clauses 2, 6 and 7. */
export const checkFlowClauses = (document: InstrumentDocument, products: ProductCatalogue, report: Report): void => {
  const bases = (document.legalBasis ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (bases.length === 0) report(['legalBasis'], 'no legal basis has an id', 'add legalBasis: with an id for each law');
  document.flows.forEach((flow, index) => {
    const at: Path = ['flows', index];
    checkBasis(flow, at, bases, report);
    checkSpecial(flow, at, products, report);
    checkGrading(flow, at, products, report);
  });
};
