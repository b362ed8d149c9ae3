import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Disclosure, NeverKept, policyRefusal, refusals, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { INBOX, type Inbox } from '../inbox.ts';
import { itemId } from '../item-id.ts';
import { AskConsent, type AskRefusal } from './ask-consent.ts';
import { stateOfConsent } from './consents.ts';
import { ConsentRequestAnswer, ConsentRequestBody, UseAnswer, UseBody } from './consent.dto.ts';
import { UseItem, type UsedOutcome } from './use-item.ts';

const problem = refusals<AskRefusal>({
  'item-not-received': 'not-found',
  'consent-asked-already': [
    'state-conflict',
    'The originator has been asked; see answerBy among the consents of the item.',
  ],
  'consent-no-longer-stands': ['state-conflict', 'The consent ended or was taken back; read the item again.'],
  'consent-not-needed': ['state-conflict', 'You may use it so as it stands; no consent is needed.'],
  'recipient-not-another-agency': ['command-refused', 'Name an agency other than your own and the originator.'],
});

@ApiTags('inbox')
@Controller('inbox/:itemId')
export class ConsentController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(INBOX) private readonly inbox: Inbox,
  ) {}

  @Post('consent-requests')
  @Disclosure('consent')
  @ApiOperation({
    summary: 'Ask the originator for its consent',
    description:
      'To pass an item on, or to use it in proceedings, for the purpose and the case of this request. Silence refuses.',
  })
  @ApiCreatedResponse({ type: ConsentRequestAnswer })
  async ask(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Body() { justification, ...body }: ConsentRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsentRequestAnswer> {
    const { request, refusal, refused, promise } = await this.commands.execute(
      new AskConsent(asked, id, wantedIn(body), justification),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refused) throw policyRefusal(refused);
    if (refusal) throw problem(refusal);
    return { ...request!, itemId: id };
  }

  @Post('uses')
  @HttpCode(200)
  // Its answer is content: given again under an idempotency key it would be shown without a decision, after a consent was taken back.
  @NeverKept()
  @Disclosure('use')
  @ApiOperation({
    summary: 'Pass an item on, or use it in proceedings',
    description: 'Decided with what the originator said. The answer holds what may be used so; each use is recorded.',
  })
  @ApiOkResponse({ type: UseAnswer })
  @ApiAcceptedResponse({ type: UseAnswer, description: 'not yet: its originator has to consent' })
  async use(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Body() body: UseBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UseAnswer> {
    const outcome = await this.commands.execute(new UseItem(asked, id, wantedIn(body)));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if (outcome.refusal) throw problem(outcome.refusal);
    if (outcome.used) return usedAnswer(outcome, outcome.used);
    if (outcome.decision.effect !== 'PEND') throw policyRefusal(outcome.decision);
    void reply.status(202);
    return this.#waiting(outcome);
  }

  #waiting({ decision, consent }: UsedOutcome): UseAnswer {
    const waits = consent !== null && stateOfConsent(consent, this.inbox.agency.clock.now()) === 'waiting';
    return {
      status: waits ? 'waiting' : 'consent-needed',
      ...NOTHING,
      obligations: decision.obligations,
      requestId: waits ? consent.asked.requestId : null,
      answerBy: waits ? consent.asked.answerBy : null,
    };
  }
}

const NOTHING = { useId: null, content: null, handling: null };

const wantedIn = ({ use, recipient }: UseBody) => ({ use, recipient: use === 'PASS_ON' ? (recipient ?? null) : null });

const usedAnswer = (
  { decision, consent }: UsedOutcome,
  { useId, content, travels }: NonNullable<UsedOutcome['used']>,
): UseAnswer => ({
  status: 'used',
  useId,
  content,
  handling: travels,
  obligations: decision.obligations,
  requestId: consent?.asked.requestId ?? null,
  answerBy: null,
});
