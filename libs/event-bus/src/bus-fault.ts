import { TerminalFault } from '@gatehouse/service-kit/faults';

/** The bus will not take or give this, however often it is asked. */
export class BusFault extends TerminalFault {
  override readonly name = 'BusFault';

  constructor(
    code: 'bus-unauthorised' | 'message-too-large' | 'message-malformed' | 'no-such-topic',
    message: string,
    details: { cause?: unknown } = {},
  ) {
    super(message, { ...details, code });
  }
}
