// A record explained to whoever protects the data of its agency.
import type { PersonaClient } from '@gatehouse/start';

/** Whether it was made again, whether it is what was recorded, and whether the same program made it. */
export const explained = async (officer: PersonaClient, service: string, recordId: unknown): Promise<unknown[]> => {
  const path = `/${service}/v1/decisions/${String(recordId)}/explanation`;
  const { body } = await officer.ask({ purpose: 'OVERSIGHT', path });
  return [body['standing'], body['agrees'], (body['program'] as { isSame: boolean } | undefined)?.isSame];
};
