import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PERSONNEL_AGENCY, PERSONNEL_RECORD } from './attest.ts';
import { personId } from './person-id.ts';
import { PersonnelAnswer } from './personnel.dto.ts';
import { factsOf, loadPersonnel } from './reader-facts.ts';

@ApiTags('personnel')
@Controller('personnel/:person')
export class PersonnelController {
  constructor(@Inject(PERSONNEL_AGENCY) private readonly agency: Agency) {}

  @Get()
  @Duty('ReadPersonnelFacts')
  @ApiOperation({
    summary: 'What is attested about one of our people',
    description: 'As it counts now, and every attestation it came from. Nothing is attested of who is not known.',
  })
  @ApiOkResponse({ type: PersonnelAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonnelAnswer> {
    const { personnel, attested } = await loadPersonnel(this.agency.pool, person);
    const attestations = attested.map(({ type, data, metadata, recordedAt }) => {
      const { person: _person, ...said } = data as { person: string };
      return { what: type, by: metadata.actor?.person ?? '', at: recordedAt.toISOString(), said };
    });
    const answer = { person, ...factsOf(personnel), vettingUntil: personnel.vettingUntil, attestations };
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadPersonnelFacts',
      item: { id: person, product: PERSONNEL_RECORD },
      subjects: [],
      fields: Object.keys(answer).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return answer;
  }
}
