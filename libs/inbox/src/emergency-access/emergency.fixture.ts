// An emergency access at night, for specs.
import type { DeclaredEmergency } from './declared-emergency.ts';
import type { EmergencyAccessUsed } from './emergency-access.events.ts';

export const AT = '2026-11-22T21:10:00.000Z';
export const inHours = (hours: number): string => new Date(Date.parse(AT) + hours * 3_600_000).toISOString();

export const declared = (change: Partial<DeclaredEmergency> = {}): DeclaredEmergency => ({
  whoAtRisk: 'Ruslan Abenov (invented), cell 214',
  bySubject: 'Daniyar Omarov (invented)',
  where: 'Block C, landing 2',
  when: inHours(3),
  nature: 'A plan to kill him with a sharpened tool before the morning count.',
  dutyContact: '+7 000 000 02 02 (invented)',
  ...change,
});

export const used = (change: Partial<EmergencyAccessUsed['data']> = {}): EmergencyAccessUsed['data'] => ({
  accessId: 'access-1',
  itemId: '0d0f4b7c-1c52-4f35-8a5e-6b0d3a1f2c77',
  person: 'po-ermek',
  at: AT,
  product: 'prison-intelligence.intelligence-alert.v1',
  originator: 'kz-prison-service',
  unit: 'almaty-duty-desk',
  supervisedBy: 'almaty-duty-desk',
  line: ['po-bakyt'],
  declared: declared(),
  subjects: [{ ref: 'ps-1', role: 'MAIN', category: 'SUSPECT', cases: [], auditRef: 'ar-1' }],
  agreements: ['kz-threat-to-life@1'],
  until: inHours(4),
  reviewBy: inHours(72),
  noticeWithin: 'PT1M',
  reviewers: 2,
  ...change,
});
