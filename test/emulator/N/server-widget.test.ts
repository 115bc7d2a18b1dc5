/** N/ui/serverWidget and N/url: pages of Suitelets, and the addresses of scripts and records. */
import { expect, test } from '@jest/globals';
import type { FormPage, ListPage } from '../../../emulator/platform/pages/page.ts';
import { accountWith, OBJECTS, type TinyScript } from '../tiny-project.ts';

const USES = ['N/ui/serverWidget', 'N/url'];

function ask(body: string, type: TinyScript['type'] = 'suitelet') {
  const suitelet = `return { onRequest: ({ request, response }) => {\n${body}\n} };`;
  const script: TinyScript = {
    name: 'probe',
    type,
    uses: USES,
    ...(type === 'suitelet' ? { body: suitelet } : { execute: body }),
  };
  const account = accountWith({ scripts: [script], objects: OBJECTS });
  const report = account.runDeployment('customdeploy_probe');
  const told = report.logs
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  return { report, told, page: report.page, html: report.response?.body ?? '' };
}

const FORM = `const form = serverWidget.createForm({ title: 'Feeds & files' });
const { FieldType, SublistType, FieldDisplayType } = serverWidget;`;

test('a form is there as data and as HTML', () => {
  const { page, html, report } = ask(`${FORM}
    form.addFieldGroup({ id: 'group_a', label: 'Look up' });
    const text = form.addField({ id: 'custpage_id', type: FieldType.TEXT, label: 'Any id', container: 'group_a' });
    text.defaultValue = '<1001>';
    text.isMandatory = true;
    text.maxLength = 100;
    text.setHelpText({ help: 'An id.' });
    form.addField({ id: 'custpage_html', type: FieldType.INLINEHTML, label: 'Result' }).defaultValue = '<b>bold</b>';
    const hidden = form.addField({ id: 'custpage_hidden', type: FieldType.TEXT, label: 'Hidden' });
    hidden.updateDisplayType({ displayType: FieldDisplayType.HIDDEN }).updateBreakType({ breakType: 'NONE' });
    const choice = form.addField({ id: 'custpage_choice', type: FieldType.SELECT, label: 'Choice' });
    choice.addSelectOption({ value: 'a', text: 'First' });
    choice.addSelectOption({ value: 'b', text: 'Second', isSelected: true });
    form.addSubmitButton({ label: 'Search' });
    form.addResetButton();
    form.addButton({ id: 'custpage_button', label: 'More', functionName: 'more' });
    form.addPageLink({ type: serverWidget.FormPageLinkType.CROSSLINK, title: 'Ledger', url: '/app?a=1&b=2' });
    const list = form.addSublist({ id: 'custpage_files', type: SublistType.LIST, label: 'Files' });
    list.addField({ id: 'custpage_name', type: FieldType.TEXT, label: 'Name' });
    list.setSublistValue({ id: 'custpage_name', line: 0, value: '<i>a.csv' });
    tell([list.lineCount, list.getSublistValue({ id: 'custpage_name', line: 0 }), text.type, form.getField({ id: 'custpage_none' })]);
    response.writePage({ pageObject: form });
    form.title = 'Too late';`);
  expect(report.ended).toBe('normally');
  const form = page as FormPage;
  expect(form).toMatchObject({ kind: 'form', title: 'Feeds & files', hideNavBar: false });
  expect(form.fields.map(({ id, type, displayType, value }) => [id, type, displayType, value])).toEqual([
    ['custpage_id', 'TEXT', 'NORMAL', '<1001>'],
    ['custpage_html', 'INLINEHTML', 'NORMAL', '<b>bold</b>'],
    ['custpage_hidden', 'TEXT', 'HIDDEN', ''],
    ['custpage_choice', 'SELECT', 'NORMAL', ''],
  ]);
  expect(form.fields[0]).toMatchObject({
    container: 'group_a',
    mandatory: true,
    maxLength: 100,
    help: 'An id.',
  });
  expect(form.buttons.map(({ kind, label }) => [kind, label])).toEqual([
    ['submit', 'Search'],
    ['reset', 'Reset'],
    ['button', 'More'],
  ]);
  expect(form.sublists[0]?.lines).toEqual([{ custpage_name: '<i>a.csv' }]);
  expect(html).toContain('<h1>Feeds &amp; files</h1>');
  expect(html).toContain('value="&lt;1001&gt;" maxlength="100"');
  expect(html).toContain('<div id="custpage_html"><b>bold</b></div>');
  expect(html).toContain('<td>&lt;i&gt;a.csv</td>');
  expect(html).toContain('<a href="/app?a=1&amp;b=2">Ledger</a>');
  expect(html).not.toContain('Too late');
});

test('a list has columns and rows', () => {
  const { page, html } = ask(`const list = serverWidget.createList({ title: 'Files', hideNavBar: true });
    list.style = serverWidget.ListStyle.REPORT;
    list.addColumn({ id: 'name', type: 'TEXT', label: 'Name' });
    list.addColumn({ id: 'rows', type: 'INTEGER', label: 'Rows', align: 'RIGHT' });
    list.addRow({ row: { name: 'a.csv', rows: 3 } });
    list.addRows({ rows: [{ name: '<b>' }] });
    response.writePage(list);`);
  expect(page).toMatchObject({ kind: 'list', style: 'REPORT', hideNavBar: true } satisfies Partial<ListPage>);
  expect((page as ListPage).rows).toEqual([{ name: 'a.csv', rows: '3' }, { name: '<b>' }]);
  expect(html).toContain('<td>&lt;b&gt;</td><td></td>');
});

