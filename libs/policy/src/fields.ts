// Step 7, field by field: each ruling flow is asked of each distinct shape path, and what all of them show remains.
import { covers, leaves, shapeOf } from '@gatehouse/agreements';
import type { FlowAnswer, Inquiry } from './basis.ts';
import { askSeries } from './engine.ts';
import { callerFacts } from './facts.ts';
import { categorySuspended, partyIn } from './instruments.ts';
import { namesAny, unitOf } from './masking.ts';
import type { Question } from './question.ts';
import { periodsPast } from './retention.ts';
import type { Rule } from './rule-set.ts';

export interface FieldAnswer {
  /** Exact paths of the leaves asked for and shown by every ruling flow. */
  disclosed: string[];
  /** Everything asked for is shown. */
  complete: boolean;
  failing: Rule[];
  versionsDiffer: boolean;
  currentGivesMore: boolean;
  instrumentsDiffer: boolean;
  /** A special-category field is among what is shown. */
  specialDisclosed: boolean;
}

interface Leaf {
  path: string;
  shape: string;
  namesMasked: boolean;
}

/** Category by shape path; a path the product lacks has none and is on no whitelist. */
export type Categories = Record<string, string>;

/** Whether a field is asked for by name, its own or that of a subtree it stands in. */
const asksByName = ({ request }: Question, shape: string): boolean =>
  (request.fields ?? []).some((asked) => covers(shapeOf(asked), shape));

/** The fields of the product that each path asked for by name covers. */
const namedFields = ({ request }: Question, categories: Categories): string[][] =>
  (request.fields ?? []).map((asked) => Object.keys(categories).filter((shape) => covers(shapeOf(asked), shape)));

const isAsked = ({ request }: Question, path: string): boolean =>
  request.fields === undefined || request.fields.some((asked) => covers(asked, path));

/**
 * Categories asked for by name, whether or not the item holds the field. A subtree names a category when it holds
 * nothing else: who asks for the paragraphs has not asked for the source that stands beside them.
 */
export const categoriesByName = (q: Question, categories: Categories): string[] => {
  const named = namedFields(q, categories).map((shapes) => new Set(shapes.map((shape) => categories[shape] ?? '')));
  return [...new Set(named.flatMap((found) => (found.size === 1 ? [...found] : [])))];
};

const necessaryFor = ({ request, caller }: Question, shape: string): boolean =>
  request.necessity !== undefined &&
  request.necessity.text.trim() !== '' &&
  request.necessity.approvedBy.person !== caller.person &&
  request.necessity.fields.some((field) => covers(shapeOf(field), shape));

const leavesOf = (q: Question, masked: string[]): Leaf[] => {
  if (!q.item) return [];
  const all = leaves(q.item.payload);
  const names = namesAny(q.item, masked);
  const hidden = new Set(all.filter(([, value]) => names(value)).map(([path]) => unitOf(path)));
  return all.map(([path]) => ({ path, shape: shapeOf(path), namesMasked: hidden.has(unitOf(path)) }));
};

/** One flow's answers. */
const questioner = (inquiry: Inquiry, answer: FlowAnswer, categories: Categories) => {
  const { q, product, bundle } = inquiry;
  const { kind, person, training } = callerFacts(q, partyIn(bundle, answer.instrument));
  const approver = q.request.necessity?.approvedBy;
  const ask = askSeries(answer.instrument.rules, {
    principal: q.caller.agency,
    action: 'field',
    resource: { type: 'Product', id: product.name },
    context: {
      flow: answer.flow.id,
      question: q.request.question,
      past: periodsPast(q, answer.flow, answer.instrument.timezone),
      ...(approver?.roles && { approverRoles: [...new Set(approver.roles)] }),
      product: { ...product },
      caller: { kind: kind ?? '', training: training ?? [], ...(person !== undefined && { person }) },
    },
  });
  return (shape: string, namesMasked: boolean): Rule[] => {
    const category = categories[shape] ?? '';
    const [byName, necessary] = [asksByName(q, shape), necessaryFor(q, shape)];
    const suspended = categorySuspended(answer.instrument, category);
    const differing = { path: shape, category, byName, necessary, namesMasked, ...(suspended && { suspended }) };
    const name = `${byName} ${necessary} ${namesMasked} ${suspended} ${category} ${shape}`;
    const { allowed, rules } = ask(differing, name);
    return allowed ? [] : rules;
  };
};

