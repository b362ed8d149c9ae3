import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NEEDED = 24;

/** The Node to run under: this one when it is new enough, else the one that the installation brought along for this system. */
export const node24 = (root) => {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
  if (existsSync(brought)) return brought;
  throw new Error(
    `Gatehouse needs Node ${NEEDED} or newer. This is Node ${process.versions.node}, and none comes along for ${process.platform}-${process.arch}: install Node ${NEEDED} and try again.`,
  );
};
