// gatehouse agreement: what can be asked about instruments.
import type { Command } from 'commander';
import { diff, lint, type DiffOptions } from './agreement.ts';
import {
  reinstate,
  suspend,
  terminate,
  type ReinstateOptions,
  type SuspendOptions,
  type TerminateOptions,
} from './agreement-order.ts';
import { agreementStatus, signAgreement, type SignOptions } from './agreement-signature.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import type { Service } from './service.ts';

interface Around {
  service: () => Service;
  output: () => Output;
  ends: (work: Promise<ExitCode>) => Promise<void>;
}

export const agreementCommands = (gatehouse: Command, { service, output, ends }: Around): void => {
  const agreement = gatehouse
    .command('agreement')
    .description('instruments: check, compare and sign a text, see how they stand, suspend and leave them');
  agreement
    .command('lint')
    .argument('<FILE...>', 'instruments (mou.yaml)')
    .description('check form, clauses, codes and flows; every fault with its line and what to write instead')
    .action((files: string[]) => ends(lint(files, output())));
  agreement
    .command('diff')
    .argument('<OLD>')
    .argument('<NEW>')
    .description('what widens, what narrows, what is neutral; ends with 3 when something widens')
    .option('--allow-widening', 'end with 0 although something widens')
    .action((before: string, after: string, options: DiffOptions) => ends(diff(before, after, options, output())));
  agreement
    .command('sign')
    .argument('<FILE>', 'the document, as JSON or YAML')
    .requiredOption('--key <FILE>', "the party's signing key, readable by you alone")
    .option('--effective-from <INSTANT>', 'of an amendment: not before, as it was drafted')
    .option('--send', 'hand the signature in, for the pending version')
    .description('sign a document for your party: a detached signature over exactly this text')
    .action((file: string, options: SignOptions) => ends(signAgreement(file, options, service(), output())));
  const order = (name: string, says: string): Command =>
    agreement
      .command(name)
      .argument('<ID>', 'the instrument')
      .requiredOption('--key <FILE>', "the party's signing key, readable by you alone")
      .requiredOption('--reason <TEXT>', 'why; names nobody')
      .option('--version <N>', 'an agreed version; the last one, as the service says it, unless given')
      .option('--send', 'hand the order in')
      .description(says);
  order('suspend', 'suspend an instrument for your party, at once: an order signed here')
    .option('--party <PARTY>', 'what one party gives and gets')
    .option('--category <CODE>', 'the fields of one sensitivity category')
    .option('--freeze-prior-copies', 'copies already held may not be used either')
    .action((id: string, options: SuspendOptions) => ends(suspend(id, options, service(), output())));
  order('reinstate', 'take back what your party has suspended')
    .requiredOption('--suspension <ID>', 'which, as status names it')
    .action((id: string, options: ReinstateOptions) => ends(reinstate(id, options, service(), output())));
  order('terminate', 'give notice that your party leaves, no sooner than was agreed')
    .requiredOption('--at <INSTANT>', 'when the instrument ends')
    .action((id: string, options: TerminateOptions) => ends(terminate(id, options, service(), output())));
  agreement
    .command('status')
    .argument('[ID]', 'one instrument')
    .description('how instruments stand, and who has still to sign')
    .action((id: string | undefined) => ends(agreementStatus(id, service(), output())));
};
