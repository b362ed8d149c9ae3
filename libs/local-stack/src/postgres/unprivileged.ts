// PostgreSQL refuses to run as root, and a developer's container is often root in a folder that nobody else may enter.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Progress } from '../progress.ts';

/** How to run PostgreSQL's programs here: what goes before them, and where they and their cluster lie. */
export interface Footing {
  prefix: string[];
  native: string;
  /** The folder that holds the cluster. */
  home: string;
}

const NOBODY = 65534;
const MAPPED = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

const works = ([program, ...args]: string[]): boolean => spawnSync(program!, args, { stdio: 'ignore' }).status === 0;

/**
 * Not root: as we are. Root: in a user namespace where root's own files belong to uid 1000, so nothing is copied or handed over.
 * Where namespaces are refused: as uid 65534, on copies below /var/tmp that it can enter. Else an error that says so.
 */
export const footing = (native: string, home: string, onProgress: Progress): Footing => {
  if (process.getuid?.() !== 0) return { prefix: [], native, home };
  const probe = [join(native, 'bin/postgres'), '--version'];
  const reachable = works([...MAPPED, ...probe]) && works([...MAPPED, 'test', '-w', home]);
  if (reachable && !existsSync(join(home, ELSEWHERE))) return { prefix: MAPPED, native, home };
  if (!works([...AS_NOBODY, 'true'])) {
    throw new Error(
      'PostgreSQL does not run as root, and this machine allows neither user namespaces (unshare) nor another user (setpriv): start as an ordinary user, or name a server in DATABASE_URL',
    );
  }
  return asNobody(native, home, onProgress);
};

/** A link in `home` to the folder outside that uid 65534 owns; `npm run reset` follows it. */
export const ELSEWHERE = 'elsewhere';

const asNobody = (native: string, home: string, onProgress: Progress): Footing => {
  const link = join(home, ELSEWHERE);
  const known = existsSync(link) ? readlinkSync(link) : null;
  const outside = known ?? mkdtempSync('/var/tmp/gatehouse-postgres-');
  if (known === null) {
    onProgress(`user namespaces are refused here: PostgreSQL runs as uid ${NOBODY} from ${outside}`);
    rmSync(link, { force: true });
    symlinkSync(outside, link);
  }
  const copied = join(outside, basename(native));
  if (!works([...AS_NOBODY, join(copied, 'bin/postgres'), '--version'])) {
    cpSync(native, copied, { recursive: true, verbatimSymlinks: true });
  }
  const away = join(outside, 'data');
  mkdirSync(away, { recursive: true, mode: 0o700 });
  // A cluster made while namespaces were still allowed moves along: a second start finds its data.
  if (existsSync(join(home, 'cluster'))) execFileSync('mv', [join(home, 'cluster'), away]);
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, outside]);
  return { prefix: AS_NOBODY, native: copied, home: away };
};
