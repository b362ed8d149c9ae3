import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** True when nothing listens on 127.0.0.1:`port`. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A port of 127.0.0.1 that the operating system calls free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port to be had')),
      );
    });
  });

/**
 * The port to listen on: the one asked for, else the one remembered in `file`, else a free one; remembered for next time,
 * so that an address noted down today still holds tomorrow. An asked-for port that is taken is an error.
 */
export const choosePort = async (file: string, asked: number | undefined): Promise<number> => {
  if (asked !== undefined) {
    if (!(await isFree(asked))) throw new Error(`port ${asked} of 127.0.0.1 is taken by another program`);
    return asked;
  }
  const remembered = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isInteger(remembered) && remembered > 0 && (await isFree(remembered))) return remembered;
  const port = await freePort();
  await writeFile(file, String(port));
  return port;
};
