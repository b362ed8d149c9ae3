// To whom the notice of an emergency access goes: the agency whose item it was, and nobody else.
import type { RecordedEvent } from '@gatehouse/event-store';
import { describe, expect, it } from '@jest/globals';
import { emergencyProduct } from './emergency-product.ts';
import { used } from './emergency.fixture.ts';

const PRODUCT = 'police-liaison.emergency-access.v1';
const recorded = (type: string, data: object): RecordedEvent =>
  ({ type, data, metadata: { purpose: 'PREVENT_SERIOUS_HARM' } }) as unknown as RecordedEvent;

describe('the notice of an emergency access', () => {
  it('is for the originator alone, whoever else its flow names, so that what keeps it from him is held and said', () =>
    expect(emergencyProduct(recorded('EmergencyAccessUsed', used()), PRODUCT)).toMatchObject({
      to: 'kz-prison-service',
      arrivesWithin: 'PT1M',
      item: { priority: 'IMMEDIATE', handling: { conditions: [{ list: ['kz-prison-service'] }] } },
    }));

  it('is not sent for what becomes of its review', () =>
    expect(emergencyProduct(recorded('EmergencyReviewRequested', used()), PRODUCT)).toBeNull());
});
