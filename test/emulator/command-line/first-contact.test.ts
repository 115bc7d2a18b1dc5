/** What somebody meets who runs a script of theirs for the first time: no account, no project, and the first mistakes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../emulator/command-line/command.ts';
import { temporaryFolder } from '../tiny-project.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder('emulator-first-');
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function type(...words: string[]) {
  const said = { output: '', complaints: '' };
  const code = runCommand(words, {
    folder,
    clock: () => Date.UTC(2026, 0, 5, 17),
    write: (text) => {
      said.output += text;
    },
    complain: (text) => {
      said.complaints += text;
    },
  });
  return { code, ...said };
}

const header = (tag = 'ScheduledScript') => `/**\n * @NApiVersion 2.1\n * @NScriptType ${tag}\n */\n`;
const scheduled = (modules: string, execute: string): string =>
  `${header()}define([${modules}], (...modules) => {\n  const execute = () => {\n    ${execute}\n  };\n  return { execute };\n});\n`;

describe('a plain file', () => {
  test('runs without an account, of which nothing is kept', () => {
    write('greet.js', scheduled("'N/log'", "modules[0].audit('hello', 'you');"));
    const { code, output, complaints } = type('run', 'greet.js');
    expect([code, complaints]).toEqual([0, '']);
    expect(output).toContain('AUDIT hello: you\n');
    expect(output).toMatch(
      /\nThe account was empty, and nothing of it is kept; --account <account\.json> gives one\.\n$/,
    );
  });

  test('runs on an empty account that --out names', () => {
    write(
      'greet.js',
      scheduled("'N/record'", "modules[0].create({ type: 'location' }).setValue('name', 'Boston').save();"),
    );
    expect(type('run', 'greet.js', '--out', 'new.json').output).toContain(
      `Account written to ${join(folder, 'new.json')}`,
    );
    expect(type('run', 'greet.js', '--account', 'new.json').output).toContain('created location 2: name');
  });

  test('loads what lies around it in its File Cabinet, by relative and absolute paths', () => {
    const libraries = "'../lib/one', './two', '/SuiteScripts/lib/one'";
    write(
      'src/FileCabinet/SuiteScripts/app/sum.js',
      scheduled(libraries, "log.audit('sum', modules[0].value + modules[1].value + modules[2].value);"),
    );
    write('src/FileCabinet/SuiteScripts/lib/one.js', 'define([], () => ({ value: 1 }));');
    write('src/FileCabinet/SuiteScripts/app/two.js', 'define([], () => ({ value: 20 }));');
    expect(type('run', 'src/FileCabinet/SuiteScripts/app/sum.js').output).toContain('AUDIT sum: 22\n');
  });

  test('may be what TypeScript makes of a module', () => {
    write(
      'twice.js',
      `${header()}define(["require", "exports", "N/log"], function (require, exports, log) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.execute = void 0;
    const execute = () => { log.audit({ title: 'twice', details: String(2 * 21) }); };
    exports.execute = execute;
});\n`,
    );
    expect(type('run', 'twice.js')).toMatchObject({
      code: 0,
      output: expect.stringContaining('AUDIT twice: 42\n'),
    });
  });
});

describe('an error says where in the script it was thrown', () => {
  test('when the script throws', () => {
    write('throws.js', scheduled('', 'const nothing = null; nothing.value;'));
    const { code, output } = type('run', 'throws.js');
    expect(code).toBe(4);
    expect(output).toMatch(
      /^ {2}TypeError: Cannot read properties of null.*\n {4}at Object\.execute \(\/SuiteScripts\/throws\.js:7:\d+\)$/m,
    );
  });

  test('when NetSuite throws', () => {
    write('loads.js', scheduled("'N/record'", "modules[0].load({ type: 'salesorder', id: 9 });"));
    expect(type('run', 'loads.js').output).toMatch(
      /^ {2}RCRD_DSNT_EXIST: .*\n {4}at Object\.execute \(\/SuiteScripts\/loads\.js:7:\d+\)$/m,
    );
  });

  test('when it is no JavaScript', () => {
    write('wrong.js', scheduled('', 'const value = ;'));
    const { code, output } = type('run', 'wrong.js');
    expect([code, output]).toEqual([
      4,
      expect.stringContaining("SyntaxError: Unexpected token ';' (/SuiteScripts/wrong.js:7)"),
    ]);
  });
});

const mistakes: [string, string, string, RegExp][] = [
  ['a file that is not there', 'none.js', '', /none\.js is not a file/],
  [
    'no header',
    'plain.js',
    'define([], () => ({}));',
    /has no @NScriptType[\s\S]*@NScriptType ScheduledScript/,
  ],
  [
    'a header that the compiler has dropped',
    'compiled.js',
    'define(["require", "exports"], () => {});',
    /unless an empty line follows/,
  ],
  [
    'no version of the API',
    'old.js',
    '/** @NScriptType ScheduledScript */ define([], () => ({}));',
    /has no @NApiVersion/,
  ],
  [
    'TypeScript',
    'typed.ts',
    `${header()}export const execute = (): void => {};`,
    /is TypeScript.*give the \.js file/,
  ],
  [
    'an ES module',
    'module.js',
    `${header()}import * as log from 'N/log';\nexport const execute = () => {};`,
    /is an ES module/,
  ],
  ['SuiteScript 1.0', 'one.js', "function run() { nlapiLoadRecord('customer', 1); }", /SuiteScript 1\.0/],
  [
    'a client script',
    'page.js',
    `${header('ClientScript')}define([], () => ({}));`,
    /ClientScript.*ScheduledScript, MapReduceScript/,
  ],
];

test.each(mistakes)('%s is refused before anything runs, in plain words', (_, name, text, says) => {
  if (text !== '') write(name, text);
  expect(type('run', name)).toEqual({ code: 1, output: '', complaints: expect.stringMatching(says) });
});

test.each([
  ["'N/crypto'", 'modules[0].createHash({});', 'N/crypto.createHash'],
  ["'N/nonsense'", '', 'module N/nonsense'],
])('of a module that is not emulated (%s) it says so, and which are', (modules, execute, what) => {
  write('lacks.js', scheduled(modules, execute));
  const { code, output } = type('run', 'lacks.js');
  expect(code).toBe(1);
  expect(output).toContain(`NOT_EMULATED: ${what} is not emulated.`);
  expect(output).toMatch(/These modules are emulated: N\/config, .*N\/record, .*N\/util\n/);
});

test('of a record type and a field that no table has it says how they become known, and then they are', () => {
  write(
    'lead.js',
    scheduled(
      "'N/record'",
      "modules[0].create({ type: 'lead' }).setValue('companyname', 'Ada & Co.').save();",
    ),
  );
  const advice = /record type lead is not emulated\. If NetSuite has it, give the account one record of it/;
  expect(type('run', 'lead.js')).toMatchObject({ code: 1, output: expect.stringMatching(advice) });
  write('account.json', '{ "records": { "lead": [{ "id": 5, "email": "ada@example.com" }] } }');
  expect(type('run', 'lead.js', '--account', 'account.json').output).toMatch(
    /field lead\.companyname is not emulated\. If NetSuite has it, give one record of the account a value there/,
  );
  write('account.json', '{ "records": { "lead": [{ "id": 5, "companyname": "Hopper" }] } }');
  expect(type('run', 'lead.js', '--account', 'account.json')).toMatchObject({
    code: 0,
    output: expect.stringContaining('created lead 6: companyname'),
  });
});

test('a library by its bare name is refused with what to write', () => {
  write('lodash.js', scheduled("'lodash'", ''));
  expect(type('run', 'lodash.js').output).toMatch(
    /module lodash, whose path .* is neither relative nor absolute/,
  );
});

test('the command run may not be left out, nor the account file be missing', () => {
  write('greet.js', scheduled('', ''));
  expect(type('greet.js')).toMatchObject({
    code: 2,
    complaints: expect.stringMatching(/write run greet\.js/),
  });
  expect(type('run', 'greet.js', '--account', 'none.json')).toMatchObject({
    code: 1,
    complaints: expect.stringMatching(/none\.json does not exist.*\{\} in it for an empty account/),
  });
});

describe('a user event script', () => {
  const check = `${header('UserEventScript')}define(['N/log'], (log) => ({
  beforeLoad({ type }) { log.debug('load', type); },
  beforeSubmit({ type, newRecord }) {
    if (newRecord.type === 'salesorder' && newRecord.getValue('memo') === 'bad') throw new Error('no such memo');
    if (newRecord.type === 'salesorder') newRecord.setValue('memo', type + ' checked');
  },
}));\n`;
  const account = {
    records: {
      customer: [{ id: 21, entityid: 'Ada' }],
      salesorder: [{ id: 1001, entity: 21, sublists: { item: [{ item: 41, quantity: 1 }] } }],
    },
  };

  beforeEach(() => {
    write('check.js', check);
    write('account.json', JSON.stringify(account));
  });

  const run = (...words: string[]) => type('run', 'check.js', '--account', 'account.json', ...words);

  test('runs as a record is opened and saved', () => {
    const { code, output } = run('--record', 'salesorder:1001', '--set', 'otherrefnum=PO-1');
    expect(code).toBe(0);
    expect(output).toContain('userevent script customscript_check (customdeploy_check): ended normally');
    expect(output).toContain('DEBUG load: edit\n');
    expect(output).toContain('changed salesorder 1001: otherrefnum, memo\n');
  });

  test('runs as a record is made', () => {
    const { output } = run('--record', 'location', '--set', 'name=Boston');
    expect(output).toContain('DEBUG load: create\n');
    expect(output).toContain('created location 1002: name');
  });

  test('may object, with the place where it does', () => {
    const { code, output } = run('--record', 'salesorder:1001', '--set', 'memo=bad');
    expect([code, output]).toEqual([4, expect.stringMatching(/Error: no such memo/)]);
    expect(output).not.toContain('changed salesorder');
  });

  test('needs to know what is saved, and no other script does', () => {
    expect(run()).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/Say which: --record salesorder:1001/),
    });
    expect(run('--set', 'memo=a')).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/--set needs the record/),
    });
    expect(run('--record', 'salesorder:x')).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/--record salesorder:x/),
    });
    write('greet.js', scheduled('', ''));
    expect(type('run', 'greet.js', '--record', 'salesorder')).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/are for user event scripts/),
    });
  });
});
