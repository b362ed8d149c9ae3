// Special categories of a report: stated with why, field by field, and approved by another before the report leaves. Pure.
import { accept, refuse, type Decision } from '@gatehouse/event-store/decider';
import type { NotIndependent } from '@gatehouse/personnel';
import { necessityAnswerRefusal, type NecessityAnswerRefusal } from '@gatehouse/policy/necessity';
import type { ReportEvent } from './intelligence-report.events.ts';
import type { KnownReport } from './intelligence-report.state.ts';
import type { SpecialCategoryApproved, SpecialCategoryStated } from './special-category.events.ts';

export interface StateSpecialCategory {
  type: 'StateSpecialCategory';
  data: SpecialCategoryStated['data'];
  /** whether its words name a person who is no subject of the report */
  namesSomeoneElse: boolean;
}

export interface AnswerSpecialCategory {
  type: 'ApproveSpecialCategory' | 'RefuseSpecialCategory';
  data: SpecialCategoryApproved['data'];
  /** what the rules of independence say of whoever answers */
  notIndependent: NotIndependent | null;
}

export type SpecialCategoryRefusal =
  | NecessityAnswerRefusal
  | NotIndependent
  | 'special-field-named-twice'
  | 'names-someone-else'
  | 'report-already-disseminated';

type Decided = Decision<ReportEvent, SpecialCategoryRefusal>;

export const stateSpecialCategory = (
  { data, namesSomeoneElse }: StateSpecialCategory,
  { disseminated }: KnownReport,
): Decided => {
  if (disseminated) return refuse('report-already-disseminated');
  const named = data.fields.map(({ field }) => field);
  if (new Set(named).size < named.length) return refuse('special-field-named-twice');
  if (namesSomeoneElse) return refuse('names-someone-else');
  return accept<ReportEvent>({ type: 'SpecialCategoryStated', data });
};

export const answerSpecialCategory = (
  { type, data, notIndependent }: AnswerSpecialCategory,
  { disseminated, special }: KnownReport,
): Decided => {
  const statement = special?.statementId === data.statementId ? special : null;
  const refusal = necessityAnswerRefusal(statement, data.at);
  if (refusal) return refuse(refusal);
  // What left without it has left: an approval afterwards would approve nothing.
  if (disseminated) return refuse('report-already-disseminated');
  if (notIndependent) return refuse(notIndependent);
  return accept<ReportEvent>(
    type === 'ApproveSpecialCategory'
      ? { type: 'SpecialCategoryApproved', data }
      : { type: 'SpecialCategoryRefused', data },
  );
};
