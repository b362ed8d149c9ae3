// gatehouse publish FILE: shows what each recipient of an alert would see, and raises it when somebody says yes to that.
import { createInterface } from 'node:readline/promises';
import { readDocument } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { shown, type Output } from './output.ts';
import type { Service } from './service.ts';

const ALERTS = '/prison-intelligence/v1/intelligence-alerts';

interface Previewed {
  party: string;
  own?: boolean;
  reachable?: boolean;
  roles?: string[];
  effect: string;
  reason: string;
  fields?: { path: string; value: unknown }[];
  withheld?: string[];
}

interface Post {
  says: string;
  outcome: string;
  why: string | null;
}

interface Preview {
  preview: string;
  recipients: Previewed[];
  posts?: Post[];
}

export const publish = async (
  file: string,
  { yes }: { yes?: true },
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const alert = await readDocument(file);
  const preview = await service.ask<Preview>({ path: `${ALERTS}/preview`, json: alert });
  if (!output.json || !yes) output.say(textOf(preview));
  if (!yes && !(await agreed())) throw new Ended('refused', 'Nothing was published.');
  const raised = await service.ask({ path: ALERTS, json: { ...alert, preview: preview.preview } });
  output.result({ ...raised, recipients: preview.recipients }, `raised: ${shown(raised['alertId'])}`);
  return EXIT.ok;
};

const agreed = async (): Promise<boolean> => {
  if (!process.stdin.isTTY)
    throw new Ended('usage', 'Nobody is here to say yes.', ['Look at the preview, then publish with --yes.']);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Publish this? Type yes: ');
  asking.close();
  return answer.trim().toLowerCase() === 'yes';
};

const textOf = ({ recipients, posts = [] }: Preview): string =>
  [
    ...recipients.flatMap(recipientLines),
    ...(recipients.length === 0 ? ['Nobody would receive this.'] : []),
    ...posts.map(({ says, outcome, why }) => `${shown(says)}: ${shown(outcome)}${why ? ` (${shown(why)})` : ''}`),
  ].join('\n');

const recipientLines = ({
  party,
  roles = [],
  reachable,
  effect,
  reason,
  fields = [],
  withheld = [],
}: Previewed): string[] => [
  `${shown(party)}${roles.length > 0 ? ` (${shown(roles.join(', '))})` : ''}: ${shown(effect)}, ${shown(reason)}${reachable === false ? ', nobody works there yet: held' : ''}`,
  ...fields.map(({ path, value }) => `    ${shown(path)}: ${shown(value)}`),
  ...(withheld.length > 0 ? [`    stays here: ${shown(withheld.join(', '))}`] : []),
];
