/** Loading and running scripts: what NetSuite gives them, what it takes away, and what it refuses. */
import { expect, test } from '@jest/globals';
import { createRealm } from '../../../emulator/platform/realm.ts';
import { accountWith, runOnce } from '../tiny-project.ts';

const HEADER = '/**\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */\n';

function runFile(
  file: string,
  options: Parameters<typeof accountWith>[1] = {},
  files: Record<string, string> = {},
) {
  const account = accountWith({ scripts: [{ name: 'probe', file }], files }, options);
  return account.runDeployment('customdeploy_probe');
}

test('a script that returns its entry points runs', () => {
  const report = runFile(
    `${HEADER}define(['N/log'], (function (log) { return { execute: function () { log.audit('hello', 'there'); } }; }));`,
  );
  expect(report).toMatchObject({
    ended: 'normally',
    scriptType: 'scheduled',
    logs: [{ title: 'hello', details: 'there', level: 'AUDIT' }],
  });
});

test('a script that assigns to exports runs', () => {
  const report = runFile(
    `${HEADER}define(['exports'], (function (exports) { exports.execute = () => { log.audit({ title: 'hi', details: { a: 1 } }); }; }));`,
  );
  expect(report.logs[0]).toMatchObject({ title: 'hi', details: '{"a":1}' });
});

test('a module beside the script is loaded by its relative path', () => {
  const files = { 'SuiteScripts/lib/words.js': 'define([], () => ({ greeting: "from lib" }));' };
  const report = runFile(
    `${HEADER}define(['./lib/words'], (words) => ({ execute: () => log.audit('said', words.greeting) }));`,
    {},
    files,
  );
  expect(report.logs[0]?.details).toBe('from lib');
});

test('a script learns who it is and reads its parameters while it is being defined', () => {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        uses: ['N/runtime'],
        parameters: [{ id: 'custscript_place', fieldtype: 'TEXT', defaultvalue: 'Boston' }],
        body: "const script = runtime.getCurrentScript(); const place = script.getParameter({ name: 'custscript_place' }); return { execute: () => tell([script.id, place]) };",
      },
    ],
  });
  const { logs } = account.runDeployment('customdeploy_probe');
  expect(logs.map(({ details }) => JSON.parse(details) as unknown)).toEqual([
    ['customscript_probe', 'Boston'],
  ]);
});

test('a script compiled from TypeScript asks for require and exports, and loads what it needs when it needs it', () => {
  const { error, logs } = runFile(
    `${HEADER}define(['require', 'exports', 'N/runtime'], function (require, exports, runtime) {
       'use strict'; Object.defineProperty(exports, '__esModule', { value: true });
       exports.execute = () => { require(['N/format'], (format) => { const one = require('N/runtime'); log.debug('told', typeof format.parse + (one === runtime)); }); };
     });`,
  );
  expect(error).toBeUndefined();
  expect(logs[0]?.details).toBe('functiontrue');
});

test('a library for browsers and Node alike finds that it may call define', () => {
  const { error, logs } = runFile(
    `${HEADER}(function (factory) {
       if (typeof module === 'object' && typeof module.exports === 'object') module.exports = factory();
       else if (typeof define === 'function' && define.amd) define([], factory);
     })(() => ({ execute: () => log.debug('told', 'ran') }));`,
  );
  expect([error, logs[0]?.details]).toEqual([undefined, 'ran']);
});

test('N has every module under its name', () => {
  const { error, logs } = runFile(
    `${HEADER}define(['N'], (N) => { const { record, runtime } = N; return { execute: () => {
       log.debug('told', runtime.getCurrentScript().id + record.Type.SALES_ORDER); try { N.ui.serverWidget.createForm({}); } catch (error) { } } }; });`,
  );
  expect(logs[0]?.details).toContain('salesorder');
  expect(error?.message).toContain('NOT_EMULATED: N/ui/serverWidget.createForm');
});

test('an N call while define is running is refused', () => {
  const report = runFile(
    `${HEADER}define(['N/search'], (search) => { search.create({ type: 'location' }); return { execute: () => {} }; });`,
  );
  expect(report.error?.name).toBe('SUITESCRIPT_API_UNAVAILABLE_IN_DEFINE');
});

