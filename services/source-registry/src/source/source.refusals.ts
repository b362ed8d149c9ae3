// How refusals of the registry are answered. Whatever would tell a handler that somebody else's source is there is the
// answer of an id that names nothing.
import { refusals } from '@gatehouse/service-kit';
import type { SourceRefusal } from './source.decider.ts';

const both: Record<SourceRefusal, Parameters<typeof refusals>[0][string]> = {
  'source-exists': ['already-exists', 'A source is registered under this id already.'],
  'source-unknown': 'not-found',
  'not-its-handler': 'not-found',
  'source-deregistered': ['state-conflict', 'The source is deregistered; nothing more is done with this entry.'],
  'source-not-authorised': ['state-conflict', 'Ask a controller of the registry to authorise the source first.'],
  'contact-in-the-future': ['command-refused', 'Give the time of a contact that has taken place.'],
  'review-not-ahead': ['command-refused', 'Give a review day after today.'],
  'own-source': ['command-refused', 'Ask another controller: nobody authorises, or takes over, a source of his own.'],
  'already-its-handler': ['state-conflict', 'This person handles the source already.'],
  'request-unknown': 'not-found',
  'request-lapsed': ['state-conflict', 'The request is older than a day; whoever needs the identity asks again.'],
  'requester-cannot-approve': ['command-refused', 'Ask another controller: nobody approves his own request.'],
  'identity-not-approved': ['command-refused', 'A second controller has to approve the request first.'],
  'not-the-requester': ['command-refused', 'An approval opens the identity to the one who asked, and to nobody else.'],
  'identity-time-over': ['state-conflict', 'The time of the approval is over; ask again if it is still needed.'],
};

/** To a controller, who may know that every entry exists. */
export const toController = refusals<SourceRefusal>(both);

/** To a handler, who may know of his own alone. */
export const toHandler = refusals<SourceRefusal>({ ...both, 'source-deregistered': 'not-found' });
