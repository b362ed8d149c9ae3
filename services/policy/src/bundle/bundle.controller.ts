// The signed bundle over HTTP: the bytes that are on the bus, for whoever cannot read the bus or checks what is there.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REGISTRY, type Registry } from '../registry.ts';
import { lastBundle } from './bundle-issuer.ts';

@ApiTags('bundle')
@Controller('bundle')
export class BundleController {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  @Get()
  @Duty('ReadBundle')
  @Header('content-type', 'application/jose')
  @ApiOperation({
    summary: 'The signed bundle',
    description: 'A compact JWS with every instrument in force and how it stands. Verify it with the pinned key.',
  })
  @ApiProduces('application/jose')
  @ApiOkResponse({ schema: { type: 'string' } })
  async read(@Ask() asked: RequestContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { agency } = this.registry;
    const jws = await lastBundle(agency.pool);
    const read = { action: 'ReadBundle', item: null, subjects: [], fields: jws === null ? [] : ['instruments[]'] };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(agency, asked, read));
    if (jws === null) throw new Problem('temporarily-unavailable', { headers: { 'retry-after': '1' } });
    return jws;
  }
}
