// Runs one command and gives its exit code.
import { CommanderError } from 'commander';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { Output } from './output.ts';
import { program } from './program.ts';

export const main = async (args: string[]): Promise<ExitCode> => {
  let code: ExitCode = EXIT.ok;
  try {
    await program((ended) => (code = ended)).parseAsync(args, { from: 'user' });
    return code;
  } catch (fault) {
    // Commander has said itself what is wrong with the usage; asking for help is no mistake.
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const ended =
      fault instanceof Ended ? fault : new Ended('serviceFailed', 'Something went wrong here.', [nameOf(fault)]);
    new Output(args.includes('--json')).failed(ended);
    return EXIT[ended.reason];
  }
};

/** A name only: the message of an error may hold what was sent. */
const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : typeof fault);
