/** Units and error codes against the annotations in Oracle's own stubs, read from the installed package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type MeteredCall, unitsOf } from '../../../emulator/platform/governance.ts';

const STUBS = join(import.meta.dirname, '../../../node_modules/@oracle/suitecloud-unit-testing/stubs');
const installed = existsSync(STUBS);
const withStubs = installed ? describe : describe.skip;

if (!installed)
  console.warn(
    "SKIPPED: Oracle's stubs (@oracle/suitecloud-unit-testing) are not installed, so units are not compared.",
  );

type Annotation = { units: string; codes: string[] };

/** The annotation of a member: the comment that stands right before it. */
function annotationOf(file: string, member: string): Annotation {
  const text = readFileSync(join(STUBS, file), 'utf8');
  const place = text.search(
    new RegExp(`(?:prototype|this)(?:\\.${member}|\\[['"]${member}['"]\\]) = function`),
  );
  const comment = text.slice(text.lastIndexOf('/**', place), place);
  return {
    units: /@governance ([^\n]+)/.exec(comment)?.[1]?.trim() ?? '',
    codes: [...comment.matchAll(/@throws \{SuiteScriptError\} ([A-Z_0-9]+)/g)].map(([, code = '']) => code),
  };
}

/** What we charge, in the stubs' words. */
function inWords(call: MeteredCall): string {
  const [transaction, custom, other] = [
    unitsOf(call, 'transaction'),
    unitsOf(call, 'custom'),
    unitsOf(call, 'other'),
  ];
  if (transaction !== other)
    return `${transaction} units for transactions, ${custom} for custom records, ${other} for all other records`;
  if (other === 0) return 'none';
  return other === 1 ? '1 unit' : `${other} units`;
}

const CALLS: readonly [file: string, member: string, call: MeteredCall][] = [
  ['record/record.js', 'load', 'record.load'],
  ['record/record.js', 'create', 'record.create'],
  ['record/record.js', 'copy', 'record.copy'],
  ['record/record.js', 'transform', 'record.transform'],
  ['record/record.js', 'submitFields', 'record.submitFields'],
  ['record/record.js', 'delete', 'record.delete'],
  ['record/RecordInstance.js', 'save', 'Record.save'],
  ['search/search.js', 'create', 'search.create'],
  ['search/search.js', 'load', 'search.load'],
  ['search/search.js', 'lookupFields', 'search.lookupFields'],
  ['search/SearchInstance.js', 'run', 'Search.run'],
  ['search/ResultSet.js', 'each', 'ResultSet.each'],
  ['search/ResultSet.js', 'getRange', 'ResultSet.getRange'],
  ['email/email.js', 'send', 'email.send'],
  ['email/email.js', 'sendBulk', 'email.sendBulk'],
  ['file/file.js', 'create', 'file.create'],
  ['file/file.js', 'load', 'file.load'],
  ['file/file.js', 'delete', 'file.delete'],
  ['file/FileInstance.js', 'save', 'File.save'],
  ['file/FileInstance.js', 'getContents', 'File.getContents'],
  ['sftp/sftp.js', 'createConnection', 'sftp.createConnection'],
  ['sftp/Connection.js', 'download', 'Connection.download'],
  ['sftp/Connection.js', 'upload', 'Connection.upload'],
  ['sftp/Connection.js', 'list', 'Connection.list'],
  ['sftp/Connection.js', 'move', 'Connection.move'],
  ['sftp/Connection.js', 'makeDirectory', 'Connection.makeDirectory'],
  ['sftp/Connection.js', 'removeDirectory', 'Connection.removeDirectory'],
  ['sftp/Connection.js', 'removeFile', 'Connection.removeFile'],
  ['task/CsvImportTask.js', 'submit', 'CsvImportTask.submit'],
  ['task/ScheduledScriptTask.js', 'submit', 'ScheduledScriptTask.submit'],
  ['task/MapReduceScriptTask.js', 'submit', 'MapReduceScriptTask.submit'],
  ['task/MapReduceScriptTaskStatus.js', 'getPendingMapCount', 'MapReduceStatus.count'],
  ['task/MapReduceScriptTaskStatus.js', 'getPendingMapSize', 'MapReduceStatus.size'],
];

withStubs("Oracle's stubs", () => {
  test.each(CALLS)('%s %s costs what %s costs here', (file, member, call) => {
    expect(annotationOf(file, member).units.replace(/\.$/, '')).toBe(inWords(call));
  });

  test('every code of an SFTP call that the emulator throws is one Oracle names', () => {
    const named = new Set(
      readdirSync(join(STUBS, 'sftp')).flatMap((file) =>
        [...readFileSync(join(STUBS, 'sftp', file), 'utf8').matchAll(/\b(FTP_[A-Z_]+)\b/g)].map(
          ([code]) => code,
        ),
      ),
    );
    const ours = ['sftp/failure-codes.ts', 'N/sftp-connect-options.ts'].flatMap((file) => [
      ...readFileSync(join(import.meta.dirname, '../../../emulator', file), 'utf8').matchAll(
        /'(FTP_[A-Z_]+)'/g,
      ),
    ]);
    expect(ours.map(([, code = '']) => code).filter((code) => !named.has(code))).toEqual([]);
  });
});
