// From what a person says about a report to a command the decider can decide: what it depends on is looked up here.
import { codeLists } from '@gatehouse/contracts';
import { unreachable } from '@gatehouse/event-store/decider';
import { notIndependent } from '@gatehouse/personnel';
import { agreedGrounds, type Agency, type Asked } from '@gatehouse/sharing';
import type { Handling } from '@gatehouse/handling';
import { namesSomeoneElse } from '../known-names/names-someone-else.ts';
import { subjectFacts } from '../subject/subject-facts.ts';
import type { Grade } from './grade.ts';
import type { DisseminateReport } from './decide-dissemination.ts';
import type { LaterCommand } from './intelligence-report.decider.ts';
import type {
  BasisPart,
  Corroboration,
  IntelligenceReportWithdrawn,
  ReportSubject,
} from './intelligence-report.events.ts';
import type { Report } from './intelligence-report.state.ts';
import { currentBasis } from './load-basis.ts';
import { loadSupports } from './load-supports.ts';
import type { Notice } from './notice.ts';
import type { StatedField } from './special-category.events.ts';
import { restingOn } from './resting-on.ts';

type Withdrawal = Pick<IntelligenceReportWithdrawn['data'], 'ground' | 'required' | 'reason'>;

/** What a person does to a report, in his own words. Dissemination goes its own way: it confirms a preview. */
export type ReportAct =
  | {
      type: 'SanitiseReport';
      said: { paragraphs: { n: number; text: string }[]; smallCircleTest: 'PASSED' | 'FAILED'; statement: string };
    }
  | { type: 'ApproveReport'; said: { handling: Handling; reviewBy: string } }
  | { type: 'MarkReport' | 'LiftMarker'; said: { marker: string; reason: string } }
  | {
      type: 'RegradeReport';
      said: {
        n: number;
        grade: Grade;
        otherScale: boolean;
        corroboratedBy: Corroboration[];
        reason: string;
        feedback: string | null;
      };
    }
  | { type: 'RevalidateReport'; said: { reviewBy: string; reason: string } }
  | { type: 'WithdrawReport'; said: Withdrawal }
  | { type: 'StateSpecialCategory'; said: { statementId: string; fields: StatedField[] } }
  | { type: 'ApproveSpecialCategory' | 'RefuseSpecialCategory'; said: { statementId: string; reason: string } };

interface Standing {
  revision: number;
  reportUrn: string;
  subjects: ReportSubject[];
  texts: string[];
  basedOn: BasisPart[];
}

/** What of a report is looked up for: nothing where there is none, and the decision says so. */
const standingOf = (reportUrn: string, report: Report): Standing =>
  report.status === 'none'
    ? { revision: 0, reportUrn, subjects: [], texts: [], basedOn: [] }
    : {
        revision: report.revision,
        reportUrn,
        subjects: report.subjects,
        texts: [...report.paragraphs.map(({ text }) => text), report.evaluated.reasonableGrounds],
        basedOn: report.evaluated.basedOn,
      };

/** Whoever wrote it, and whoever changed its words. */
const makersOf = (report: Report): (string | null)[] =>
  report.status === 'none' ? [] : [report.evaluated.by, report.sanitisedBy];

/** Whoever said that it is necessary. */
const stater = (report: Report): string | null => (report.status === 'none' ? null : (report.special?.by ?? null));

