// A duty without a rule of its own would be anybody's: the general permit is all that would speak about it.
import { policySchema } from '@gatehouse/contracts';
import { describe, expect, it } from '@jest/globals';
import { decideDuty } from './duty.ts';

const DUTIES = [...policySchema().matchAll(/^ *action ([^;{]*?)\s+in \[(?:duty|partyDuty)\]/gm)]
  .flatMap(([, listed = '']) => listed.replaceAll(/\/\/.*$/gm, '').split(','))
  .map((name) => name.trim());

/** What whoever works in the agency may do: known on purpose, so that nothing joins it by accident. */
const EVERYBODYS = ['ReadDutyRota', 'ReadCodeOfConduct', 'AcknowledgeCodeOfConduct'];
const HANDLER = [
  'RegisterSource',
  'ReadOwnSources',
  'OpenOwnSource',
  'RecordSourceContact',
  'AssessSourceRisk',
  'LinkSourceReport',
];
const CONTROLLER = [
  'ReadRegister',
  'OpenRegisterEntry',
  'AuthoriseSource',
  'AssignSourceHandler',
  'DeregisterSource',
  'RequestSourceIdentity',
  'ApproveSourceIdentity',
  'OpenSourceIdentity',
];

const asked = (action: string, roles: string[]) =>
  decideDuty({
    agency: 'kz-prison-service',
    owner: 'kz-prison-service',
    person: 'pi-x',
    roles,
    action,
    purpose: 'SAFE_CUSTODY',
  });
const heldBy = (...roles: string[]) =>
  DUTIES.filter((action) => !EVERYBODYS.includes(action) && asked(action, roles).permitted);

const elsewhere = (action: string, roles: string[]) =>
  decideDuty({ agency: 'kz-police', owner: 'gatehouse-policy', person: 'sg-x', roles, action, purpose: 'OVERSIGHT' });

describe('duties of a party where its instruments are kept', () => {
  it('are signing, suspending, ending and reading, and nothing of the secretariat’s', () => {
    const held = DUTIES.filter((action) => elsewhere(action, ['agreement-signatory', 'agreement-secretary']).permitted);
    expect(held.toSorted()).toEqual([
      'DeliberateInWorkingGroup',
      'NameWorkingGroupMember',
      'ReadBreaches',
      'ReadBundle',
      'ReadInstruments',
      'ReadNotices',
      'ReadPartyKeys',
      'ReadWorkingGroup',
      'RecordBreachNotice',
      'RecordObligation',
      'ReportBreach',
      'SignInstrument',
      'SuspendInstrument',
      'TerminateInstrument',
    ]);
  });

  it('need their role', () => expect(elsewhere('SignInstrument', ['police-liaison']).reason).toBe('ROLE_NOT_COVERED'));
});

describe('duties', () => {
  it('are found in the schema', () =>
    expect(DUTIES).toEqual(expect.arrayContaining(['RaiseIntelligenceAlert', ...HANDLER, ...CONTROLLER])));

  it.each(DUTIES.filter((action) => !EVERYBODYS.includes(action)))('%s is nobody’s without a role', (action) =>
    expect(asked(action, [])).toMatchObject({ permitted: false }),
  );

  it.each(['ReadCodeOfConduct', 'AcknowledgeCodeOfConduct'])('%s is everybody’s, and no system’s', (action) => {
    expect(asked(action, [])).toMatchObject({ permitted: true });
    expect(asked(action, ['agency-system'])).toMatchObject({ permitted: false, reason: 'ROLE_NOT_COVERED' });
  });

  it('of the source registry are the handler’s and the controller’s', () => {
    expect(heldBy('source-handler').sort()).toEqual([...HANDLER].sort());
    expect(heldBy('source-registry-controller').sort()).toEqual([...CONTROLLER].sort());
  });

  it('of the source registry are nobody’s who would be both', () =>
    expect(heldBy('source-handler', 'source-registry-controller')).toEqual([]));

  it.each(['intelligence-analyst', 'intelligence-manager', 'intelligence-collator', 'governor', 'platform-operator'])(
    'of the source registry are not those of a %s',
    (role) => {
      const held = heldBy(role);
      expect(held.filter((action) => [...HANDLER, ...CONTROLLER].includes(action))).toEqual([]);
    },
  );
});
