import { describe, expect, test } from '@jest/globals';
import { type Faults, type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import { accountWith } from '../tiny-project.ts';

const EXECUTE = `
  for (const name of ['first', 'second']) {
    try {
      const location = record.create({ type: 'location' });
      location.setValue({ fieldId: 'name', value: name });
      location.save();
    } catch (error) {
      log.error({ title: 'caught', details: error.name });
    }
  }`;

const account = (faults: Faults) =>
  accountWith({ scripts: [{ name: 'probe', uses: ['N/record'], execute: EXECUTE }] }, { faults });

const saved = (of: ReturnType<typeof account>) => of.listRecords('location').map(({ fields }) => fields.name);

describe('a fault', () => {
  test('is asked before and after every call that reaches beyond the script, in their order', () => {
    const asked: string[] = [];
    const note = (when: string) => (call: NCall) => asked.push(`${when} ${call.number} ${call.name}`);

    account({ before: note('before'), after: note('after') }).runDeployment('customdeploy_probe');

    expect(asked).toEqual([
      'before 1 N/record.create',
      'after 1 N/record.create',
      'before 2 Record.save',
      'after 2 Record.save',
      'before 3 N/record.create',
      'after 3 N/record.create',
      'before 4 Record.save',
      'after 4 Record.save',
    ]);
  });

  test('is asked about the record that a call of N/record names', () => {
    const asked: NCall['record'][] = [];
    account({ before: ({ record }) => asked.push(record) }).runDeployment('customdeploy_probe');

    const location = { type: 'location', id: null };
    expect(asked).toEqual([location, location, location, location]);
  });

  test('is asked of a search without keeping map/reduce from it', () => {
    const body = `
      const getInputData = () => search.create({ type: 'location', columns: ['name'] });
      const map = ({ value }) => log.audit({ title: 'found', details: JSON.parse(value).values.name });
      return { getInputData, map };`;
    const script = { name: 'probe', type: 'mapreduce' as const, uses: ['N/search'], body };
    const asking = accountWith({ scripts: [script] }, { faults: { before: () => {} } });
    asking.addRecord('location', { name: 'Store' });
    asking.runDeployment('customdeploy_probe');

    expect(asking.logs.map(({ details }) => details)).toEqual(['Store']);
  });

  test.each([
    ['before', []],
    ['after', ['first']],
  ] as const)(
    'that takes the server down %s a save cannot be caught by the script, and leaves what was saved',
    (when, left) => {
      const down = (call: NCall) => {
        if (call.number === 2) throw new ServerDown(call, when);
      };
      const crashing = account({ [when]: down });

      expect(() => crashing.runDeployment('customdeploy_probe')).toThrow(ServerDown);
      expect(saved(crashing)).toEqual(left);
    },
  );

  test("that throws an ordinary error is the script's to catch", () => {
    const failing = account({
      before: ({ number }) => {
        if (number === 2) throw Object.assign(new Error('Locked'), { name: 'RCRD_LOCKED_BY_WF' });
      },
    });

    expect(failing.runDeployment('customdeploy_probe')).toMatchObject({ ended: 'normally' });
    expect(saved(failing)).toEqual(['second']);
  });

  test('can run another script in the middle of one', () => {
    let nested = false;
    const busy = account({
      before: ({ number }) => {
        if (nested || number !== 2) return;
        nested = true;
        busy.runDeployment('customdeploy_probe');
      },
    });

    busy.runDeployment('customdeploy_probe');

    expect(saved(busy)).toEqual(['first', 'second', 'first', 'second']);
  });
});
