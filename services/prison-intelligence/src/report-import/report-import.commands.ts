// Carries what people, and the work itself, decide about an import to its decider, with tables and audit row in the same
// transaction.
import { runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type pg from 'pg';
import { AGENCY } from '../agency.ts';
import { carryOut } from './carry-out.ts';
import { importDecider, type ImportCommand, type ImportRefusal } from './report-import.decider.ts';
import { importStream } from './report-import.events.ts';

export const IMPORT_PRODUCT = 'prison-intelligence.report-import';

export type ImportOutcome = { refusal: ImportRefusal | null; promise: string };

/** A command without what every command has: who, when and of which unit. */
export type ImportChange = ImportCommand extends infer C
  ? C extends ImportCommand
    ? { type: C['type']; data: Omit<C['data'], 'by' | 'at' | 'unit'> }
    : never
  : never;

export class ChangeImport extends Command<ImportOutcome> {
  constructor(
    readonly asked: Asked,
    readonly change: ImportChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeImport)
export class ChangeImportHandler implements ICommandHandler<ChangeImport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, change }: ChangeImport): Promise<ImportOutcome> {
    return changeImport(this.agency, asked, change);
  }
}

/** @param alongside runs in the same transaction when the change was accepted */
export const changeImport = async (
  agency: Agency,
  asked: Asked,
  change: ImportChange,
  alongside?: (client: pg.PoolClient) => Promise<unknown>,
): Promise<ImportOutcome> => {
  const { unit, person } = asked.caller;
  const who = { unit, by: person, at: agency.clock.now().toISOString() };
  const command = { type: change.type, unit, data: { ...change.data, ...who } } as ImportCommand;
  const { importId } = change.data;
  const run = {
    command,
    streamId: importStream(importId),
    asked,
    audit: () => ({
      operation: change.type === 'AbandonReportImport' ? ('erasure' as const) : ('collection' as const),
      action: change.type,
      subjects: [],
      item: { id: importId, product: IMPORT_PRODUCT },
      fields: Object.keys(change.data).sort(),
    }),
  };
  const outcome = await runAudited(agency, importDecider, run, async (client) => {
    await carryOut(client, command, asked);
    await alongside?.(client);
  });
  return { refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
};
