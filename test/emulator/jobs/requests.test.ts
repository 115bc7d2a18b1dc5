/** RESTlets and Suitelets: one request, one response. */
import { expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../emulator/account.ts';
import { ALL, accountWith, seedMasters } from '../tiny-project.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const TEXT_TYPE = { 'Content-Type': 'text/plain' };

function ask(type: 'restlet' | 'suitelet', body: string, request?: HttpRequest, uses = ALL) {
  const account = accountWith({ scripts: [{ name: 'probe', type, uses, body }] });
  seedMasters(account);
  const report = account.runDeployment('customdeploy_probe', { request });
  const told = report.logs
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  return { account, report, told, response: report.response };
}

const PLACES = `return {
  get: (params) => ({ name: record.load({ type: 'location', id: params.id }).getValue('name'), given: params }),
  post: (order) => { tell([typeof order, Array.isArray(order.lines)]); return order.lines; },
  put: (text) => text + '!',
  delete: ({ id }) => { record.delete({ type: 'location', id }); },
};`;

test('each method calls its entry point: with the parameters as text, or with the body in its format', () => {
  const get = ask('restlet', PLACES, { method: 'GET', parameters: { id: '101' }, headers: JSON_TYPE });
  expect(get.response).toEqual({
    status: 200,
    headers: JSON_TYPE,
    body: '{"name":"Warehouse East","given":{"id":"101"}}',
  });
  expect(get.report).toMatchObject({
    scriptType: 'restlet',
    ended: 'normally',
    units: 5,
    stages: [{ stage: 'get', invocations: 1, units: 5 }],
  });
  const post = ask('restlet', PLACES, { method: 'POST', body: '{"lines":[1,2]}', headers: JSON_TYPE });
  expect(post.response?.body).toBe('[1,2]');
  expect(post.told).toEqual([['object', true]]);
  const put = ask('restlet', PLACES, { method: 'PUT', body: 'hello', headers: TEXT_TYPE });
  expect(put.response).toEqual({ status: 200, headers: TEXT_TYPE, body: 'hello!' });
  const gone = ask('restlet', PLACES, { method: 'DELETE', parameters: { id: '103' } });
  expect(gone.response).toEqual({ status: 200, headers: TEXT_TYPE, body: '' });
  expect(() => gone.account.getRecord('location', 103)).toThrow('That record does not exist');
});

test.each<[number, string, HttpRequest]>([
  [400, 'may not have a body', { method: 'GET', body: '{}', headers: JSON_TYPE }],
  [400, 'is not JSON', { method: 'POST', body: '{', headers: JSON_TYPE }],
  [405, 'no entry point put', { method: 'PUT', body: '{}', headers: JSON_TYPE }],
  [415, 'Content-Type of the request is missing', { method: 'POST', body: '{}' }],
  [
    415,
    'Content-Type of the request is text/html',
    { method: 'POST', body: 'a', headers: { 'content-type': 'text/html' } },
  ],
])('a request NetSuite answers with %i, since it %s, never reaches the script', (status, why, request) => {
  const { report, response, told } = ask('restlet', 'return { post: () => tell("called") };', request);
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'REQUEST_REFUSED' } });
  expect(report.error?.message).toContain(why);
  expect(response).toEqual({ status, headers: {}, body: '' });
  expect(told).toEqual([]);
});

test('an error that leaves a RESTlet is its response, in the format of the request', () => {
  const body = "return { get: () => { throw error.create({ name: 'NO_ORDER', message: 'None.' }); } };";
  const json = ask('restlet', body, { method: 'GET', headers: JSON_TYPE });
  expect(json.report).toMatchObject({ ended: 'with an error', error: { name: 'NO_ORDER' } });
  expect(json.response).toMatchObject({
    status: 400,
    body: '{"error":{"code":"NO_ORDER","message":"None."}}',
  });
  const plain = ask('restlet', 'return { get: () => { throw new TypeError("x"); } };', {
    method: 'GET',
    headers: JSON_TYPE,
  });
  expect(plain.response?.body).toBe('{"error":{"code":"UNEXPECTED_ERROR","message":"TypeError: x"}}');
  const text = ask('restlet', body);
  expect(text.response?.body).toBe('error code: NO_ORDER\nerror message: None.');
});

test('only text can be returned as text', () => {
  const { report, response } = ask('restlet', 'return { get: () => ({ ok: true }) };');
  expect(report.error?.name).toBe('INVALID_RETURN_DATA_FORMAT');
  expect(response?.status).toBe(400);
});

