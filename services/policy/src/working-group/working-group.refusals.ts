// How refusals in a working group are answered. To whoever is no party of its instrument, neither exists.
import { refusals } from '@gatehouse/service-kit';
import type { WorkingGroupRefusal } from './working-group.decider.ts';

export const toProblem = refusals<WorkingGroupRefusal>({
  'instrument-unknown': 'not-found',
  'not-constituted': 'not-found',
  'named-by-its-party': ['command-refused', 'A party names and ends its own members; nobody else does.'],
  'member-unknown': 'not-found',
  'not-a-member': ['command-refused', 'Have your party name you as its member first.'],
  'meeting-in-the-past': ['command-refused', 'Convene for an hour that is still to come.'],
  'meeting-unknown': 'not-found',
  'meeting-not-begun': ['state-conflict', 'The meeting has not begun yet.'],
  'meeting-recorded': ['state-conflict', 'The meeting has its minutes already.'],
  'present-no-member': ['command-refused', 'Name only members as present; whoever else came stands in the minutes.'],
  'decision-unknown': 'not-found',
  'decision-taken': ['state-conflict', 'The decision was taken: propose another one.'],
  'already-voted': ['state-conflict', 'Your party has voted on this already.'],
  'dispute-unknown': 'not-found',
  'dispute-settled': ['state-conflict', 'The dispute is settled, or with the secretary.'],
  'dispute-with-the-group': ['state-conflict', 'The dispute is still with the group: it votes first.'],
  'not-the-secretary': ['command-refused', 'The secretary decides what the group could not.'],
  'due-in-the-past': ['command-refused', 'Give a day that is still to come.'],
  'escalation-unknown': 'not-found',
  'escalation-answered': ['state-conflict', 'The escalation has been answered.'],
  'escalation-not-due': ['state-conflict', 'The escalation is not due yet.'],
});
