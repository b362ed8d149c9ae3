// How people are told: what the environment names, else (for this machine alone) a mail sink that writes into the data folder.
import { startMailSink } from '@gatehouse/local-stack';
import type { NoticeSettings } from '@gatehouse/escalation';
import { join } from 'node:path';

/** The settings as the environment says them; null when it names no way to a person. */
export const noticesFrom = (env: NodeJS.ProcessEnv, linkBase: string): NoticeSettings | null => {
  const { SMTP_URL, PAGER_URL, PAGER_SECRET, NOTICE_SENDER, NOTICE_LINK } = env;
  if (!SMTP_URL && !PAGER_URL) return null;
  return {
    sender: NOTICE_SENDER ?? 'notices@gatehouse.example',
    linkBase: NOTICE_LINK ?? linkBase,
    smtpUrl: SMTP_URL ?? null,
    pager: PAGER_URL ? { url: PAGER_URL, secret: PAGER_SECRET ?? '' } : null,
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
  const settings = noticesFrom(env, linkBase);
  if (settings) return { settings, folder: null, stop: async () => undefined };
  const folder = join(data, 'mail');
  const sink = await startMailSink({ folder });
  const local = { sender: 'notices@gatehouse.example', linkBase, smtpUrl: sink.url, pager: null };
  return { settings: local, folder, stop: () => sink.stop() };
};
