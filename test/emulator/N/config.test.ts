/** N/config: what the account says of itself can be read; what it does not say is refused by name. */
import { expect, test } from '@jest/globals';
import { runOnce } from '../tiny-project.ts';

const run = (script: string) =>
  runOnce(script, {
    uses: ['N/config', 'N/runtime'],
    options: {
      company: { companyname: 'Acme', country: 'US' },
      features: { MULTILOCINVT: true, ADVSHIPPING: false },
      preferences: {
        dateFormat: 'D.M.YYYY',
        timeFormat: 'HH:mm',
        timeZone: 'America/New_York',
        allowOverage: true,
        'Default Items to Zero Received/Fulfilled': true,
      },
    },
  });

test('the pages give what the account has, for 10 units each', () => {
  const { told, report } = run(
    `const page = (name) => config.load({ type: config.Type[name] });
     const company = page('COMPANY_INFORMATION');
     tell(['companyname', 'country', 'timezone', 'companyid'].map((id) => company.getValue(id)));
     const user = page('USER_PREFERENCES');
     tell(['DATEFORMAT', 'TIMEFORMAT', 'TIMEZONE'].map((fieldId) => user.getValue({ fieldId })));
     tell(page('COMPANY_PREFERENCES').getValue({ fieldId: 'dateformat' }));
     const accounting = page('ACCOUNTING_PREFERENCES');
     tell([accounting.getValue('DEFAULTUNFULFILLED'), accounting.getText('FULFILLCOMMITTED')]);
     const features = page('FEATURES');
     tell(['multilocinvt', 'advshipping', 'workorders'].map((id) => features.getValue(id)));`,
  );
  expect(told).toEqual([
    ['Acme', 'US', 'America/New_York', 'EMULATOR'],
    ['D.M.YYYY', 'HH:mm', 'America/New_York'],
    'D.M.YYYY',
    [true, 'Limit to Committed'],
    [true, false, false],
  ]);
  expect(report.units).toBe(50);
});

test('a page that does not exist is NetSuite’s own error', () => {
  expect(run("config.load({ type: 'salesorder' });").report.error?.name).toBe('INVALID_RCRD_TYPE');
});

test.each([
  ["config.load({ type: 'companyinformation' }).getValue('legalname')", "the company's legalname"],
  [
    "config.load({ type: 'companyinformation' }).getValue('CompanyName')",
    'field CompanyName of companyinformation',
  ],
  ["config.load({ type: 'companyinformation' }).getText('timezone')", 'the text of timezone'],
  [
    "config.load({ type: 'companyinformation' }).setValue('companyname', 'x')",
    'record.Record of companyinformation.setValue',
  ],
  ["config.load({ type: 'userpreferences' }).getValue('LANGUAGE')", 'field LANGUAGE of the preferences'],
  [
    "config.load({ type: 'accountingpreferences' }).getValue('FULFILLCOMMITTED')",
    'the value of FULFILLCOMMITTED',
  ],
  ["config.load({ type: 'taxperiods' })", 'N/config.load of taxperiods'],
])('%s is refused by name', (call, words) => {
  expect(run(`try { ${call}; } catch (error) { }`).report.error?.message).toContain(`NOT_EMULATED: ${words}`);
});