test.each([
  ['no header', 'define([], () => ({ execute: () => {} }));', 'NOT_EMULATED'],
  [
    'SuiteScript 1.0',
    `${HEADER.replace('2.1', '1.0')}define([], () => ({ execute: () => {} }));`,
    'NOT_EMULATED',
  ],
  [
    'the header of another script type',
    `${HEADER.replace('ScheduledScript', 'MapReduceScript')}define([], () => ({ execute: () => {} }));`,
    'SCRIPT_TYPE_MISMATCH',
  ],
  ['no define', `${HEADER}var a = 1;`, 'SSS_NO_DEFINE'],
  [
    'two defines',
    `${HEADER}define([], () => ({})); define([], () => ({ execute: () => {} }));`,
    'SSS_MULTIPLE_DEFINE',
  ],
  ['no entry point', `${HEADER}define([], () => ({}));`, 'SSS_NO_ENTRY_POINT'],
  [
    'an unknown entry point',
    `${HEADER}define([], () => ({ execute: () => {}, exceute: () => {} }));`,
    'NOT_EMULATED',
  ],
  ['an unknown module', `${HEADER}define(['N/nowhere'], () => ({ execute: () => {} }));`, 'NOT_EMULATED'],
  [
    'an entry point that waits for ever',
    `${HEADER}define([], () => ({ execute: () => new Promise(() => {}) }));`,
    'NOT_EMULATED',
  ],
])('a script with %s does not run', (_, file, code) => {
  expect(runFile(file)).toMatchObject({ ended: 'with an error', error: { name: code } });
});

test.each([
  'console',
  'process',
  'setTimeout',
  'Buffer',
  'URL',
  'fetch',
  'TextEncoder',
  'structuredClone',
  'Intl',
  'module',
  'WebAssembly',
])('a script has no %s', (name) => {
  expect(runOnce(`tell(typeof ${name});`).told).toEqual(['undefined']);
});

test('what is not emulated is refused by name', () => {
  const { report } = runOnce('record.attach({ record: {}, to: {} });');
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'NOT_EMULATED' } });
  expect(report.error?.message).toContain('N/record.attach');
});

test('a module that is not emulated may be loaded; a call of it is refused by name', () => {
  const run = (execute: string) => runOnce(execute, { uses: ['N/render', 'N/url'] }).report;
  expect(run("tell('nothing to send');")).toMatchObject({ ended: 'normally' });
  expect(
    run("try { render.transaction({ entityId: 1 }); } catch (error) { tell('caught'); }").error?.message,
  ).toContain('N/render.transaction is not emulated');
});

test('a refusal ends the run even when the script catches it', () => {
  const { report } = runOnce("try { record.attach({}); } catch (error) { tell('went on'); }");
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'NOT_EMULATED' } });
});

test('an option that a call does not know is refused, since NetSuite would ignore it in silence', () => {
  const { report } = runOnce("record.load({ type: 'location', id: 1, isdynamic: false });");
  expect(report.error?.message).toContain('option isdynamic of N/record.load');
});

test('a missing argument has its own code', () => {
  expect(runOnce("tell(codeOf(() => record.load({ type: 'location' })));").told).toEqual([
    'SSS_MISSING_REQD_ARGUMENT',
  ]);
});

test("an error of the script's own ends the run and is reported with its name", () => {
  const { report } = runOnce("throw error.create({ name: 'MY_CODE', message: 'my words' });");
  expect(report.error).toEqual({ name: 'MY_CODE', message: 'my words' });
});

test('a SuiteScript error shows its code, message and frames as JSON', () => {
  const { told } = runOnce(
    "try { record.load({ type: 'location', id: 9 }); } catch (thrown) { tell(JSON.parse(JSON.stringify(thrown))); }",
  );
  expect(told[0]).toMatchObject({ type: 'error.SuiteScriptError', name: 'RCRD_DSNT_EXIST', id: null });
  expect((told[0] as { stack: string[] }).stack.join()).toContain('/SuiteScripts/probe.js');
});

test.each([
  ['an Error of the language', 'new TypeError("no order")', 'TypeError: no order'],
  ['a text', '"no order"', 'no order'],
  ['an object', '{ order: 1 }', '{"order":1}'],
])('error.create keeps the words of %s as its message', (_, given, message) => {
  const { report } = runOnce(`throw error.create({ name: 'CODE', message: ${given} });`);
  expect(report.error).toEqual({ name: 'CODE', message });
});

test('lines below the log level of the deployment are not kept', () => {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        execute: "log.debug('a'); log.audit('b'); log.error('c');",
        deployments: [{ id: 'customdeploy_probe', loglevel: 'ERROR' }],
      },
    ],
  });
  account.runDeployment('customdeploy_probe');
  expect(account.logs.map(({ title }) => title)).toEqual(['c']);
});

