// How each refusal of an alert is answered, and what the person should do.
import { Problem, refusals } from '@gatehouse/service-kit';
import type { Previewed } from './audience.ts';
import type { AlertRefusal } from './intelligence-alert.decider.ts';

const problem = refusals<AlertRefusal>({
  'alert-exists': ['already-exists', 'Another alert was raised on this preview already; ask for a new preview.'],
  'alert-unknown': 'not-found',
  'alert-without-report': ['command-refused', 'Name at least one graded, approved report the alert stands on.'],
  'report-unknown': ['command-refused', 'One of the reports is not known here; check the URNs.'],
  'report-not-approved': [
    'command-refused',
    'One of the reports has not been approved; ask a manager to approve it first.',
  ],
  'alert-without-subject': ['command-refused', 'Name at least one person the alert is about.'],
  'subject-not-in-report': ['command-refused', 'A person the alert names stands in none of its reports.'],
  'handling-condition-unknown': [
    'command-refused',
    'Use the handling conditions of the closed list, e.g. NO_OVERT_ACTION.',
  ],
  'named-twice': ['command-refused', 'Name each report and each person once.'],
  'handling-condition-incomplete': [
    'command-refused',
    'Give DESTROY_BY a date of the calendar and NAMED_RECIPIENTS at least one name.',
  ],
  'handling-code-contradicts': ['command-refused', 'Code P goes without conditions; code C goes with at least one.'],
  'alert-already-expired': ['command-refused', 'Give an instant in the future as validUntil.'],
  'alert-lives-too-long': ['command-refused', 'Give a validUntil within the life of this type of alert.'],
  'release-date-missing': ['command-refused', 'Give the day of release as releaseOn: the alert lives by it.'],
  'threat-without-person-at-risk': ['command-refused', 'Say in whoAtRisk whose life is threatened.'],
  'threat-not-immediate': ['command-refused', 'A threat to a life is IMMEDIATE.'],
  'subject-not-staff': ['command-refused', 'This type is about members of staff; name others in otherSubjectIds.'],
  'alert-to-nobody': ['command-refused', 'Nobody would get it; see posts.'],
  'preview-missing': ['command-refused', 'Ask for a preview first and name it: nothing leaves that nobody looked at.'],
  'preview-unknown': ['command-refused', 'Ask for a preview of this very alert yourself, and name that one.'],
  'preview-outdated': ['state-conflict', 'Look at the new preview and confirm it.'],
  'alert-ended': ['state-conflict', 'The alert was cleared or its time is over; raise another one.'],
  'alert-not-renewable': ['command-refused', 'Only a threat to a life is renewed; raise another alert.'],
  'alert-still-valid': ['state-conflict', 'Its time is not over yet.'],
  'reason-names-somebody': ['command-refused', 'Say it without a name: every holder reads it.'],
  'alert-not-acknowledged': ['state-conflict', 'Acknowledge it first.'],
});

/** The problem for a refusal; `now` is what would happen now, told by paths and never by values. */
export const alertProblem = (refusal: AlertRefusal, now: Previewed | null): Problem => {
  if (now && refusal === 'preview-outdated') {
    const { preview, posts } = now;
    return new Problem('preview-outdated', { members: { refusal, preview, recipients: withoutValues(now), posts } });
  }
  if (now && refusal === 'alert-to-nobody')
    return new Problem('audience-of-nobody', {
      members: { refusal, recipients: withoutValues(now), posts: now.posts },
    });
  return problem(refusal);
};

const withoutValues = ({ recipients }: Previewed) => recipients.map(({ fields: _fields, ...recipient }) => recipient);
