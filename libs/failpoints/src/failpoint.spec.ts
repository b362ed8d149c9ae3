import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../../', import.meta.url);
const program = `import { failpoint, planted } from '@gatehouse/failpoints';
console.log('planted', planted('relay-marks-before-acknowledgement'));
process.on('exit', () => console.log('exit handler'));
failpoint('relay.before-publish');
console.log('went on');`;

const run = (variables: Record<string, string>) => {
  const loader = new URL('start/typescript-loader.mjs', root).href;
  const {
    GATEHOUSE_FAILPOINT: _f,
    GATEHOUSE_FAILPOINT_FILE: _l,
    GATEHOUSE_PLANTED_BUG: _p,
    NODE_ENV: _e,
    ...env
  } = process.env;
  const child = spawnSync(process.execPath, ['--import', loader, '--input-type=module', '-e', program], {
    cwd: root,
    env: { ...env, ...variables },
    encoding: 'utf8',
  });
  return { signal: child.signal, status: child.status, out: child.stdout, err: child.stderr };
};

describe('a failpoint', () => {
  it('kills at its name with SIGKILL: nothing runs after it', () => {
    const { signal, out } = run({ GATEHOUSE_FAILPOINT: 'relay.before-publish' });
    expect(signal).toBe('SIGKILL');
    expect(out).toBe('planted false\n');
  });

  it('lets every other name, and no name, go on', () => {
    expect(run({ GATEHOUSE_FAILPOINT: 'relay.after-mark' }).out).toContain('went on');
    expect(run({})).toMatchObject({ status: 0, out: 'planted false\nwent on\nexit handler\n' });
  });

  it('that a file names kills as soon as it stands there', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gatehouse-failpoint-')), 'failpoint');
    expect(run({ GATEHOUSE_FAILPOINT_FILE: file }).out).toContain('went on');
    writeFileSync(file, 'relay.after-mark');
    expect(run({ GATEHOUSE_FAILPOINT_FILE: file }).out).toContain('went on');
    writeFileSync(file, 'relay.before-publish');
    expect(run({ GATEHOUSE_FAILPOINT_FILE: file })).toMatchObject({ signal: 'SIGKILL', out: 'planted false\n' });
    rmSync(dirname(file), { recursive: true });
  });

  it('refuses to start under a name nobody listed, since that test would prove nothing', () => {
    expect(run({ GATEHOUSE_FAILPOINT: 'relay.befor-publish' }).err).toContain("names 'relay.befor-publish'");
  });

  it('refuses to start in production', () => {
    const settings: Record<string, string>[] = [
      { GATEHOUSE_FAILPOINT: 'relay.before-publish' },
      { GATEHOUSE_FAILPOINT_FILE: '/nowhere' },
      { GATEHOUSE_PLANTED_BUG: 'relay-marks-before-acknowledgement' },
    ];
    for (const variables of settings)
      expect(run({ ...variables, NODE_ENV: 'production' }).err).toContain('refusing to start in production');
  });
});

it('a planted bug is there only when it is asked for', () => {
  expect(run({ GATEHOUSE_PLANTED_BUG: 'relay-marks-before-acknowledgement' }).out).toContain('planted true');
});
