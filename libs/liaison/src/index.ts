export { LiaisonLane, type OnTold, type Told } from './lane/liaison-lane.ts';
export type { LiaisonBody, LiaisonMessage } from './lane/liaison-message.ts';
export { canBeTold, sendLiaison } from './lane/send.ts';
export { liaisonDesk } from './liaison-desk.ts';
export { LiaisonModule } from './liaison.module.ts';
export { pageOf, type InstrumentNotice, type NoticeScope } from './notice/instrument-notice.ts';
export { InstrumentNoticeList, NoticeQuery } from './notice/notice.dto.ts';
export { noticeEventTypes } from './notice/notice.events.ts';
export { keepNotices, noticesKept } from './notice/keep-notices.ts';