interface Mask {
  answer: FlowAnswer;
  shown: Set<string>;
  withholding: (shape: string, namesMasked: boolean) => Rule[];
}

const intersection = (sets: Set<string>[]): Set<string> =>
  new Set([...(sets[0] ?? [])].filter((path) => sets.every((set) => set.has(path))));

const differ = (sets: Set<string>[]): boolean => {
  const common = intersection(sets);
  return sets.some((set) => set.size !== common.size);
};

const groupBy = (masks: Mask[], key: (mask: Mask) => string): Mask[][] => [...Map.groupBy(masks, key).values()];

const shownBy = (masks: Mask[]): Set<string> => intersection(masks.map(({ shown }) => shown));

/** How the versions of one instrument compare. */
const compareVersions = (masks: Mask[]) => {
  const versions = groupBy(masks, ({ answer }) => String(answer.version));
  const common = shownBy(masks);
  const current = shownBy(masks.filter(({ answer }) => answer.current));
  return { differ: differ(versions.map(shownBy)), currentGivesMore: current.size > common.size };
};

const isComplete = (
  q: Question,
  masks: Mask[],
  asked: Leaf[],
  disclosed: Set<string>,
  categories: Categories,
): boolean => {
  // Who names no field gets what there is for him, and is not told whether that is all.
  if (q.request.fields === undefined || masks.length === 0 || disclosed.size !== asked.length) return false;
  const shapes = Object.keys(categories).filter((shape) => asksByName(q, shape));
  const unknown = q.request.fields.some((path) => !shapes.some((shape) => covers(shapeOf(path), shape)));
  return !unknown && shapes.every((shape) => masks.every((mask) => mask.withholding(shape, false).length === 0));
};

/** The rules that withhold every field a path covers: only those speak of the path itself. */
const holdingForAll = (shapes: string[], withholding: Mask['withholding']): Rule[] => {
  const [first = [], ...rest] = shapes.map((shape) => withholding(shape, false));
  return first.filter((rule) => rest.every((rules) => rules.includes(rule)));
};

/** What of the item may be shown under all ruling flows. */
export const askFields = (
  inquiry: Inquiry,
  flows: FlowAnswer[],
  masked: string[],
  categories: Categories,
): FieldAnswer => {
  const { q } = inquiry;
  const asked = leavesOf(q, masked).filter(({ path }) => isAsked(q, path));
  const masks = flows.map((answer): Mask => {
    const withholding = questioner(inquiry, answer, categories);
    const shown = asked.filter((leaf) => withholding(leaf.shape, leaf.namesMasked).length === 0);
    return { answer, withholding, shown: new Set(shown.map(({ path }) => path)) };
  });
  const named = namedFields(q, categories);
  const rules = masks.flatMap(({ withholding }) => named.flatMap((shapes) => holdingForAll(shapes, withholding)));
  const disclosed = shownBy(masks);
  const instruments = groupBy(masks, ({ answer }) => answer.instrument.id);
  const versions = instruments.map(compareVersions);
  return {
    disclosed: [...disclosed].sort(),
    complete: isComplete(q, masks, asked, disclosed, categories),
    failing: [...new Map(rules.filter(({ reason }) => reason !== null).map((rule) => [rule.id, rule])).values()],
    versionsDiffer: versions.some((version) => version.differ),
    currentGivesMore: versions.some((version) => version.differ && version.currentGivesMore),
    instrumentsDiffer: differ(instruments.map(shownBy)),
    specialDisclosed: [...disclosed].some((path) => categories[shapeOf(path)] === 'SPC'),
  };
};
