/** Runs of the export that go wrong, overlap, or meet people: every shipment reaches HotWax in exactly one file. */
import { describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import { FOLDER, ON_DEMAND, reopen, rowsOf, SCRIPT, scenario } from '../export-scenario.ts';
import { WAREHOUSE } from '../scenario.ts';

const shipOrder = (orderId: string) =>
  scenario.ship(
    scenario.order([{ quantity: 1, location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: orderId }),
  );

/** Order ids of each file in the folder, by name. */
const told = () => scenario.files(FOLDER).map((name) => rowsOf(name).map((row) => row.split(',')[0]));

const change = (id: number, values: Record<string, unknown>) =>
  scenario.account.asUser(({ record }) => {
    const fulfillment = record.load({ type: 'itemfulfillment', id });
    for (const [fieldId, value] of Object.entries(values)) fulfillment.setValue({ fieldId, value });
    fulfillment.save();
  });

/** What HC Exported Fulfillment says. */
const noted = () =>
  scenario.account.listRecords('customrecord_hc_exported_fulfillment').map(({ fields }) => fields);

const isFlagged = (id: number) =>
  scenario.account.getRecord('itemfulfillment', id).fields.custbody_hc_fulfillment_exported === true;

describe('a file', () => {
  test('appears in the folder whole and at once, and its shipments are flagged only then', () => {
    const seen: string[] = [];
    const ids: number[] = [];
    reopen({
      after: ({ stage }) => {
        if (stage !== 'reduce') return;
        const [name] = scenario.files(FOLDER);
        seen.push(
          `${name ? scenario.read(`${FOLDER}/${name}`).split('\n').length : 'no'} ${ids.filter(isFlagged).length}`,
        );
      },
    });
    ids.push(shipOrder('HC1'), shipOrder('HC2'));

    scenario.run(SCRIPT);

    expect([...new Set(seen)]).toEqual(['no 0', '4 0', '4 1', '4 2']);
  });

  test('of which the upload broke off leaves nothing behind once it was delivered', () => {
    let broken = false;
    reopen({
      after: ({ name }) => {
        if (broken || name !== 'Connection.upload') return;
        broken = true;
        throw Object.assign(new Error('The line went dead.'), { name: 'CONNECTION_RESET' });
      },
    });
    shipOrder('HC1');

    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(told()).toEqual([['HC1']]);
    expect(scenario.files(`${FOLDER}/.tmp`)).toEqual([]);
  });

  test('has a name that is safe on every system, and never the name of another', () => {
    for (const orderId of ['HC1', 'HC2', 'HC3']) {
      shipOrder(orderId);
      scenario.run(SCRIPT);
    }
    const names = scenario.files(FOLDER);

    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[0-9a-zA-Z.-]+$/);
  });
});

describe('an error', () => {
  const failing = (strikes: (call: NCall) => boolean) => {
    let times = 0;
    reopen({
      before: (call) => {
        if (!strikes(call) || times >= 2) return;
        times += 1;
        throw Object.assign(new Error('An unexpected error occurred.'), { name: 'UNEXPECTED_ERROR' });
      },
    });
    shipOrder('HC1');
  };

  test.each([
    ['the search for shipments', (call: NCall) => call.stage === 'getInputData'],
    ['the stamp', (call: NCall) => call.stage === 'reduce' && call.name === 'N/record.submitFields'],
    ['the connection', (call: NCall) => call.name === 'N/sftp.createConnection'],
    ['the upload', (call: NCall) => call.name === 'Connection.upload'],
    ['publishing', (call: NCall) => call.name === 'Connection.move'],
  ])('in %s ends the job loudly, and a later run delivers', (_what, strikes) => {
    failing(strikes);

    const first = scenario.run(SCRIPT);
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(first.ended).toBe('with an error');
    const says = `${first.error?.name}: ${first.error?.message}`;
    expect(says).toMatch(/^(EXPORT_FAILED: .*)?UNEXPECTED_ERROR: An unexpected error occurred\.$/);
    expect(told()).toEqual([['HC1']]);
  });

  test('that a second attempt fixes does not end the job, and is reported once', () => {
    let struck = false;
    reopen({
      before: ({ name }) => {
        if (struck || name !== 'Connection.upload') return;
        struck = true;
        throw Object.assign(new Error('No.'), { name: 'FTP_TRANSFER_TIMEOUT_EXCEEDED' });
      },
    });
    shipOrder('HC1');

    expect(scenario.run(SCRIPT).ended).toBe('normally');
    expect(told()).toEqual([['HC1']]);
  });

  test('in one batch does not keep the others from HotWax', () => {
    let uploads = 0;
    reopen({
      before: ({ name }) => {
        if (name !== 'Connection.upload') return;
        uploads += 1;
        // The first batch, and once more when it is tried again.
        if (uploads <= 2) throw Object.assign(new Error('No.'), { name: 'FTP_PERMISSION_DENIED' });
      },
    });
    for (let index = 0; index < 101; index += 1) shipOrder(`HC${index}`);

    expect(scenario.run(SCRIPT).ended).toBe('with an error');
    expect(told().flat()).not.toHaveLength(0);
    expect(told().flat()).not.toHaveLength(101);
    scenario.run(SCRIPT);

    expect(told().flat()).toHaveLength(101);
    expect(new Set(told().flat()).size).toBe(101);
  });
});

describe('two deployments at once', () => {
  test.each(['getInputData', 'reduce', 'summarize'])(
    'of which the second starts in the stage %s of the first tell every shipment once',
    (stage) => {
      let nested: string | undefined;
      reopen({
        before: (call) => {
          if (nested || call.deploymentId !== SCRIPT || call.stage !== stage) return;
          nested = 'starting';
          nested = scenario.run(ON_DEMAND).ended;
        },
      });
      shipOrder('HC1');
      shipOrder('HC2');

      scenario.run(SCRIPT);
      scenario.run(SCRIPT);

      expect(nested).toBe('normally');
      expect(told().flat().sort()).toEqual(['HC1', 'HC2']);
    },
  );
});

describe('a shipment', () => {
  test('that is marked by a person as exported is not reported', () => {
    const id = shipOrder('HC1');
    change(id, { custbody_hc_fulfillment_exported: true });

    scenario.run(SCRIPT);

    expect(told()).toEqual([]);
  });

  test('shipped just before midnight in the account is reported by the run after midnight', () => {
    scenario.later(16 * 60 + 55);
    shipOrder('HC1');
    scenario.later(10);

    scenario.run(SCRIPT);

    expect(told()).toEqual([['HC1']]);
  });

  test('that was made long ago and is shipped now is reported', () => {
    const id = scenario.ship(
      scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' }),
      { shipstatus: 'A' },
    );
    scenario.run(SCRIPT);
    scenario.later(40 * 24 * 60);
    change(id, { shipstatus: 'C' });

    scenario.run(SCRIPT);

    expect(told()).toEqual([['HC1']]);
  });

  test('that is deleted while its file is made is in no file and has no record, and the others are and have', () => {
    const ids: number[] = [];
    reopen({
      after: ({ stage, name }) => {
        if (stage !== 'reduce' || name !== 'Record.save' || ids.length < 2 || noted().length < 2) return;
        const id = ids.pop() as number;
        scenario.account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id }));
      },
    });
    ids.push(shipOrder('HC1'), shipOrder('HC2'));

    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(told()).toEqual([['HC1']]);
    expect(noted().map(({ custrecord_hc_xf_order }) => custrecord_hc_xf_order)).toEqual(['HC1']);
  });

  test('that a person takes back while its file is made is reported by another file once it is shipped again', () => {
    const ids: number[] = [];
    let isTakenBack = false;
    reopen({
      after: ({ stage }) => {
        if (isTakenBack || stage !== 'reduce' || noted().length < 2) return;
        isTakenBack = true;
        change(ids[1] as number, { shipstatus: 'B' });
      },
    });
    ids.push(shipOrder('HC1'), shipOrder('HC2'));

    scenario.run(SCRIPT);
    const [first = ''] = scenario.files(FOLDER);
    scenario.take(`${FOLDER}/${first}`);
    change(ids[1] as number, { shipstatus: 'C' });
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).not.toContain(first);
    expect(told()).toEqual([['HC2']]);
    expect(ids.map(isFlagged)).toEqual([true, true]);
  });

  test('whose file was taken away before its flags were set is not reported a second time', () => {
    let down = false;
    let flags = 0;
    reopen({
      before: (call) => {
        if (down || call.stage !== 'reduce' || call.name !== 'N/record.submitFields') return;
        if (scenario.files(FOLDER).length === 0) return;
        flags += 1;
        if (flags < 2) return;
        down = true;
        throw new ServerDown(call, 'before');
      },
    });
    const ids = [shipOrder('HC1'), shipOrder('HC2')];

    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
    const [name = ''] = scenario.files(FOLDER);
    scenario.take(`${FOLDER}/${name}`);
    scenario.later(80);
    scenario.run(SCRIPT);

    expect(ids.map(isFlagged)).toEqual([true, true]);
    expect(scenario.ledger(name)).toMatchObject({ custrecord_hc_ff_status: 'Done' });
    expect(scenario.files(FOLDER)).toEqual([]);
  });

  test('whose file the server does not let into the folder is reported by a later run, and not flagged before', () => {
    let refuses = true;
    reopen({
      before: ({ name, stage }) => {
        if (!refuses || stage !== 'reduce' || name !== 'Connection.move') return;
        throw Object.assign(new Error('The server cannot do it now.'), { name: 'FTP_INVALID_MOVE' });
      },
    });
    const id = shipOrder('HC1');

    expect(JSON.stringify(scenario.run(SCRIPT))).toContain('NOT_PUBLISHED');
    expect([isFlagged(id), told()]).toEqual([false, []]);
    refuses = false;
    scenario.later(80);
    scenario.run(SCRIPT);

    expect([isFlagged(id), told()]).toEqual([true, [['HC1']]]);
  });

  test('whose file the transformer has archived before its run could say that it was published is not reported again', () => {
    let down = false;
    reopen({
      before: (call) => {
        if (down || call.stage !== 'reduce' || scenario.files(FOLDER).length === 0) return;
        down = true;
        throw new ServerDown(call, 'before');
      },
    });
    const id = shipOrder('HC1');

    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
    const [name = ''] = scenario.files(FOLDER);
    expect(scenario.ledger(name)).toMatchObject({ custrecord_hc_ff_status: 'Taken' });
    scenario.put(`${FOLDER}/archive/${name}`, scenario.read(`${FOLDER}/${name}`));
    scenario.take(`${FOLDER}/${name}`);
    scenario.later(80);
    scenario.run(SCRIPT);

    expect(isFlagged(id)).toBe(true);
    expect(scenario.files(FOLDER)).toEqual([]);
  });
});

