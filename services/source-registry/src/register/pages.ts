// Lists of the register, page by page: a cursor opens for the person it was given to, in the list it was given for.
import type { RequestContext } from '@gatehouse/service-kit';
import { cursorTo, placeOf, type Agency, type Position } from '@gatehouse/sharing';
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

/** @throws Problem 'cursor-invalid' for a cursor of another list or person */
export const positionOf = async (
  agency: Agency,
  list: string,
  asked: RequestContext,
  cursor?: string,
): Promise<string> => (await placeOf<Position>(agency, asked, { list, filters: {} }, cursor))?.position ?? '0';

/** Rows of a page and where it goes on, from one row more than the page takes. */
export const pageOf = async (
  agency: Agency,
  list: string,
  asked: RequestContext,
  rows: RegisterRow[],
  limit: number,
): Promise<{ rows: RegisterRow[]; next: string | null }> => {
  const page = rows.slice(0, limit);
  const position = rows.length > limit ? page.at(-1)?.position : undefined;
  const place: Position | null = position === undefined ? null : { position };
  return { rows: page, next: await cursorTo(agency, asked, { list, filters: {} }, place) };
};
