// Loads what the sample attests about its officers, through the service's own decider: events with their audit rows.
import { attest } from '@gatehouse/personnel';
import type { Agency } from '@gatehouse/sharing';
import { attested } from './sample.ts';

/** @throws Error when the service refuses a fact of the sample */
export const loadSample = async (police: Agency): Promise<void> => {
  for (const command of attested(police.clock.now())) {
    const refusal = await attest(police, command);
    if (refusal) throw new Error(`the sample was refused: ${command.type}: ${refusal}`);
  }
};
