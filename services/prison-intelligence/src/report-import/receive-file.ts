// Takes a file in as it comes: piece by piece into the database, each before the next is asked for. What does not arrive
// whole leaves nothing.
import { createHash } from 'node:crypto';
import { receiveStream } from '@gatehouse/service-kit';
import type { Agency, Asked } from '@gatehouse/sharing';
import type { FastifyRequest } from 'fastify';
import type { Format } from '../report-file/settings.ts';
import { changeImport, type ImportOutcome } from './report-import.commands.ts';

/** What a file may have at most; a larger one is answered 413 with this number. */
export const FILE_LIMIT_BYTES = 256 * 1024 * 1024;
export const FILE_TYPES: Record<string, Format> = { 'text/csv': 'csv', 'application/x-ndjson': 'ndjson' };

const PIECE_BYTES = 256 * 1024;

/** Gives the outcome, and what arrived. @throws Problem file-too-large */
export const receiveFile = async (
  agency: Agency,
  asked: Asked,
  importId: string,
  request: FastifyRequest,
): Promise<ImportOutcome & { bytes: number; digest: string }> => {
  const upload = new Upload(agency, importId);
  try {
    const bytes = await receiveStream(request, (piece) => upload.take(piece));
    const digest = await upload.end();
    const format = formatOf(request);
    const outcome = await changeImport(
      agency,
      asked,
      { type: 'ReceiveReportFile', data: { importId, bytes, digest, format } },
      (client) => client.query('update intake.import set upload_id = $2 where import_id = $1', [importId, upload.id]),
    );
    if (outcome.refusal) await upload.forget();
    return { ...outcome, bytes, digest };
  } catch (fault) {
    await upload.forget();
    throw fault;
  }
};

const formatOf = ({ headers }: FastifyRequest): Format => {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return FILE_TYPES[type] ?? 'csv';
};

/** Pieces of uploads that were cut off by the end of a process, an hour later. */
export const forgetLostUploads = async ({ pool, clock }: Agency): Promise<void> => {
  const before = new Date(clock.now().getTime() - 3_600_000);
  await pool.query(
    `delete from intake.piece p where received_at < $1
       and not exists (select from intake.import i where i.import_id = p.import_id and i.upload_id = p.upload_id)`,
    [before],
  );
};

class Upload {
  readonly id: string;
  readonly #hash = createHash('sha256');
  #waiting: Uint8Array[] = [];
  #size = 0;
  #number = 0;

  constructor(
    private readonly agency: Agency,
    private readonly importId: string,
  ) {
    this.id = agency.newId();
  }

  async take(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece);
    this.#waiting.push(piece);
    this.#size += piece.byteLength;
    if (this.#size >= PIECE_BYTES) await this.#write();
  }

  /** Gives the digest of the whole. */
  async end(): Promise<string> {
    if (this.#size > 0) await this.#write();
    return this.#hash.digest('hex');
  }

  async forget(): Promise<void> {
    await this.agency.pool.query('delete from intake.piece where upload_id = $1', [this.id]);
  }

  async #write(): Promise<void> {
    this.#number += 1;
    await this.agency.pool.query(
      'insert into intake.piece (upload_id, number, import_id, received_at, bytes) values ($1, $2, $3, $4, $5)',
      [this.id, this.#number, this.importId, this.agency.clock.now(), Buffer.concat(this.#waiting)],
    );
    this.#waiting = [];
    this.#size = 0;
  }
}