/** @param report as it stands; on a later state the command is refused */
export const prepared = async (
  agency: Agency,
  asked: Asked,
  { reportUrn, report }: { reportUrn: string; report: Report },
  act: ReportAct,
): Promise<Exclude<LaterCommand, DisseminateReport>> => {
  const standing = standingOf(reportUrn, report);
  const { revision, subjects, basedOn } = standing;
  const notice = (): Promise<Notice> => noticeOf(agency, standing);
  const base = { reportUrn, by: asked.caller.person, at: agency.clock.now().toISOString() };
  const names = (texts: string[]) => namesSomeoneElse(agency.pool, texts, subjects);
  switch (act.type) {
    case 'SanitiseReport': {
      const texts = [...act.said.paragraphs.map(({ text }) => text), act.said.statement];
      return { ...act, revision, data: { ...base, ...act.said }, namesSomeoneElse: await names(texts) };
    }
    case 'ApproveReport': {
      const { parts, withdrawn } = await currentBasis(agency.pool, agency.party, basedOn);
      return {
        type: act.type,
        revision,
        data: {
          ...base,
          ...act.said,
        },
        namesSomeoneElse: await names(standing.texts),
        knownConditions: Object.keys(codeLists.conditions),
        parts: parts.map(({ handling }) => handling),
        basisWithdrawn: withdrawn,
        notIndependent: await notIndependent(agency, asked, {
          act: 'ApproveIntelligenceReport',
          makers: makersOf(report),
          about: subjects.map(({ subjectId }) => subjectId),
        }),
      };
    }
    case 'MarkReport':
    case 'LiftMarker':
      return {
        type: act.type,
        revision,
        data: { ...base, ...act.said },
        namesSomebody: await namesAnybody(agency, act.said.reason),
        notice: await notice(),
      };
    case 'RegradeReport':
      return regrading(agency, standing, { ...base, ...act.said }, await names([act.said.reason]));
    case 'RevalidateReport':
      return {
        type: act.type,
        revision,
        data: { ...base, ...act.said },
        namesSomebody: await namesAnybody(agency, act.said.reason),
        notice: await notice(),
      };
    case 'WithdrawReport':
      return {
        type: act.type,
        revision,
        data: { ...base, ...act.said },
        groundsAgreed: report.status === 'none' ? null : await agreedGrounds(agency, report.itemId),
        notice: await notice(),
      };
    case 'StateSpecialCategory': {
      const texts = act.said.fields.flatMap(({ says, necessity }) => [says, necessity]);
      return { type: act.type, revision, data: { ...base, ...act.said }, namesSomeoneElse: await names(texts) };
    }
    case 'ApproveSpecialCategory':
    case 'RefuseSpecialCategory':
      return {
        type: act.type,
        revision,
        data: { ...base, ...act.said, unit: asked.caller.unit, roles: asked.caller.roles },
        notIndependent: await notIndependent(agency, asked, {
          act: 'ApproveSpecialCategory',
          makers: [...makersOf(report), stater(report)],
          about: subjects.map(({ subjectId }) => subjectId),
        }),
      };
    default:
      return unreachable(act);
  }
};

/** Not even the people the report is about: one of them may be masked from a holder. */
const namesAnybody = (agency: Agency, reason: string): Promise<boolean> => namesSomeoneElse(agency.pool, [reason], []);

const regrading = async (
  agency: Agency,
  standing: Standing,
  data: Extract<LaterCommand, { type: 'RegradeReport' }>['data'],
  namesSomeoneElse: boolean,
) => {
  const { reportUrn, revision, basedOn } = standing;
  // Its own paragraphs, named by its URN, are its own all the same.
  const corroboratedBy = data.corroboratedBy.map((one) =>
    one.reportUrn === reportUrn ? { ...one, reportUrn: null } : one,
  );
  return {
    type: 'RegradeReport' as const,
    revision,
    data: { ...data, corroboratedBy },
    supports: await loadSupports(agency.pool, corroboratedBy, { reportUrn, basedOn }),
    namesSomeoneElse,
    notice: await noticeOf(agency, standing),
  };
};

const noticeOf = async (agency: Agency, { reportUrn, subjects }: Standing): Promise<Notice> => ({
  noticeId: agency.newId(),
  people: await subjectFacts(agency.pool, subjects),
  derivedItems: (await restingOn(agency.pool, reportUrn)).map(({ itemId }) => itemId),
});
