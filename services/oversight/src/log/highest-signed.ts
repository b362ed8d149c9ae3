// The highest checkpoint this log was published at, in a file outside the database and its backups. Promise: what stands there
// survives a crash of the machine once `keep` resolved, and is never half written. Whoever signs holds the stored log against it:
// a database that was set back to an older state may continue, and would then sign a second history beside the published one.
import { openCheckpoint, type Checkpoint, type NoteVerifier } from '@gatehouse/merkle-log';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface HighestSignedOptions {
  /** its folder is made; keep it on another disk than the database, and out of every backup that is ever restored */
  file: string;
  origin: string;
  verifier: NoteVerifier;
}

export class HighestSigned {
  constructor(private readonly options: HighestSignedOptions) {}

  /**
   * Null before the first one.
   * @throws TerminalFault 'log-highest-unreadable' for a file that is none, or holds what this log did not sign
   */
  async read(): Promise<Checkpoint | null> {
    const { file, origin, verifier } = this.options;
    const note = await readFile(file, 'utf8').catch((fault: NodeJS.ErrnoException) => {
      if (fault.code === 'ENOENT') return null;
      throw unreadable('it cannot be read', fault);
    });
    if (note === null) return null;
    const checkpoint = openCheckpoint(note, origin, verifier);
    if (!checkpoint) throw unreadable('it holds no checkpoint that this log signed');
    return checkpoint;
  }

  /** Puts a signed checkpoint in its place, durably: written aside, flushed, renamed, and the folder flushed. */
  async keep(note: string): Promise<void> {
    const { file } = this.options;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(`${file}.part`, 'w', 0o600);
    try {
      await handle.writeFile(note);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.part`, file);
    const folder = await open(dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
  }
}

const unreadable = (why: string, cause?: unknown): TerminalFault =>
  new TerminalFault(`the highest signed checkpoint that is kept outside the database is not to be trusted: ${why}`, {
    code: 'log-highest-unreadable',
    cause,
  });
