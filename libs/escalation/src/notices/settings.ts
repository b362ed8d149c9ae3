// Where notices leave: said by whoever runs the service, checked before anything starts.
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { isAddress } from '../duty-rota/contacts.ts';

export interface NoticeSettings {
  /** sender's e-mail address */
  sender: string;
  /** address people open, without the service's name, such as https://gatehouse.example */
  linkBase: string;
  /** smtp(s)://[user:password@]host:port; null: not configured, and every notice says so aloud */
  smtpUrl: string | null;
  /** a webhook and the secret its messages are signed with (base64, 24 bytes or more); null: not configured */
  pager: { url: string; secret: string } | null;
}

/** Nothing configured: every call is an alarm and an audit row, and the line above is called at once. */
export const NO_CHANNELS: NoticeSettings = {
  sender: 'notices@gatehouse.example',
  linkBase: 'https://gatehouse.example',
  smtpUrl: null,
  pager: null,
};

/** @throws TerminalFault `notice-settings` naming every setting that is wrong, without its value */
export const checkSettings = ({ sender, linkBase, smtpUrl, pager }: NoticeSettings): void => {
  const wrong = [
    ...(isAddress({ channel: 'email', address: sender }) ? [] : ['NOTICE_SENDER is no e-mail address']),
    ...(isWeb(linkBase) ? [] : ['NOTICE_LINK is no https address']),
    ...(smtpUrl === null || hasProtocol(smtpUrl, ['smtp:', 'smtps:']) ? [] : ['SMTP_URL is no smtp address']),
    ...(pager === null || isWeb(pager.url) ? [] : ['PAGER_URL is no https address']),
    ...(pager === null || Buffer.from(pager.secret, 'base64').length >= 24
      ? []
      : ['PAGER_SECRET has fewer than 24 bytes (base64)']),
  ];
  if (wrong.length > 0) throw new TerminalFault(wrong.join('; '), { code: 'notice-settings' });
};

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname);

const hasProtocol = (text: string, protocols: string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

/** https, or http on this machine. */
const isWeb = (text: string): boolean => {
  if (/\s/.test(text) || !hasProtocol(text, ['https:', 'http:'])) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname);
};
