/** A request from the command line, and its response in the report. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { formatReport } from '../../../emulator/command-line/report.ts';
import { temporaryFolder } from '../tiny-project.ts';
import { runTiny } from './run-tiny.ts';

const ECHO = {
  type: 'restlet' as const,
  body: 'return { get: (p) => p, post: (b) => ({ got: b }), put: (b) => b, delete: (p) => p };',
};

test.each([
  ['a GET with nothing', [], '{}'],
  ['a GET with parameters', ['--query', 'id=7', '--query', 'name=a=b'], '{"id":"7","name":"a=b"}'],
  ['a POST with a body', ['--body', '{"a":[1]}'], '{"got":{"a":[1]}}'],
  ['a PUT of text', ['--method', 'PUT', '--body', 'hello'], 'hello'],
  [
    'text that says it is text',
    ['--method', 'PUT', '--body', '12', '--header', 'content-type=text/plain'],
    '12',
  ],
  ['a DELETE', ['--method', 'DELETE', '--query', 'id=7'], '{"id":"7"}'],
])('%s', (_, words, body) => {
  const { code, report } = runTiny(ECHO, { words });
  expect(code).toBe(0);
  expect(report?.execution.response).toMatchObject({ status: 200, body });
});

test('a body from a file', () => {
  const file = join(temporaryFolder('emulator-body-'), 'order.json');
  writeFileSync(file, '{"order":1}');
  const { report } = runTiny(ECHO, { words: ['--body', `@${file}`] });
  expect(report?.execution.response?.body).toBe('{"got":{"order":1}}');
  expect(runTiny(ECHO, { words: ['--body', '@none.json'] })).toMatchObject({
    code: 1,
    complaints: expect.stringContaining('none.json'),
  });
});

test('the report shows the response', () => {
  const { report } = runTiny({
    type: 'suitelet',
    body: "return { onRequest({ response }) { response.setHeader('Content-Type', 'text/csv'); response.write('a,b\\n1,2\\n'); } };",
  });
  if (!report) throw new Error('no report');
  const text = formatReport(report);
  expect(text).toContain('suitelet script customscript_probe (customdeploy_probe): ended normally');
  expect(text).toContain('Response:\n  status 200\n  Content-Type: text/csv\n  a,b\n  1,2\n');
});

test('a RESTlet that throws, or a request it has no entry point for, ends with exit code 4', () => {
  expect(runTiny({ type: 'restlet', body: 'return { get: () => { throw new Error("x"); } };' }).code).toBe(4);
  const { code, report } = runTiny(
    { type: 'restlet', body: 'return { get: () => "" };' },
    { words: ['--body', '{}'] },
  );
  expect(code).toBe(4);
  expect(report?.execution.response?.status).toBe(405);
});

test.each([
  ['a request to a script that answers none', { execute: '' }, ['--method', 'GET']],
  ['an unknown method', ECHO, ['--method', 'FETCH']],
  ['a parameter without a value', ECHO, ['--query', 'id']],
])('%s is an invalid command line', (_, script, words) => {
  const { code, complaints } = runTiny(script, { words });
  expect(code).toBe(2);
  expect(complaints).toContain(words[0]);
});
