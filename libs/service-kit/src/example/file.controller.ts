import { Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Duty } from '../routes.ts';
import { receiveStream } from '../streamed-body.ts';

export const MOST_BYTES = 1_000_000;

@Controller('files')
export class FileController {
  static readonly pieces: number[] = [];

  @Post()
  @Duty('WriteNote', { mediaTypes: ['text/csv'], limitBytes: MOST_BYTES })
  async receive(@Req() request: FastifyRequest) {
    FileController.pieces.length = 0;
    const bytes = await receiveStream(request, async (piece) => void FileController.pieces.push(piece.byteLength));
    return { bytes };
  }
}
