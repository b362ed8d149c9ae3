// What a refused attestation is answered.
import { refusals } from '@gatehouse/service-kit';
import type { PersonnelRefusal } from './personnel.decider.ts';

export const personnelProblem = refusals<PersonnelRefusal>({
  'acknowledged-by-himself-alone': [
    'command-refused',
    'He acknowledges the code of conduct himself, at code-of-conduct/acknowledgement.',
  ],
  'acknowledges-for-another': ['command-refused', 'Acknowledge the code of conduct for yourself alone.'],
  'another-edition': ['state-conflict', 'Another edition is in force: read code-of-conduct and acknowledge that one.'],
  'attests-himself': ['command-refused', 'Another officer of your office attests facts about you.'],
  'no-open-assignment': ['state-conflict', 'There is no assignment to this case that runs at that instant.'],
  'assignment-ends-before-it-begins': ['command-refused', 'Give the assignment an end after its beginning.'],
  'no-running-certificate': ['state-conflict', 'There is no certificate of this course that is valid at that instant.'],
  'no-vetting': ['state-conflict', 'There is no vetting to revoke.'],
});
