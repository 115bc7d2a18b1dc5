/** What a script finds around it: configuration, folders, and files it must not take or cannot read. */
import { describe, expect, test } from '@jest/globals';
import { CONFIGURATION } from '../../../testbed/netsuite-account.ts';
import { FOLDER, reopen, SCRIPT, scenario } from '../allocation-scenario.ts';
import { WAREHOUSE } from '../scenario.ts';

const configuration = () => scenario.account.listRecords(CONFIGURATION)[0];

const allocation = (order: number) => `internalId,lineId,location\n${order},1,${WAREHOUSE}\n`;

describe('the configuration', () => {
  test('that exists twice makes the script fail, naming both records', () => {
    scenario.account.addRecord(CONFIGURATION, {
      custrecord_ns_sftp_server: 'sftp.example.com',
    });

    const { ended, error } = scenario.run(SCRIPT);

    expect(ended).toBe('with an error');
    expect(error?.name).toBe('SEVERAL_SFTP_CONFIGURATIONS');
    expect(error?.message).toContain(String(configuration()?.id));
  });

  test('may hold the whole line that ssh-keyscan prints', () => {
    const key = configuration()?.fields.custrecord_ns_sftp_host_key;
    scenario.configure({ custrecord_ns_sftp_host_key: `sftp.example.com ssh-rsa ${key}` });

    expect(scenario.run(SCRIPT)).toMatchObject({ ended: 'normally' });
  });

  test('with a host that does not answer makes the script fail, and nothing is taken', () => {
    scenario.put(`${FOLDER}/a.csv`, allocation(scenario.order([{}])));
    scenario.configure({ custrecord_ns_sftp_server: 'nowhere.example.com' });

    expect(scenario.run(SCRIPT)).toMatchObject({ ended: 'with an error' });
    expect(scenario.files(FOLDER)).toEqual(['a.csv']);
  });
});

describe('the folders', () => {
  test('that are missing are made', () => {
    scenario.run(SCRIPT);
    scenario.put(`${FOLDER}/a.csv`, allocation(scenario.order([{}])));

    scenario.run(SCRIPT);

    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv']);
  });
});

describe('a file', () => {
  test('that is still being written is left until it has been still for a minute', () => {
    scenario.put(`${FOLDER}/a.csv`, allocation(scenario.order([{}])));
    scenario.later(5);
    scenario.touch(`${FOLDER}/a.csv`);
    scenario.account.runDeployment(SCRIPT);
    expect(scenario.files(FOLDER)).toEqual(['a.csv']);

    scenario.run(SCRIPT);

    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv']);
  });

  test('that is larger than NetSuite reads ends in failed, with what to do', () => {
    scenario.put(`${FOLDER}/large.csv`, `internalId,lineId,location\n${'1,1,1\n'.repeat(1_800_000)}`);

    scenario.run(SCRIPT);

    expect(scenario.errors(FOLDER, 'large.csv')).toEqual(['0 FILE_TOO_LARGE']);
    expect(scenario.files(`${FOLDER}/failed`)).toEqual(['large.csv']);
  });

  test('whose name could leave its folder or spoil a log is left alone, and the others are taken', () => {
    scenario.put(`${FOLDER}/bad\nname.csv`, 'x');
    scenario.put(`${FOLDER}/pattern*.csv`, 'x');
    scenario.put(`${FOLDER}/good.csv`, allocation(scenario.order([{}])));

    const { logs } = scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).toEqual(['bad\nname.csv', 'pattern*.csv']);
    expect(logs.map(({ title }) => title)).toContain('Files with unsafe names ignored');
  });

  test('named like a formula is an ordinary file', () => {
    scenario.put(`${FOLDER}/=cmd (1).csv`, allocation(scenario.order([{}])));

    scenario.run(SCRIPT);

    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['=cmd (1).csv']);
  });

  test('in which a cell is a formula comes back harmless in the error file', () => {
    scenario.put(`${FOLDER}/a.csv`, 'internalId,lineId,location\n=HYPERLINK(1),1,114\n');

    scenario.run(SCRIPT);

    expect(scenario.read(`${FOLDER}/error/a.csv.errors.csv`)).toContain("'=HYPERLINK(1)");
  });
});

test('two deployments at once do not disturb each other: the second finds the feed taken and ends', () => {
  let nested: string | undefined;
  reopen({
    before: ({ name, deploymentId }) => {
      if (nested || deploymentId !== SCRIPT || name !== 'Connection.download') return;
      nested = scenario.run('customdeploy_update_so_rest').ended;
    },
  });
  scenario.put(`${FOLDER}/a.csv`, allocation(scenario.order([{}])));
  scenario.put(`${FOLDER}/b.csv`, allocation(scenario.order([{}])));

  scenario.run(SCRIPT);

  expect(nested).toBe('normally');
  expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv', 'b.csv']);
});
