// Acknowledging a report or a notice: the person is decided like for an opening, then his name stands in the ledger of his post.
import { readerFacts } from '@gatehouse/personnel';
import {
  acknowledgeOwn,
  considerOpening,
  evidence,
  permits,
  recordOpening,
  type Agency,
  type Asked,
  type Considered,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { acknowledgements, type Acknowledgement } from './acknowledgements.ts';
import { loadDisseminated } from './load-disseminated.ts';

export interface AcknowledgedOutcome {
  decision: Considered['decision'];
  /** null when this person is refused, and where it was disclosed to no post of his */
  acknowledged: Acknowledgement | null;
  promise: string;
}

export class AcknowledgeDisseminated extends Command<AcknowledgedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeDisseminated)
export class AcknowledgeDisseminatedHandler implements ICommandHandler<AcknowledgeDisseminated> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, itemId }: AcknowledgeDisseminated): Promise<AcknowledgedOutcome> {
    const { held } = await loadDisseminated(this.agency, itemId, asked.caller);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const considered = considerOpening(this.agency, asked, facts, held);
    const { decision } = considered;
    if (!held || !permits(decision)) {
      const promise = await evidence(this.agency, (client) =>
        recordOpening(this.agency, client, asked, itemId, considered, 'acknowledge'),
      );
      return { decision, acknowledged: null, promise };
    }
    const promise = await acknowledgeOwn(this.agency, asked, itemId, considered);
    const acknowledged = (await acknowledgements(this.agency, [itemId], asked.caller.roles)).get(itemId) ?? null;
    return { decision, acknowledged, promise };
  }
}