describe('a run that another one meets', () => {
  const LEDGER = 'customrecord_hc_feed_file';
  const meeting = (first: (call: NCall) => boolean, meet: () => void) => {
    let met = false;
    reopen({
      before: (call) => {
        if (met || call.deploymentId !== SCRIPT || call.stage !== 'reduce' || !first(call)) return;
        met = true;
        meet();
      },
    });
  };

  test('and that lost its turn to it exports nothing any more, and says so', () => {
    meeting(
      () => true,
      () =>
        scenario.account.asUser(({ record }) => {
          const turn = scenario.account
            .listRecords(LEDGER)
            .find(({ fields }) => fields.custrecord_hc_ff_file === '(lock)');
          const values = { custrecord_hc_ff_deployment: ON_DEMAND };
          record.submitFields({ type: LEDGER, id: turn?.id ?? 0, values });
        }),
    );
    const id = shipOrder('HC1');

    expect(JSON.stringify(scenario.run(SCRIPT))).toContain('LOCK_LOST');
    expect([told(), isFlagged(id)]).toEqual([[], false]);
  });

  test('leaves to it what it has noted meanwhile', () => {
    const other = '2026-03-02-15-00-00-000-1f3a9c04-SalesOrderFulfillment.csv';
    let id = 0;
    meeting(
      () => true,
      () => {
        scenario.account.addRecord(LEDGER, {
          custrecord_hc_ff_feed: 'item-fulfillments',
          custrecord_hc_ff_file: other,
          custrecord_hc_ff_status: 'Taken',
          externalid: `hc-feed-file-item-fulfillments-${other}`,
        });
        scenario.account.addRecord('customrecord_hc_exported_fulfillment', {
          externalid: `hc-exported-fulfillment-${id}`,
          custrecord_hc_xf_fulfillment: String(id),
          custrecord_hc_xf_status: 'Exported',
          custrecord_hc_xf_file: other,
          custrecord_hc_xf_shipped: '2026-03-02T15:00:00Z',
        });
      },
    );
    id = shipOrder('HC1');
    shipOrder('HC2');

    scenario.run(SCRIPT);
    expect(told()).toEqual([['HC2']]);
    scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).toContain(other);
    expect(told().sort()).toEqual([['HC1'], ['HC2']]);
  });
});
