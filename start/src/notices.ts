// How people are told: what the environment names, else (for this machine alone) a mail sink that writes into the data folder.
import { NO_CHANNELS, type NoticeSettings } from '@gatehouse/escalation/notices';
import { join } from 'node:path';

type NoticeSetting = 'SMTP_URL' | 'PAGER_URL' | 'PAGER_SECRET' | 'NOTICE_SENDER' | 'NOTICE_LINK';

/** The settings as they are told; null when they name no way to a person. */
export const noticesFrom = (told: (name: NoticeSetting) => string | undefined): NoticeSettings | null => {
  const [smtpUrl, pagerUrl] = [told('SMTP_URL'), told('PAGER_URL')];
  if (!smtpUrl && !pagerUrl) return null;
  return {
    sender: told('NOTICE_SENDER') ?? NO_CHANNELS.sender,
    linkBase: told('NOTICE_LINK') ?? NO_CHANNELS.linkBase,
    smtpUrl: smtpUrl ?? null,
    pager: pagerUrl ? { url: pagerUrl, secret: told('PAGER_SECRET') ?? '' } : null,
  };
};

export interface OpenNotices {
  settings: NoticeSettings;
  /** where mails are written, when they go nowhere else */
  folder: string | null;
  stop(): Promise<void>;
}

/** @param data the data folder; @param linkBase where people look when nothing else is said */
export const openNotices = async (env: NodeJS.ProcessEnv, data: string, linkBase: string): Promise<OpenNotices> => {
  const settings = noticesFrom((name) => env[name] || (name === 'NOTICE_LINK' ? linkBase : undefined));
  if (settings) return { settings, folder: null, stop: async () => undefined };
  const folder = join(data, 'mail');
  const { startMailSink } = await import('@gatehouse/local-stack');
  const sink = await startMailSink({ folder });
  const local = { ...NO_CHANNELS, linkBase, smtpUrl: sink.url };
  return { settings: local, folder, stop: () => sink.stop() };
};
