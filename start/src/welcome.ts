// What stays on the screen: addresses, people, and three lines to paste.
import { SUBJECT_ID } from './journey/sample.ts';
import { PERSONAS } from './personas.ts';

/** `url` of the running start; `started`: which bus, and the processes beside this one. */
export const welcome = (url: string, started: { bus: string; pids: Record<string, number> }): string => {
  const people = PERSONAS.map(({ name, described }) => `  ${name.padEnd(22)} ${described}`).join('\n');
  const processes = Object.entries({ gatehouse: process.pid, ...started.pids })
    .map(([name, pid]) => `${name} ${pid}`)
    .join(', ');
  return `
Gatehouse is running on ${url} (bus: ${started.bus}; processes: ${processes}). Ctrl-C stops everything.

  ${url}/reference         every route, to read
  ${url}/openapi.json      the same for programs
  ${url}/metrics           what waits, and how long
  ${url}/health/ready      what is ready
  ${url}/oversight/v1/log/checkpoint   the log

People of the sample, all invented; npm run --silent token -- NAME prints a token of five minutes:
${people}

Paste in another terminal, in this folder:

  curl -s -H "Authorization: Bearer $(npm run --silent token -- police-liaison)" -H "Gatehouse-Purpose: INVESTIGATE" -H "Gatehouse-Case: KZ-2026-114" ${url}/police-liaison/v1/inbox
  curl -s -H "Authorization: Bearer $(npm run --silent token -- police-neighbour)" -H "Gatehouse-Purpose: INVESTIGATE" -H "Gatehouse-Case: KZ-2026-114" ${url}/police-liaison/v1/inbox
  curl -s -H "Authorization: Bearer $(npm run --silent token -- commissioner)" -H "Gatehouse-Purpose: OVERSIGHT" "${url}/oversight/v1/records?subject=${SUBJECT_ID}&limit=5"

npm run verify-log checks the whole log with a program that shares no code with it.
`;
};
