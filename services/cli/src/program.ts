// The command line: what can be asked, in the words of the field.
import { Command, Option } from 'commander';
import { agreementCommands } from './agreement-commands.ts';
import { callersPath } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { explain, type ExplainOptions } from './explain.ts';
import { importFile, type ImportOptions } from './import-file.ts';
import { Imports } from './imports.ts';
import { acknowledge, listInbox, openItem, type InboxOptions } from './inbox.ts';
import { Output, table } from './output.ts';
import { publish } from './publish.ts';
import { Service } from './service.ts';
import { forgetSession } from './session.ts';
import { signIn } from './sign-in.ts';
import { verify, type VerifyOptions } from './verify.ts';

interface Everywhere {
  json?: true;
  purpose?: string;
  case?: string;
}

/** @param done told the exit code of the command that ran */
export const program = (done: (code: ExitCode) => void): Command => {
  const gatehouse = new Command('gatehouse')
    .description('Sharing between prisons, police and others under their agreements')
    .option('--json', 'answer with one JSON document')
    .addOption(new Option('--purpose <PURPOSE>', 'why you ask, such as INVESTIGATE').env('GATEHOUSE_PURPOSE'))
    .addOption(new Option('--case <REFERENCE>', 'the case you ask for').env('GATEHOUSE_CASE'))
    .exitOverride()
    .addHelpText('after', EXIT_HELP);
  const output = (): Output => new Output(gatehouse.opts<Everywhere>().json === true);
  const service = (): Service => {
    const { purpose, case: caseRef } = gatehouse.opts<Everywhere>();
    return new Service({ purpose, caseRef });
  };
  const ends = async (work: Promise<ExitCode>): Promise<void> => done(await work);

  gatehouse
    .command('login')
    .description('sign in with client credentials; the secret is never given on the command line')
    .requiredOption('--url <URL>', 'where the services are, such as http://127.0.0.1:8080')
    .requiredOption('--client <ID>', 'the client id')
    .option('--issuer <URL>', 'the OpenID provider; <url>/identity unless given')
    .option('--secret-file <FILE>', 'a file with the secret, readable by you alone')
    .option('--secret-env <VARIABLE>', 'a variable of the environment with the secret', 'GATEHOUSE_CLIENT_SECRET')
    .action((options: Login) => ends(login(options, output())));

  gatehouse
    .command('logout')
    .description('forget the session')
    .action(() => ends(forgetSession().then(() => (output().result({ signedIn: false }, 'signed out'), EXIT.ok))));

  gatehouse
    .command('import')
    .argument('<FILE>', 'CSV or NDJSON (.ndjson, .jsonl)')
    .description('import intelligence reports from a file; every line is checked first')
    .option('--dry-run', 'check every line, name the faults, import nothing')
    .option('--resume', 'go on with the import of this file that was stopped, or that you lost sight of')
    .option('--leave-out-faulty', 'import the good lines although others have faults')
    .option('--mapping <FILE>', 'JSON or YAML: columns, ignore, defaults, and how the file is read')
    .option('--format <FORMAT>', 'csv or ndjson')
    .option('--encoding <ENCODING>', 'such as windows-1251; detected unless given')
    .option('--delimiter <DELIMITER>', 'one of , ; | tab; detected unless given')
    .option('--date-order <ORDER>', 'what 03/04/2026 means: DMY or MDY')
    .option('--faults <FILE>', 'write all faults to a CSV file')
    .action((file: string, options: ImportOptions) => ends(importFile(file, options, service(), output())));

  const imports = gatehouse.command('imports').description("the unit's imports");
  imports
    .command('list', { isDefault: true })
    .description('the last ones')
    .action(() => ends(listImports(service(), output())));
  imports
    .command('stop')
    .argument('<ID>')
    .description('stop after the lines under way; import --resume goes on')
    .action((id: string) => ends(stopImport(id, service(), output())));

  gatehouse
    .command('publish')
    .argument('<FILE>', 'an alert, as JSON or YAML')
    .description('show what each recipient would see, and raise the alert when you agree')
    .option('--yes', 'agree without being asked')
    .action((file: string, options: { yes?: true }) => ends(publish(file, options, service(), output())));

  gatehouse
    .command('inbox')
    .argument('[ID]', 'open this item')
    .description('what other agencies disclosed to you')
    .option('--type <TYPE>', 'only alerts of this type')
    .option('--priority <PRIORITY>', 'ROUTINE, PRIORITY or IMMEDIATE')
    .option('--unacknowledged', 'only what nobody has acknowledged')
    .option('--limit <N>', 'items a page')
    .option('--cursor <CURSOR>', 'from the page before')
    .action((id: string | undefined, options: InboxOptions) =>
      ends(id ? openItem(id, service(), output()) : listInbox(options, service(), output())),
    );

  gatehouse
    .command('ack')
    .argument('<ID>')
    .description('acknowledge an item, under your name')
    .action((id: string) => ends(acknowledge(id, service(), output())));

  gatehouse
    .command('explain')
    .argument('<ID>', 'the id of the audit record of a decision')
    .requiredOption('--service <SERVICE>', 'who decided: police-liaison or prison-intelligence')
    .option('--item', 'ID is an item: list what was decided about it')
    .description("why, or why not: a past decision made again, the clauses that decided, and today's answer")
    .action((id: string, options: ExplainOptions) => ends(explain(id, options, service(), output())));

  agreementCommands(gatehouse, { service, output, ends });

  gatehouse
    .command('verify')
    .description('verify the whole public log with its pinned key')
    .option('--url <URL>', "the log's address; that of the session unless given")
    .option('--vkey <KEY>', 'the pinned key, or a file with it')
    .option('--state <FILE>', 'what was seen before')
    .option('--record <FILE>', 'records with their proofs, as the oversight service gave them')
    .action((options: VerifyOptions) => ends(verify(options, output())));

  return gatehouse;
};