test('variables of a script do not outlive its run', () => {
  const account = accountWith({
    scripts: [{ name: 'probe', body: 'let runs = 0; return { execute: () => { runs++; tell(runs); } };' }],
  });
  account.runDeployment('customdeploy_probe');
  account.runDeployment('customdeploy_probe');
  expect(account.logs.map(({ details }) => details)).toEqual(['1', '1']);
});

test("the clock of the account is the script's clock, in Pacific time whatever this machine's zone is", () => {
  const clock = () => Date.UTC(2026, 0, 6, 4, 30);
  const { told } = runOnce(
    'const now = new Date(); tell([now.toISOString(), now.getDate(), now.getHours(), now.getTimezoneOffset(), Date.now(), new Date(2026, 5, 1).toISOString(), String(now)]);',
    { options: { clock } },
  );
  expect(told[0]).toEqual([
    '2026-01-06T04:30:00.000Z',
    5,
    20,
    480,
    clock(),
    '2026-06-01T07:00:00.000Z',
    'Mon Jan 05 2026 20:30:00 GMT-0800 (PST)',
  ]);
});

test('the text of a date names the zone, in summer too, and reads as the same date', () => {
  const { told } = runOnce(
    'const texts = [new Date(2026, 6, 1, 8), new Date(2026, 0, 1)].map(String); tell([...texts, texts.map((text) => String(new Date(text)) === text)]);',
  );
  expect(told[0]).toEqual([
    'Wed Jul 01 2026 08:00:00 GMT-0700 (PDT)',
    'Thu Jan 01 2026 00:00:00 GMT-0800 (PST)',
    [true, true],
  ]);
});

test('dates and numbers are shown as in the United States, whatever this machine speaks', () => {
  const { told } = runOnce(
    "const day = new Date(2026, 6, 1, 15, 4, 5); tell([day.toLocaleString(), day.toLocaleDateString('en-US'), day.toLocaleTimeString(), new Date('x').toLocaleDateString(), (1234.5).toLocaleString()]);",
  );
  expect(told[0]).toEqual(['7/1/2026, 3:04:05 PM', '7/1/2026', '3:04:05 PM', 'Invalid Date', '1,234.5']);
});

test.each([
  ["toLocaleDateString('de-DE')", 'Date.toLocaleDateString for the locale de-DE'],
  ["toLocaleDateString('en-US', { month: 'short' })", 'Date.toLocaleDateString with options'],
  ["toLocaleString('en-US', { timeZone: 'America/New_York' })", 'Date.toLocaleString with options'],
])('a date in a form of its own is refused by name: %s', (call, name) => {
  expect(runOnce(`new Date().${call};`).report.error?.message).toContain(`NOT_EMULATED: ${name}`);
});

test('a deployment nobody has is refused with those there are', () => {
  const account = accountWith({ scripts: [{ name: 'probe' }] });
  expect(() => account.runDeployment('customdeploy_other')).toThrow('customdeploy_probe');
});

test('deployments of the same id are told apart by their script', () => {
  const deployments = [{ id: 'customdeploy1' }];
  const account = accountWith({
    scripts: ['east', 'west'].map((name) => ({ name, execute: `tell('${name}');`, deployments })),
  });
  const scriptId = 'customscript_west';
  expect(account.runDeployment('customdeploy1', { scriptId })).toMatchObject({
    scriptId,
    logs: [{ details: '"west"' }],
  });
  expect(() => account.runDeployment('customdeploy1')).toThrow(
    /SEVERAL_DEPLOYMENTS: customscript_east, customscript_west/,
  );
});

test('the account reports a run as it happens', () => {
  const kinds: string[] = [];
  const { account } = runOnce("log.audit('x');", { options: { onEvent: ({ kind }) => kinds.push(kind) } });
  expect(kinds).toEqual(['script-started', 'log', 'script-ended']);
  account.dispose();
});

test('a script that never ends is ended by the clock', () => {
  const realm = createRealm(Date.now);
  const kept: { spin?: () => void } = {};
  realm.define('keep', (spin: () => void) => {
    kept.spin = spin;
  });
  realm.evaluate('keep(() => { for (;;); });', 'spin.js');
  expect(() => realm.call(() => kept.spin?.(), 0.05)).toThrow('timed out');
});
