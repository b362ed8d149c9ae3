// What differs between an answer and the right one. Promise: an answer passes only when every outward byte and every
// audited fact of it is right; obligations are a set, an extra LOG_REASON is ignored.
import { disclose, shapeOf } from '@gatehouse/agreements';
import type { Decision } from '@gatehouse/policy';
import type { NeedToKnowCase } from './need-to-know-case.ts';

const lists = (name: string, got: string[], expected: string[]): string[] => {
  const missing = expected.filter((word) => !got.includes(word));
  const extra = got.filter((word) => !expected.includes(word));
  return [
    ...(missing.length > 0 ? [`${name} missing ${missing.join(' ')}`] : []),
    ...(extra.length > 0 ? [`${name} extra ${extra.join(' ')}`] : []),
  ];
};

const values = (name: string, got: unknown, expected: unknown): string[] =>
  JSON.stringify(got) === JSON.stringify(expected)
    ? []
    : [`${name} ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`];

const sortedMembers = (members: object | null) =>
  members && Object.entries(members).toSorted(([a], [b]) => a.localeCompare(b));

const sortedMasks = (masks: { ref: string; reason: string }[]) =>
  masks.map(({ ref, reason }) => `${ref}:${reason}`).sort();

const auditDifferences = (got: Decision, { expected }: NeedToKnowCase): string[] => [
  ...lists('audit fields', [...new Set(got.disclosedPaths.map(shapeOf))], expected.audit.fields),
  ...lists('agreements', got.agreements, expected.audit.agreements),
  ...values('operation', got.operation, expected.audit.operation),
  ...values('emergency', got.emergency, expected.audit.emergency),
];

/** Parts of the answer a case gives only where they matter. */
const optionalDifferences = (got: Decision, { expected }: NeedToKnowCase): string[] => {
  const permitted = expected.effect.startsWith('PERMIT');
  return [
    ...(expected.masked || permitted
      ? lists('masked', sortedMasks(got.masked), sortedMasks(expected.masked ?? []))
      : []),
    ...(expected.marks ? lists('marks', got.marks, expected.marks) : []),
    ...(expected.travels
      ? values('travels', got.travels && { ...got.travels, conditions: got.travels.conditions.toSorted() }, {
          code: expected.travels.code,
          conditions: expected.travels.conditions.toSorted(),
          destroyBy: expected.travels.destroyBy,
        })
      : []),
    ...(expected.values ? values('values', sortedMembers(got.values), sortedMembers(expected.values)) : []),
    ...(expected.list
      ? [
          ...lists('list', got.list?.ids ?? [], expected.list.ids),
          ...values('list count', got.list?.count ?? null, expected.list.count),
        ]
      : []),
    ...values('degraded', got.degraded, expected.degraded ?? false),
    ...(expected.alarms || permitted ? lists('alarms', got.alarms, expected.alarms ?? []) : []),
  ];
};

/** Strings that may stand in no outward byte, in the content or in the decision; masks are for the audit only. */
const leaks = (got: Decision, { item, expected }: NeedToKnowCase): string[] => {
  const { masked: _, ...outward } = got;
  const content = JSON.stringify(disclose(item.payload, got.disclosedPaths, got.values));
  const decision = JSON.stringify(outward);
  return expected.mustNotAppear
    .filter((secret) => content.includes(secret) || decision.includes(secret))
    .map((secret) => `leaks ${secret}`);
};

/** Everything that differs, in words; empty when the answer is right. */
export const differences = (got: Decision, given: NeedToKnowCase): string[] => {
  const { expected } = given;
  return [
    ...values('effect', got.effect, expected.effect),
    ...values('outward', got.outward, expected.outward),
    ...lists('disclosed', got.disclosedPaths, expected.disclosedPaths),
    ...lists(
      'obligations',
      got.obligations.filter((name) => name !== 'LOG_REASON' || expected.obligations.includes(name)),
      expected.obligations,
    ),
    ...values('reason', got.reason, expected.reason),
    ...values('reasons', got.reasonsInOrder, expected.reasonsInOrder),
    ...auditDifferences(got, given),
    ...optionalDifferences(got, given),
    ...leaks(got, given),
  ];
};
