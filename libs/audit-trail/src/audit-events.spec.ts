import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { AUDIT_EVENTS, LOGGED_OPERATIONS } from './audit-record.ts';

const page = readFileSync(new URL('../../../docs/audit-events.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [/^`([^`]+)`/.exec(section)?.[1] ?? section, section.split('\n').slice(1).join('\n').trim()]),
);

describe('docs/audit-events.md', () => {
  it('describes every audit event, and no other', () =>
    expect([...sections.keys()].sort()).toEqual([...AUDIT_EVENTS].sort()));

  it.each(AUDIT_EVENTS)('%s: says when it is written and its operation', (event) => {
    expect(sections.get(event)).toMatch(/Written/);
    const row = page.split('\n').find((line) => line.startsWith(`| [\`${event}\`]`));
    const operations =
      row
        ?.split('|')[3]
        ?.split(',')
        .map((cell) => cell.trim()) ?? [];
    expect(operations.length).toBeGreaterThan(0);
    for (const operation of operations) expect(LOGGED_OPERATIONS).toContain(operation);
  });
});
