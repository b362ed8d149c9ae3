import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { fromRoot } from './schema-check.ts';

describe('the dev container', () => {
  const { image, features } = JSON.parse(fromRoot('.devcontainer/devcontainer.json')) as {
    image: string;
    features: Record<string, { version?: string }>;
  };

  it('has the Node that the project asks for, and a Java that the broker runs on', () => {
    const { engines } = JSON.parse(fromRoot('package.json')) as { engines: { node: string } };
    expect(image).toContain(`:${engines.node.replace('>=', '')}-`);
    const java = Object.entries(features).find(([name]) => name.includes('/java:'))?.[1];
    expect(Number(java?.version)).toBeGreaterThanOrEqual(17);
  });
});

describe('what contributors are told', () => {
  it.each(['CONTRIBUTING.md', 'SECURITY.md', 'README.md', 'deploy/README.md'])(
    '%s names commands and files that exist',
    (page) => {
      const { scripts } = JSON.parse(fromRoot('package.json')) as { scripts: Record<string, string> };
      const text = fromRoot(page);
      const commands = [...text.matchAll(/npm run (?:--silent )?([a-z-]+)/g)].map(([, name]) => name ?? '');
      expect(commands.filter((name) => !(name in scripts))).toEqual([]);
      const folder = page.includes('/') ? 'deploy/' : '';
      const links = [...text.matchAll(/\]\((?!http|#)([^)#]+)/g)].map(([, link]) => `${folder}${link ?? ''}`);
      expect(links.filter((link) => !exists(link))).toEqual([]);
    },
  );

  it('marks the contact as invented until somebody puts a real one there', () =>
    expect(fromRoot('SECURITY.md')).toMatch(/@gatehouse\.example\*\* \(invented/));
});

describe('.ci/run', () => {
  it('runs the checks, then exactly npm test, then a short run of what is promised', () => {
    const lines = fromRoot('.ci/run')
      .split('\n')
      .filter((line) => /^(counted )?npm /.test(line));
    expect(lines).toEqual([
      'npm run --silent verify </dev/null',
      'counted npm test --silent',
      'counted npm run --silent prove -- --quick',
    ]);
  });
});

describe('the editors’ rules', () => {
  it('agree with the formatter', () => {
    const { printWidth } = parse(fromRoot('.prettierrc')) as { printWidth: number };
    expect(fromRoot('.editorconfig')).toContain(`max_line_length = ${printWidth}`);
  });
});

const exists = (path: string): boolean => {
  const parts = path.replace(/\/$/, '').split('/');
  const name = parts.pop() ?? '';
  return readdirSync(new URL(`../../${parts.join('/')}/`, import.meta.url)).includes(name);
};
