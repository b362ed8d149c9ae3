import { describe, expect, it } from '@jest/globals';
import { accept, refuse, unreachable, type Decider } from '@gatehouse/event-store/decider';
import { decider } from './decider.ts';

type Command = { type: 'Open' } | { type: 'Shut' };
type Event = { type: 'Opened' } | { type: 'Shut' };
const gate: Decider<Command, boolean, Event, 'gate-is-open' | 'gate-is-shut'> = {
  initial: () => false,
  decide: (command, open) => {
    switch (command.type) {
      case 'Open':
        return open ? refuse('gate-is-open') : accept({ type: 'Opened' });
      case 'Shut':
        return open ? accept({ type: 'Shut' }) : refuse('gate-is-shut');
      default:
        return unreachable(command);
    }
  },
  evolve: (_open, event) => event.type === 'Opened',
};

describe('given, when, then', () => {
  const shut = decider(gate);
  const open = shut.given({ type: 'Opened' });

  it('passes where the rule holds', () => {
    shut.when({ type: 'Open' }).expectEvents({ type: 'Opened' });
    shut.when({ type: 'Open' }).expectEventTypes('Opened');
    open.when({ type: 'Open' }).expectRefusal('gate-is-open');
    expect(open.when({ type: 'Shut' }).state()).toBe(false);
  });

  it('fails where it does not', () => {
    expect(() => shut.when({ type: 'Open' }).expectEvents()).toThrow();
    expect(() => shut.when({ type: 'Open' }).expectRefusal('gate-is-open')).toThrow();
    expect(() => open.when({ type: 'Open' }).expectEvents({ type: 'Opened' })).toThrow();
    expect(() => open.when({ type: 'Open' }).expectRefusal('gate-is-shut')).toThrow();
    expect(() => open.when({ type: 'Shut' }).expectEventTypes('Opened')).toThrow();
  });
});
