// The keys parties sign instruments with: entered and revoked by the secretariat, read by every party.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PARTY_RECORD, REGISTRY, type Registry } from '../registry.ts';
import { ConfirmPartyKey, RegisterPartyKey, RevokePartyKey } from './party.commands.ts';
import type { Party, PartyRefusal } from './party.decider.ts';
import { PartyAnswer, PartyKeyBody, RevocationBody } from './party.dto.ts';
import { loadParty, type RanOnParty } from './run-on-party.ts';

const toProblem = refusals<PartyRefusal>({
  'key-known': ['already-exists', 'The key is registered already.'],
  'key-revoked': ['command-refused', 'The key was revoked and comes back never: make another one.'],
  'key-unknown': 'not-found',
  'not-endorsed-by-the-present-key': ['command-refused', 'A key of the party that is good now signs its successor.'],
  'overlap-in-the-past': ['command-refused', 'Let the keys overlap until an instant that is still to come.'],
  'not-a-member': ['command-refused', 'A member of the party in a liaison working group confirms its key.'],
  'confirmed-by-another-person': ['command-refused', 'Somebody else than who proposed it confirms it.'],
  'revoked-in-the-future': ['command-refused', 'Revoke from now on, or from an earlier instant.'],
});

const PARTY = /^[a-z][a-z0-9-]{1,63}$/;

@ApiTags('parties')
@Controller('parties/:party')
export class PartyController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Get()
  @Duty('ReadPartyKeys')
  @ApiOperation({ summary: 'The keys of a party', description: 'Each with the time in which it is good.' })
  @ApiOkResponse({ type: PartyAnswer })
  async read(
    @Ask() asked: RequestContext,
    @Param('party') party: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartyAnswer> {
    const known = await loadParty(this.registry.agency.pool, party);
    const isKnown = known.keys.length > 0 || known.proposed !== null;
    const item = { id: party, product: isKnown ? PARTY_RECORD : 'unknown' };
    const read = { action: 'ReadPartyKeys', item, subjects: [], fields: isKnown ? ['keys[]'] : [] };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.registry.agency, asked, read));
    if (!isKnown) throw new Problem('not-found');
    return answerOf(party, known);
  }

  @Post('keys')
  @Duty('RegisterPartyKey')
  @ApiOperation({
    summary: 'Register a signing key',
    description:
      'Every further one is signed by a key that is good now. A first one, and one after all were lost, is proposed by this and waits for a member of the party; one that an administrator had from the party counts at once.',
  })
  @ApiCreatedResponse({ type: PartyAnswer })
  register(
    @Ask() asked: RequestContext,
    @Param('party') party: string,
    @Body() { x, endorsement, overlapUntil }: PartyKeyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartyAnswer> {
    if (!PARTY.test(party)) throw new Problem('not-found');
    const key = {
      x,
      endorsement: endorsement ?? null,
      overlapUntil: overlapUntil ? new Date(overlapUntil).toISOString() : null,
    };
    return this.#done(reply, party, new RegisterPartyKey(asked, party, key));
  }

  @Post('keys/:kid/confirmation')
  @HttpCode(200)
  @Duty('ConfirmPartyKey')
  @ApiOperation({
    summary: 'Confirm a key that was proposed for your party',
    description: 'By a member of its in a liaison working group, who has compared it with the key the party holds.',
  })
  @ApiOkResponse({ type: PartyAnswer })
  confirm(
    @Ask() asked: RequestContext,
    @Param('party') party: string,
    @Param('kid') kid: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartyAnswer> {
    if (!PARTY.test(party)) throw new Problem('not-found');
    return this.#done(reply, party, new ConfirmPartyKey(asked, party, kid));
  }

  @Post('keys/:kid/revocation')
  @HttpCode(200)
  @Duty('RevokePartyKey')
  @ApiOperation({ summary: 'Revoke a signing key', description: 'What it signs from then on is void.' })
  @ApiOkResponse({ type: PartyAnswer })
  revoke(
    @Ask() asked: RequestContext,
    @Param('party') party: string,
    @Param('kid') kid: string,
    @Body() { since, reason }: RevocationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartyAnswer> {
    const revoked = { kid, since: since ? new Date(since).toISOString() : null, reason };
    return this.#done(reply, party, new RevokePartyKey(asked, party, revoked));
  }

  async #done(reply: FastifyReply, party: string, command: Command<RanOnParty>): Promise<PartyAnswer> {
    const ran = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toProblem(ran.refusal);
    return answerOf(party, ran.party);
  }
}

const answerOf = (party: string, { keys, proposed }: Party): PartyAnswer => ({
  party,
  proposed: proposed && { kid: proposed.key.kid, x: proposed.key.x ?? '', at: proposed.at },
  keys: keys.map(({ key, validFrom, validUntil, revokedSince }) => ({
    kid: key.kid,
    x: key.x ?? '',
    validFrom,
    validUntil,
    revokedSince,
  })),
});
