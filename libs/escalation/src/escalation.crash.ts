// Run by escalation-killed.int.spec.ts as a process of its own, to be killed at a failpoint: one round on the database and the mail server
// named, at the instant named.
import { HeldClock } from '@gatehouse/service-kit/clock';
import { escalationOf, openTestAgency, settle } from './escalation.fixture.ts';
import { NO_CHANNELS } from './notices/settings.ts';

const [databaseUrl = '', smtpUrl = '', now = ''] = process.argv.slice(2);
const agency = await openTestAgency(databaseUrl, new HeldClock(now));
const escalation = escalationOf(agency, { ...NO_CHANNELS, smtpUrl });
await escalation.follower.runOnce();
await settle(escalation);
await escalation.stop();
await agency.pool.end();
