import { refusals } from '@gatehouse/service-kit';
import type { PoliceIntelligenceRefusal } from './police-intelligence.decider.ts';

/** How each refusal is answered, and what to do about it. */
export const policeIntelligenceProblem = refusals<PoliceIntelligenceRefusal>({
  'intelligence-exists': ['already-exists', 'This report has been recorded already.'],
  'intelligence-unknown': 'not-found',
  'subject-not-known': [
    'command-refused',
    'Name each person, or give an item that you may open and the place where it shows the person; give a category where no item does.',
  ],
  'no-main-subject': ['command-refused', 'Name at least one person as MAIN.'],
  'paragraph-numbered-twice': ['command-refused', 'Give each paragraph a number of its own.'],
  'paragraph-names-no-subject': ['command-refused', 'A paragraph names only people who stand among the subjects.'],
  'grade-not-on-scale': ['command-refused', 'Give source and information as the scale has them.'],
  'handling-condition-unknown': ['command-refused', 'Use the handling conditions of the closed list, e.g. NO_ONWARD.'],
  'handling-condition-incomplete': [
    'command-refused',
    'Give DESTROY_BY a date of the calendar and NAMED_RECIPIENTS at least one name.',
  ],
  'handling-code-contradicts': ['command-refused', 'Code P goes without conditions; code C goes with at least one.'],
  'review-not-within-twelve-months': [
    'command-refused',
    'Give a day from today to twelve months from now as reviewBy.',
  ],
  'already-approved': ['state-conflict', 'This report has been approved already.'],
  'approver-recorded-it': ['command-refused', 'Another person than the one who recorded it approves it.'],
  'approver-made-it': ['command-refused', 'Another person than the one who recorded it approves it.'],
  'approver-concerned': [
    'command-refused',
    'Ask a colleague: the report is about somebody you declared a conflict with, or who is above or below you.',
  ],
  'not-approved': ['state-conflict', 'Have it approved by another person first.'],
  'already-shared': ['state-conflict', 'This report has been shared already.'],
  'preview-unknown': ['command-refused', 'Ask for a preview of this report yourself, and name that one.'],
  'preview-outdated': ['state-conflict', 'What would leave has changed. Look at a new preview and confirm that one.'],
  'nobody-may-receive-it': ['command-refused', 'No agreement lets anybody have it; the preview says why.'],
});
