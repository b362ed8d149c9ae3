// Publishing shows before it asks, asks before it sends, and sends what was shown.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { Shell } from './shell.ts';

const PREVIEW = {
  preview: 'token-of-the-preview',
  recipients: [
    {
      party: 'kz-police',
      own: false,
      roles: ['police-liaison'],
      reachable: true,
      effect: 'PERMIT_REDACTED',
      reason: 'CONTRACT_MATCH',
      fields: [{ path: 'nature', value: 'Praises an attack.\u001b[2J' }],
      withheld: ['sourceNote'],
    },
  ],
  posts: [{ post: 'probation', says: 'probation', outcome: 'not-reachable', why: 'NO_SERVICE' }],
};
const ALERT = 'type: RECRUITMENT_ACTIVITY\nnature: Praises an attack.\nvalidUntil: 2027-01-31T12:00:00Z\n';

let shell: Shell;
let server: Server;
let raised: object[];

// The two routes as they answer, and a provider that gives everybody a token: what is looked at is the command.
beforeEach(async () => {
  shell = await Shell.make();
  raised = [];
  server = createServer(async (request, response) => {
    const origin = `http://${request.headers.host}`;
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url?.endsWith('openid-configuration')) return answer(200, { token_endpoint: `${origin}/token` });
    if (request.url === '/token') return text(request).then(() => answer(200, { access_token: 'a', expires_in: 300 }));
    const body = (await json(request)) as object;
    if (request.url?.endsWith('/preview')) return answer(200, PREVIEW);
    raised.push(body);
    return answer(201, { alertId: 'an-alert', ackWithin: 'PT24H' });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  shell.env['GATEHOUSE_CLIENT_SECRET'] = 'secret';
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect((await shell.gatehouse('login', '--url', url, '--client', 'analyst')).code).toBe(0);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await shell.remove();
});

const publish = async (...more: string[]) =>
  shell.gatehouse('publish', await shell.file('alert.yaml', ALERT), '--purpose', 'PREVENT_SERIOUS_HARM', ...more);

it('shows who would see what and publishes nothing while nobody says yes', async () => {
  const { code, err } = await publish();
  expect(code).toBe(2);
  expect(err).toContain('kz-police (police-liaison): PERMIT_REDACTED, CONTRACT_MATCH');
  expect(err).toContain('    nature: Praises an attack.·[2J');
  expect(err).toContain('    stays here: sourceNote');
  expect(err).toContain('probation: not-reachable (NO_SERVICE)');
  expect(raised).toEqual([]);
});

it('raises exactly what was shown when somebody does', async () => {
  const { code, json: document } = await publish('--yes', '--json');
  expect([code, document['alertId']]).toEqual([0, 'an-alert']);
  expect(raised).toEqual([
    {
      type: 'RECRUITMENT_ACTIVITY',
      nature: 'Praises an attack.',
      validUntil: '2027-01-31T12:00:00Z',
      preview: PREVIEW.preview,
    },
  ]);
});