const EXIT_HELP = `
Exit codes: 0 done, 1 refused by the service, 2 wrong usage, 3 not signed in (of agreement diff:
something widens), 4 out of reach or to be tried again,
5 not verified, 6 the service failed, 7 the file has faults, 130 interrupted.`;

interface Login {
  url: string;
  client: string;
  issuer?: string;
  secretFile?: string;
  secretEnv: string;
}

const login = async ({ url, client, issuer, secretFile, secretEnv }: Login, output: Output): Promise<ExitCode> => {
  const addresses = [url, issuer ?? url];
  if (!addresses.every((address) => URL.canParse(address))) throw new Ended('usage', 'An address is not well formed.');
  const origin = url.replace(/\/+$/, '');
  const secretFrom = secretFile ? { file: callersPath(secretFile) } : { variable: secretEnv };
  const session = await signIn({ url: origin, issuer: issuer ?? `${origin}/identity`, client, secretFrom });
  const until = new Date(session.expiresAt).toISOString();
  output.result(
    { signedIn: true, url: origin, client, until },
    `signed in at ${origin} as ${client}; renewed when needed`,
  );
  return EXIT.ok;
};

const listImports = async (service: Service, output: Output): Promise<ExitCode> => {
  const imports = await new Imports(service).all();
  const rows = imports.map(({ importId, status, openedAt, check, progress }) => [
    importId,
    status,
    openedAt,
    `${progress.lines} of ${check.goodLines}`,
  ]);
  output.result({ imports }, table(['import', 'status', 'opened', 'lines'], rows));
  return EXIT.ok;
};

const stopImport = async (id: string, service: Service, output: Output): Promise<ExitCode> => {
  const stopped = await new Imports(service).change(encodeURIComponent(id), 'stop');
  output.result(stopped, `stopped after ${stopped.progress.lines} lines`);
  return EXIT.ok;
};
