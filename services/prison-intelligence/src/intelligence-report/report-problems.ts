// How each refusal of a report is told, in words that say what to do.
import { refusals } from '@gatehouse/service-kit';
import type { ReportRefusal } from './intelligence-report.decider.ts';

export const reportProblem = refusals<ReportRefusal>({
  'report-exists': ['already-exists', 'A report with this URN exists already.'],
  'report-unknown': 'not-found',
  'report-withdrawn': ['state-conflict', 'The report was withdrawn; nothing more happens to it.'],
  'report-changed': ['state-conflict', 'Somebody else changed the report just now; read it again.'],

  'report-without-subject': ['command-refused', 'Name at least one person the report is about.'],
  'report-without-main-subject': ['command-refused', 'Give at least one person the role MAIN.'],
  'subject-named-twice': ['command-refused', 'Name each person once.'],
  'report-not-graded': ['command-refused', 'Give at least one paragraph, each with its grade.'],
  'paragraph-numbered-twice': ['command-refused', 'Give each paragraph a number of its own.'],
  'grade-not-on-scale': [
    'command-refused',
    'Use the values of the scale: 3x5x2 has sources 1-3 and information A-E, EUP has A, B, C, X and 1-4.',
  ],
  'names-someone-else': [
    'command-refused',
    'A text or a tag names a person who is no subject of the report: add the person, or take the name out.',
  ],
  'partner-not-named': ['command-refused', 'Name the partner agency the information came from.'],
  'observation-unknown': ['command-refused', 'One of the security information reports is not known here.'],
  'observation-not-registered': [
    'command-refused',
    'One of the security information reports has not been registered; ask the collator.',
  ],
  'observation-restricted': [
    'command-refused',
    'One of the security information reports was not evaluated for 28 days and is restricted; close it.',
  ],
  'observation-closed': ['command-refused', 'One of the security information reports has been closed.'],
  'basis-unknown': ['command-refused', 'One of the items it is based on is not known here.'],
  'basis-not-approved': ['command-refused', 'One of the reports it is based on has not been approved.'],
  'basis-withdrawn': ['command-refused', 'Something it is based on was withdrawn; it cannot stand on that.'],
  'requirement-unknown': ['command-refused', 'One of the intelligence requirements is not known here.'],
  'requirement-closed': ['command-refused', 'One of the intelligence requirements is closed or has run out.'],

  'corroboration-not-named': ['command-refused', 'Name the paragraphs that confirm it in corroboratedBy.'],
  'corroboration-unknown': ['command-refused', 'One of the confirming paragraphs is not known here.'],
  'source-corroborates-itself': [
    'command-refused',
    'What confirms it comes from the same source; name a paragraph of another source, or do not grade it corroborated.',
  ],

  'paragraphs-do-not-match': ['command-refused', 'Send every paragraph of the report once, by its number.'],
  'report-already-approved': ['state-conflict', 'The report has been approved already.'],
  'report-not-sanitised': [
    'state-conflict',
    'The report has not passed sanitisation; have it sanitised and tested first.',
  ],
  'approver-sanitised-it': ['command-refused', 'Ask another manager: whoever sanitised a report cannot approve it.'],
  'approver-evaluated-it': ['command-refused', 'Ask another manager: whoever evaluated a report cannot approve it.'],
  'approver-made-it': ['command-refused', 'Ask another manager: nobody approves what he wrote or changed himself.'],
  'approver-concerned': [
    'command-refused',
    'Ask another manager: the report is about somebody you declared a conflict with, or who is above or below you.',
  ],
  'looser-than-its-parts': [
    'command-refused',
    'Keep every condition of what the report is based on; only its originator may loosen one.',
  ],
  'handling-condition-unknown': [
    'command-refused',
    'Use the handling conditions of the closed list, e.g. NO_OVERT_ACTION.',
  ],
  'handling-condition-incomplete': [
    'command-refused',
    'Give DESTROY_BY a date of the calendar and NAMED_RECIPIENTS at least one name.',
  ],
  'handling-code-contradicts': ['command-refused', 'Code P goes without conditions; code C goes with at least one.'],
  'review-not-a-day': ['command-refused', 'Give reviewBy a day of the calendar.'],
  'review-day-passed': ['command-refused', 'Give a reviewBy after today.'],
  'review-too-far': ['command-refused', 'Give a reviewBy at most twelve months from today.'],
  'beyond-five-years': ['command-refused', 'No report lives longer than five years from its evaluation; withdraw it.'],

  'reason-names-somebody': [
    'command-refused',
    'Every holder of the report reads the reason, and one of the people may be hidden from him: say it without names.',
  ],
  'ground-not-agreed': [
    'command-refused',
    'Clause 16 of no instrument under which somebody holds the report names this ground: give one that is named.',
  ],
  'marker-already-set': ['state-conflict', 'The report carries this marker already.'],
  'marker-not-set': ['state-conflict', 'The report does not carry this marker.'],
  'marker-stays': ['command-refused', 'This marker is not taken off by hand.'],
  'lifter-set-it': ['command-refused', 'Ask somebody else: whoever set a marker cannot take it off.'],

  'report-not-approved': ['state-conflict', 'The report has not been approved; ask a manager to approve it first.'],
  'report-already-disseminated': [
    'state-conflict',
    'The report has been disseminated; what waits leaves by itself, what was wrong is regraded or withdrawn.',
  ],
  'report-overdue-for-review': ['state-conflict', 'The review of the report is overdue; revalidate or withdraw it.'],
  'obtained-unlawfully': [
    'command-refused',
    'It was not obtained lawfully: it is never disseminated. Report the allegation to the independent authority.',
  ],
  'preview-missing': ['command-refused', 'Ask for the preview first and name it here: nothing leaves unseen.'],
  'preview-unknown': ['command-refused', 'Ask for a preview of this report yourself, and name that one.'],
  'preview-outdated': ['state-conflict', 'What would leave has changed since the preview; look at the new one.'],
  'nobody-to-receive': ['command-refused', 'No instrument in force names anybody who could receive it.'],
  'refused-for-everybody': [
    'command-refused',
    'No instrument lets it out to anybody; see the preview for the reasons.',
  ],

  'special-field-named-twice': ['command-refused', 'Name each field of a special category once.'],
  'statement-unknown': 'not-found',
  'statement-answered': ['state-conflict', 'The statement has been answered already.'],
  'statement-lapsed': ['state-conflict', 'Nobody answered the statement within a day; state the necessity anew.'],

  'paragraph-unknown': ['command-refused', 'The report has no paragraph of this number.'],
  'grade-of-another-scale': [
    'command-refused',
    'The paragraph is graded on another scale; say otherScale where you mean to change it.',
  ],
  'grade-unchanged': ['state-conflict', 'The paragraph has this grade already.'],
});