test.each<[string, string, string]>([
  ['an unknown field type', "form.addField({ id: 'a', type: 'TXT', label: 'A' })", 'SSS_INVALID_TYPE_ARG'],
  [
    'DATETIME, which no field may have',
    "form.addField({ id: 'a', type: 'DATETIME', label: 'A' })",
    'SSS_INVALID_TYPE_ARG',
  ],
  ['a field without a label', "form.addField({ id: 'a', type: 'TEXT' })", 'SSS_MISSING_REQD_ARGUMENT'],
  [
    'markup in a sublist',
    "list().addField({ id: 'a', type: 'INLINEHTML', label: 'A' })",
    'SSS_INVALID_TYPE_ARG',
  ],
  [
    'a number in a sublist',
    "filled().setSublistValue({ id: 'a', line: 0, value: 3 })",
    'WRONG_PARAMETER_TYPE',
  ],
  [
    'nothing in a sublist',
    "filled().setSublistValue({ id: 'a', line: 0, value: null })",
    'SSS_MISSING_REQD_ARGUMENT',
  ],
  [
    'an empty text in a sublist',
    "filled().setSublistValue({ id: 'a', line: 0, value: '' })",
    'SSS_MISSING_REQD_ARGUMENT',
  ],
  [
    'a long text',
    "form.addField({ id: 'a', type: 'TEXT', label: 'A' }).defaultValue = 'x'.repeat(301)",
    'INVALID_FLD_VALUE',
  ],
  [
    'options of a text field',
    "form.addField({ id: 'a', type: 'TEXT', label: 'A' }).addSelectOption({ value: 'a', text: 'A' })",
    'SSS_INVALID_UI_OBJECT_TYPE',
  ],
  ['no page', 'response.writePage({})', 'SSS_MISSING_REQD_ARGUMENT'],
  ['what is no page', "response.writePage({ pageObject: 'text' })", 'WRONG_PARAMETER_TYPE'],
])('NetSuite refuses %s', (_what, code, error) => {
  const { told } = ask(`${FORM}
    const list = () => form.addSublist({ id: 'l', type: SublistType.LIST, label: 'L' });
    const filled = () => { const made = list(); made.addField({ id: 'a', type: 'TEXT', label: 'A' }); return made; };
    tell(codeOf(() => { ${code}; }));`);
  expect(told).toEqual([error]);
});

test.each<[string, string]>([
  ['an id in capital letters', "form.addField({ id: 'custpage_A', type: 'TEXT', label: 'A' })"],
  ['an id with a space', "form.addField({ id: 'a b', type: 'TEXT', label: 'A' })"],
  [
    'one id twice',
    "form.addField({ id: 'a', type: 'TEXT', label: 'A' }); form.addField({ id: 'a', type: 'TEXT', label: 'A' })",
  ],
  ['a container that is not there', "form.addField({ id: 'a', type: 'TEXT', label: 'A', container: 'b' })"],
  ['a field type as SuiteScript 1.0 writes it', "form.addField({ id: 'a', type: 'text', label: 'A' })"],
  [
    'a line that leaves others out',
    "const l = form.addSublist({ id: 'l', type: 'LIST', label: 'L' }); l.addField({ id: 'a', type: 'TEXT', label: 'A' }); l.setSublistValue({ id: 'a', line: 1, value: 'x' })",
  ],
  ['a member nobody has looked up', "form.addCredentialField({ id: 'a' })"],
  ['text after a page', "response.writePage(form); response.write('x')"],
  [
    'a parameter of a name NetSuite keeps',
    "url.resolveScript({ scriptId: 'customscript_probe', deploymentId: 'customdeploy_probe', params: { id: 1 } })",
  ],
])('%s is refused by name', (_what, code) => {
  expect(ask(`${FORM} ${code};`).report.error?.name).toBe('NOT_EMULATED');
});

test('pages are for Suitelets', () => {
  expect(ask("serverWidget.createForm({ title: 'A' });", 'scheduled').report.error).toMatchObject({
    name: 'NOT_EMULATED',
    message: expect.stringContaining('createForm outside Suitelets'),
  });
});

test('addresses of scripts and records are those of the account', () => {
  const { told } = ask(`
    const own = { scriptId: 'customscript_probe', deploymentId: 'customdeploy_probe' };
    tell(url.resolveScript({ ...own, params: { custpage_id: 'a&b c' } }));
    tell(url.resolveRecord({ recordType: 'salesorder', recordId: 6 }));
    tell(url.resolveRecord({ recordType: 'customrecord_file', recordId: '7', isEditMode: true }));
    tell(codeOf(() => url.resolveScript({ ...own, deploymentId: 'customdeploy_none' })));
    tell(url.resolveDomain({ hostType: url.HostType.APPLICATION }));`);
  expect(told).toEqual([
    '/app/site/hosting/scriptlet.nl?script=1001&deploy=1&compid=EMULATOR&custpage_id=a%26b%20c',
    '/app/accounting/transactions/salesord.nl?id=6&compid=EMULATOR',
    '/app/common/custom/custrecordentry.nl?rectype=1&id=7&e=T&compid=EMULATOR',
    'SSS_INVALID_SCRIPT_ID_1',
    'emulator.app.netsuite.com',
  ]);
});
