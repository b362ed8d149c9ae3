// Meetings: convened with an agenda for an hour to come, held with those who are members, minuted by a digest.
import { accept, refuse, unreachable } from '@gatehouse/event-store/decider';
import { said, type Decided, type Speaker } from './speaker.ts';
import type { WorkingGroupEvent } from './working-group.events.ts';
import type { Constituted } from './working-group.state.ts';

export type MeetingCommand =
  | { type: 'ConveneMeeting'; data: Speaker & { meetingId: string; begins: string; agenda: string[] } }
  | { type: 'RecordMeeting'; data: Speaker & { meetingId: string; present: string[]; minutes: string } };

export type MeetingRefusal =
  'meeting-in-the-past' | 'meeting-unknown' | 'meeting-not-begun' | 'meeting-recorded' | 'present-no-member';

export const meetingOf = (command: MeetingCommand, group: Constituted): Decided<MeetingRefusal> => {
  const { type, data } = command;
  switch (type) {
    case 'ConveneMeeting': {
      const { meetingId, begins, agenda } = data;
      if (begins <= data.at) return refuse('meeting-in-the-past');
      const event = { ...said(data), meetingId, begins, agenda };
      return accept<WorkingGroupEvent>({ type: 'WorkingGroupConvened', data: event });
    }
    case 'RecordMeeting':
      return recordMeeting(data, group);
    default:
      return unreachable(type);
  }
};

const recordMeeting = (
  data: Extract<MeetingCommand, { type: 'RecordMeeting' }>['data'],
  { meetings, members }: Constituted,
): Decided<MeetingRefusal> => {
  const { meetingId, present, minutes, at } = data;
  const meeting = meetings.find((one) => one.meetingId === meetingId);
  if (!meeting) return refuse('meeting-unknown');
  if (meeting.held) return meeting.held.minutes === minutes ? accept<WorkingGroupEvent>() : refuse('meeting-recorded');
  if (at < meeting.begins) return refuse('meeting-not-begun');
  if (!present.every((person) => members.some((member) => member.person === person)))
    return refuse('present-no-member');
  return accept<WorkingGroupEvent>({ type: 'WorkingGroupMet', data: { ...said(data), meetingId, present, minutes } });
};
