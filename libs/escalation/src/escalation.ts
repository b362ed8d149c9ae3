// Everything that moves between an item and the people who have to acknowledge it, for one service.
import { circuitBreaker, ConsecutiveBreaker, handleType } from 'cockatiel';
import type { Agency } from '@gatehouse/sharing';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type { Worker } from '@gatehouse/service-kit/worker';
import type { ToClock } from './acknowledgement-clock/clock-cause.ts';
import { DueClocks } from './acknowledgement-clock/due-clocks.ts';
import { ClockFollower } from './acknowledgement-clock/follow-clocks.ts';
import type { Channel } from './duty-rota/duty-rota.events.ts';
import { mailChannel, type NoticeChannel } from './notices/mail.ts';
import { NoticeSender } from './notices/notice-sender.ts';
import { pagerChannel } from './notices/pager.ts';
import { checkSettings, type NoticeSettings } from './notices/settings.ts';

export interface EscalationOptions {
  toClock: ToClock;
  /** the unit whose rota is asked where an item names none */
  dutyUnit: string;
  /** the units of the own people's posts, where their rotas are not that one's */
  unitOfPost?: Readonly<Record<string, string>>;
  notices: NoticeSettings;
  onFault?: (fault: unknown, name: string) => void;
}

/** Failures in a row after which a channel rests, and how long. */
const BREAK_AFTER = 5;
const REST_MS = 10_000;

export class Escalation {
  readonly follower: ClockFollower;
  readonly due: DueClocks;
  readonly senders: NoticeSender[];
  readonly #channels: Map<Channel, NoticeChannel>;

  /** @throws TerminalFault `notice-settings` when a setting is wrong; nothing has started then */
  constructor(
    private readonly agency: Agency,
    options: EscalationOptions,
  ) {
    const { toClock, dutyUnit, unitOfPost, notices, onFault } = options;
    checkSettings(notices);
    this.#channels = channelsOf(agency, notices);
    this.senders = [...this.#channels].flatMap(([channel, through]) => lanesOf(agency, channel, through, onFault));
    const onCalled = (): void => this.senders.forEach(({ worker }) => worker.nudge());
    this.due = new DueClocks(agency, { toClock, channels: new Set(this.#channels.keys()), onCalled, onFault });
    this.follower = new ClockFollower(agency, {
      toClock,
      dutyUnit,
      unitOfPost,
      onFault,
      onChange: () => this.due.worker.nudge(),
    });
  }

  start(): void {
    for (const channel of ['email', 'pager'] as const)
      if (!this.#channels.has(channel)) this.agency.alarm('CHANNEL_NOT_CONFIGURED', { channel });
    for (const worker of this.#workers()) worker.start();
  }

  /** Ends after the steps under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers().map((worker) => worker.stop()));
    for (const channel of this.#channels.values()) channel.close();
  }

  /** What readiness asks: clocks are followed and steps are taken. A channel that is down is an alarm, not unreadiness. */
  checks(): Record<string, () => Promise<boolean>> {
    return { clocks: async () => this.follower.worker.healthy && this.due.worker.healthy };
  }

  #workers(): Worker[] {
    return [this.follower.worker, this.due.worker, ...this.senders.map(({ worker }) => worker)];
  }
}

const channelsOf = ({ service, clock }: Agency, settings: NoticeSettings): Map<Channel, NoticeChannel> => {
  const { smtpUrl, pager, sender, linkBase } = settings;
  const link = `${linkBase.replace(/\/+$/, '')}/${service}`;
  return new Map<Channel, NoticeChannel>([
    ...(smtpUrl === null ? [] : [['email', mailChannel(smtpUrl, sender, link, clock)] as const]),
    ...(pager === null ? [] : [['pager', pagerChannel(pager, link, clock)] as const]),
  ]);
};

const lanesOf = (
  agency: Agency,
  channel: Channel,
  through: NoticeChannel,
  onFault: EscalationOptions['onFault'],
): NoticeSender[] => {
  const breaker = circuitBreaker(handleType(RetryableFault), {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(BREAK_AFTER),
  });
  return (['immediate', 'other'] as const).map(
    (lane) => new NoticeSender(agency, { channel, lane, through, breaker, onFault }),
  );
};
