// Step 7: which leaves stay, and what took the others.
import type { Subject } from '../case.ts';
import { mayBeAnswered } from './aggregate.ts';
import type { Ruling } from './basis.ts';
import { pathsNamed } from './fields-named.ts';
import { elementOf, names, type Leaf } from './paths.ts';
import { isTrainingLapsed } from './step6-person.ts';
import { isOver } from './time.ts';
import type { View } from './view.ts';

type Tagged = View['leaves'][number];

const ASSESSMENT_FOR_POLICE = ['overall', 'validUntil'];

const isAsked = ({ cell: { request } }: View, { path }: Leaf): boolean =>
  request.fields === undefined || request.fields.some((asked) => names(asked, path));

const inFlow = (fields: string[], { path }: Leaf): boolean => fields.some((field) => names(field, path));

/** LED 10: a statement for that field, approved by another person. */
export const isNecessary = ({ cell: { request, caller } }: View, path: string): boolean =>
  request.necessity !== undefined &&
  request.necessity.approvedBy.person !== caller.person &&
  request.necessity.fields.some((field) => names(field, path));

/** Rule 8: what may leave at all, whatever a flow names. */
const mayLeave = (view: View, { category, path }: Tagged): boolean => {
  const assessment = view.cell.item.product === 'custody.risk-needs-assessment.v1' && view.callerKind === 'police';
  if (category === 'SRC' || category === 'LPP') return false;
  if (category === 'CMP' && view.callerKind !== 'oversight') return false;
  if (category === 'SPC' && !isNecessary(view, path)) return false;
  if (assessment && !ASSESSMENT_FOR_POLICE.some((field) => names(field, path))) return false;
  return category === 'ADM' || !isTrainingLapsed(view);
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const mentions = (value: unknown, name: string): boolean =>
  typeof value === 'string' && new RegExp(String.raw`(?<!\p{L})${escaped(name)}(?!\p{L})`, 'iu').test(value);

/** Everything a payload calls a person. */
export const namesOf = ({ cell }: View, { ref }: Subject): string[] => {
  const people = cell.item.payload['subjects'];
  const own = (Array.isArray(people) ? people : []) as { ref?: string; name?: string; aliases?: string[] }[];
  return own
    .filter((one) => one.ref === ref)
    .flatMap(({ name, aliases = [] }) => (name ? [name, ...aliases] : aliases));
};

/** The list elements and leaves that tag or name one of some people. */
const touchedBy = (view: View, masked: Subject[]): Set<string> => {
  const people = masked.map((subject) => ({ ref: subject.ref, called: namesOf(view, subject) }));
  const touched = view.leaves.filter(({ value }) =>
    people.some(({ ref, called }) => value === ref || called.some((name) => mentions(value, name))),
  );
  return new Set(touched.map(({ path }) => elementOf(path)));
};

export interface Fields {
  disclosed: string[];
  /** whether everything that was asked is given */
  whole: boolean;
  lostToVersions: boolean;
  currentGivesMore: boolean;
  lostToAgreements: boolean;
  specialNotNecessary: boolean;
  specialGiven: boolean;
}

/** Clause 6: it is approved by the post agreed on, as far as anybody knows who approved it. */
const isWronglyApproved = ({ cell: { request } }: View, { flow }: Ruling): boolean => {
  const roles = request.necessity?.approvedBy.roles;
  return !!flow.special && roles !== undefined && !roles.includes(flow.special.approvedBy);
};

/** ... and it is destroyed sooner than the rest of the item, which stays. */
const isSpecialOver = ({ cell: { item, now } }: View, { agreement, flow }: Ruling): boolean =>
  !!flow.special && isOver(item.publishedAt, flow.special.destroy, now, agreement.timezone);

const isSpecialBarred = (view: View, ruling: Ruling): boolean =>
  isSpecialOver(view, ruling) || isWronglyApproved(view, ruling);

const specialNotNecessary = (view: View): boolean => {
  const named = pathsNamed(view, 'SPC');
  if (named.length > 0 && view.basis.ruling.some((one) => isSpecialBarred(view, one))) return true;
  const fields = Object.entries(view.cell.item.categories).filter(([, category]) => category === 'SPC');
  return named.some((path) =>
    fields
      .filter(([field]) => names(path, field))
      .every(
        ([field]) =>
          !isNecessary(view, field) || !view.flows.every((flow) => flow.fields.some((own) => names(own, field))),
      ),
  );
};

/** What each agreement gives of some leaves: in all its versions, in any, and in the current one. */
const given = (view: View, leaves: Tagged[]) => {
  const ids = [...new Set(view.basis.ruling.map(({ agreement }) => agreement.id))];
  const gives = (one: Ruling, leaf: Tagged) =>
    inFlow(one.flow.fields, leaf) && !(leaf.category === 'SPC' && isSpecialBarred(view, one));
  return ids.map((id) => {
    const versions = view.basis.ruling.filter(({ agreement }) => agreement.id === id);
    const all = leaves.filter((leaf) => versions.every((one) => gives(one, leaf)));
    const any = leaves.filter((leaf) => versions.some((one) => gives(one, leaf)));
    const current = leaves.filter((leaf) => gives(versions.at(-1)!, leaf));
    return { all: new Set(all), any: any.length, current: current.length };
  });
};

/** Which fields go, with everything that narrows them. */
export const fieldsOf = (view: View, masked: Subject[]): Fields => {
  const asked = view.leaves.filter((leaf) => isAsked(view, leaf));
  const touched = touchedBy(view, masked);
  const open = asked.filter((leaf) => mayLeave(view, leaf) && !touched.has(elementOf(leaf.path)));
  const byAgreement = given(view, open);
  const some = open.filter((leaf) => byAgreement.some(({ all }) => all.has(leaf)));
  const inAll = byAgreement.length === 0 ? [] : some.filter((leaf) => byAgreement.every(({ all }) => all.has(leaf)));
  const kept = inAll.filter(({ path }) => mayBeAnswered(view, path));
  const { fields } = view.cell.request;
  return {
    disclosed: kept.map(({ path }) => path).toSorted(),
    whole:
      fields !== undefined &&
      kept.length === asked.length &&
      fields.every((path) => asked.some((leaf) => names(path, leaf.path))),
    lostToVersions: byAgreement.some(({ all, any }) => all.size < any),
    currentGivesMore: byAgreement.some(({ all, current }) => all.size < current),
    lostToAgreements: inAll.length < some.length,
    specialNotNecessary: specialNotNecessary(view),
    specialGiven: kept.some(({ category }) => category === 'SPC'),
  };
};

/** Whether a break-glass question names a field its flows do not give, there or not. */
export const exceedsEmergency = ({ cell: { request, item }, flows }: View): boolean => {
  if (request.question !== 'breakGlass' || flows.length === 0) return false;
  const asked = (request.fields ?? []).flatMap((path) =>
    Object.keys(item.categories).filter((field) => names(path, field)),
  );
  return asked.some((field) => !flows.every(({ fields }) => fields.some((own) => names(own, field))));
};