test('N/scriptTypes/restlet makes a response of another type', () => {
  const { response } = ask(
    'restlet',
    "return { get: async () => restlet.createResponse({ content: '<p>', contentType: 'text/html' }) };",
    { method: 'GET' },
    ['N/scriptTypes/restlet'],
  );
  expect(response).toEqual({ status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>' });
});

test('what is not emulated gives no response', () => {
  const { report } = ask(
    'restlet',
    'return { get: () => { try { https.get({}); } catch (e) {} return "ok"; } };',
    undefined,
    ['N/https'],
  );
  expect(report.error).toMatchObject({
    name: 'NOT_EMULATED',
    message: expect.stringContaining('N/https.get'),
  });
  expect(report.response).toBeUndefined();
});

test('a RESTlet has 5,000 units, a Suitelet 1,000', () => {
  const spend =
    'for (let i = 0; i < 600; i += 1) { try { record.delete({ type: "location", id: 999 }); } catch (e) {} }';
  const restlet = ask('restlet', `return { get: () => { ${spend} } };`);
  expect(restlet.report).toMatchObject({ units: 5010, error: { name: 'SSS_USAGE_LIMIT_EXCEEDED' } });
  const suitelet = ask('suitelet', `return { onRequest: () => { ${spend} } };`);
  expect(suitelet.report).toMatchObject({ units: 1010, error: { name: 'SSS_USAGE_LIMIT_EXCEEDED' } });
  expect(suitelet.response).toBeUndefined();
});

test('both know what they are, and not who called', () => {
  const code = '[runtime.executionContext, runtime.getCurrentScript().id].join()';
  expect(ask('restlet', `return { get: () => ${code} };`).response?.body).toBe('RESTLET,customscript_probe');
  expect(
    ask('suitelet', `return { onRequest: ({ response }) => response.write(${code}) };`).response?.body,
  ).toBe('SUITELET,customscript_probe');
  const { report } = ask('suitelet', 'return { onRequest: () => { runtime.getCurrentUser(); } };');
  expect(report.error).toMatchObject({ name: 'NOT_EMULATED' });
});

test('a Suitelet reads the request and writes the response', () => {
  const { response, told, report } = ask(
    'suitelet',
    `return { onRequest({ request, response }) {
       const { method, parameters, headers, body, url, files } = request;
       tell({ method, parameters, headers, body, url, files });
       tell([codeOf(() => { request.method = 'GET'; }), codeOf(() => response.write(1)), codeOf(() => response.write())]);
       response.setHeader({ name: 'Content-Type', value: 'text/csv' });
       response.addHeader({ name: 'Vary', value: 'A' });
       response.addHeader({ name: 'vary', value: 'B' });
       response.setHeader({ name: 'Connection', value: 'close' });
       tell([response.headers, response.getHeader({ name: 'VARY' }), codeOf(() => response.setHeader('Location', '/'))]);
       response.writeLine({ output: 'a,b' });
       response.write('1,2');
     } };`,
    {
      method: 'POST',
      parameters: { id: '7' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'memo=call+first',
    },
  );
  expect(told).toEqual([
    {
      method: 'POST',
      parameters: { script: 'customscript_probe', deploy: 'customdeploy_probe', id: '7', memo: 'call first' },
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'memo=call+first',
      url: 'https://emulator.app.netsuite.com/app/site/hosting/scriptlet.nl',
      files: {},
    },
    ['READ_ONLY_PROPERTY', 'WRONG_PARAMETER_TYPE', 'SSS_MISSING_REQD_ARGUMENT'],
    [{ 'Content-Type': 'text/csv', Vary: ['A', 'B'] }, ['A', 'B'], 'SSS_INVALID_HEADER'],
  ]);
  expect(response).toEqual({
    status: 200,
    headers: { 'Content-Type': 'text/csv', Vary: ['A', 'B'] },
    body: 'a,b\n1,2',
  });
  expect(report).toMatchObject({ ended: 'normally', stages: [{ stage: 'onRequest', units: 0 }] });
});

test('a Suitelet may answer with a file', () => {
  const { response } = ask(
    'suitelet',
    `return { onRequest({ response }) {
       response.writeFile({ file: file.create({ name: 'a.csv', fileType: 'CSV', contents: 'x' }), isInline: true });
     } };`,
  );
  expect(response).toMatchObject({
    body: 'x',
    headers: { 'Content-Disposition': 'inline; filename="a.csv"' },
  });
});

test.each([
  ['request.getLineCount', 'request.getLineCount({ group: "item" })'],
  ['request.clientIpAddress', 'request.clientIpAddress'],
  ['response.sendRedirect', 'response.sendRedirect({ type: "RECORD", identifier: "salesorder" })'],
])('%s is refused by name', (name, code) => {
  const { report } = ask('suitelet', `return { onRequest({ request, response }) { ${code}; } };`);
  expect(report.error).toMatchObject({
    name: 'NOT_EMULATED',
    message: expect.stringContaining(name.split('.')[1] ?? ''),
  });
});

test('a RESTlet may submit a CSV import, which a Suitelet may not', () => {
  const submit = "const csv = task.create({ taskType: 'CSV_IMPORT' }); return codeOf(() => csv.submit());";
  const restlet = ask('restlet', `return { get: () => { ${submit} } };`);
  expect(restlet.response?.body).not.toBe('SSS_OPERATION_UNAVAILABLE');
  const suitelet = ask(
    'suitelet',
    `return { onRequest: ({ response }) => response.write((() => { ${submit} })()) };`,
  );
  expect(suitelet.response?.body).toBe('SSS_OPERATION_UNAVAILABLE');
});

test('other scripts answer no request', () => {
  const account = accountWith({ scripts: [{ name: 'probe', execute: '' }] });
  expect(() => account.runDeployment('customdeploy_probe', { request: { method: 'GET' } })).toThrow(
    'NO_REQUEST_POSSIBLE',
  );
});
