import { encodeEntryBundle, type TileResource } from '@gatehouse/merkle-log';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { OVERSIGHT, type Oversight } from '../oversight.ts';
import { latestCheckpoint, readEntries, readTile } from './log-store.ts';

/** The published checkpoint; null before there is one, and while the log is not to be relied upon. */
export class ReadCheckpoint extends Query<string | null> {}

@QueryHandler(ReadCheckpoint)
export class ReadCheckpointHandler implements IQueryHandler<ReadCheckpoint> {
  constructor(@Inject(OVERSIGHT) private readonly oversight: Oversight) {}

  async execute(): Promise<string | null> {
    const size = this.oversight.publishedSize();
    return size === null ? null : ((await latestCheckpoint(this.oversight.pool, size))?.note ?? null);
  }
}

/** The bytes of a tile or an entry bundle; null when the log does not have them (yet). */
export class ReadLogResource extends Query<Uint8Array | null> {
  constructor(readonly resource: TileResource) {
    super();
  }
}

@QueryHandler(ReadLogResource)
export class ReadLogResourceHandler implements IQueryHandler<ReadLogResource> {
  constructor(@Inject(OVERSIGHT) private readonly oversight: Oversight) {}

  async execute({ resource }: ReadLogResource): Promise<Uint8Array | null> {
    if (resource.kind === 'tile') return readTile(this.oversight.pool, resource);
    const entries = await readEntries(this.oversight.pool, resource.index, resource.width);
    return entries.length === resource.width ? encodeEntryBundle(entries) : null;
  }
}
