// Lists of the register, page by page: a cursor opens for the person it was given to, in the list it was given for.
import { openCursor, sealCursor } from '@gatehouse/crypto';
import { Problem } from '@gatehouse/service-kit';
import type { Agency, Asked } from '@gatehouse/sharing';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { RegisterRow } from './register.entity.ts';

export class RegisterQuery {
  @ApiProperty({ required: false, description: 'from the page before; opaque' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  cursor?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

const scopeOf = (list: string, { caller }: Asked): string => `source-registry.${list}:${caller.person}`;

/** @throws Problem 'cursor-invalid' for a cursor of another list or person */
export const positionOf = async (agency: Agency, list: string, asked: Asked, cursor?: string): Promise<string> => {
  if (cursor === undefined) return '0';
  try {
    return ((await openCursor(agency.keys.cursor, scopeOf(list, asked), cursor)) as { position: string }).position;
  } catch (cause) {
    throw new Problem('cursor-invalid', { cause });
  }
};

/** Rows of a page and where it goes on, from one row more than the page takes. */
export const pageOf = async (
  agency: Agency,
  list: string,
  asked: Asked,
  rows: RegisterRow[],
  limit: number,
): Promise<{ rows: RegisterRow[]; next: string | null }> => {
  const page = rows.slice(0, limit);
  const position = rows.length > limit ? page.at(-1)?.position : undefined;
  const next = position ? await sealCursor(agency.keys.cursor, scopeOf(list, asked), { position }) : null;
  return { rows: page, next };
};
