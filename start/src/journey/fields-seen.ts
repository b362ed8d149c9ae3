// What the originator wrote beside what the recipient's answer held, field by field.
import { leaves } from '@gatehouse/agreements';
import { ALERT, REPORT } from './sample.ts';

export interface FieldSeen {
  field: string;
  /** what the recipient saw; null: it stayed with the originator */
  seen: string | null;
}

/** The fields the analyst filled in, in the product's names, and what of them stood in the answer. */
export const fieldsSeen = (content: unknown): FieldSeen[] => {
  const answered = new Map(leaves(content ?? {}).map(([path, value]) => [path, String(value)]));
  const written = Object.keys(ALERT).filter((key) => key !== 'subjectIds' && key !== 'handling');
  const persons = [
    'subjects[0].ref',
    'subjects[0].name',
    ...REPORT.subjects[0]!.aliases.map((_, i) => `subjects[0].aliases[${i}]`),
  ];
  const fields = [...answered.keys(), ...written, ...persons, 'reportUrns[0]'];
  return [...new Set(fields)].map((field) => ({ field, seen: answered.get(field) ?? null }));
};
