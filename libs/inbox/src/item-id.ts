import { Problem } from '@gatehouse/service-kit';
import { ParseUUIDPipe } from '@nestjs/common';

/** Whatever is no id of an item is answered like an item that does not exist. */
export const itemId = (): ParseUUIDPipe => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });
