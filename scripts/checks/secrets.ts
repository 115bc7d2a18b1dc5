/** No secret, no address, and nothing that is true of one account only: neither in XML nor in scripts. */
import type { ProjectFault, SdfProject } from './sdf-project.ts';

export const checkSecrets = ({ files }: SdfProject): ProjectFault[] =>
  [...files].flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        rules
          .filter(({ found, where }) => where.test(file) && found.test(line))
          .map(({ what, mend }) => ({ file, problem: `line ${index + 1} has ${what}`, mend })),
      ),
  );

const CONFIGURATION = 'Put it into the HC SFTP Configuration record of the account';
const SECRET = 'Store it under Setup > Company > API Secrets, and write its id into the configuration record';

const rules: readonly { found: RegExp; where: RegExp; what: string; mend: string }[] = [
  { where: /./, found: /-----BEGIN|PRIVATE KEY/, what: 'a key', mend: SECRET },
  { where: /./, found: /\bAAAA[BCE][A-Za-z0-9+/]{30,}/, what: 'an SSH key', mend: CONFIGURATION },
  { where: /\.xml$/, found: /PASSWORD/, what: 'a password field', mend: SECRET },
  {
    where: /\.js$/,
    found: /\b(password|secret|passphrase)\s*[:=]\s*['"][^'"]+['"]/i,
    what: 'a password',
    mend: SECRET,
  },
  { where: /./, found: /\bcust(secret|key)_\w+/, what: 'the id of a secret', mend: CONFIGURATION },
  {
    where: /\.xml$/,
    found: /ACCOUNT_SPECIFIC|<instances>/,
    what: 'a value of one account',
    mend: 'Leave it to the administrator of the account',
  },
  { where: /./, found: /[\w.+-]+@[\w-]+\.[a-z]{2,}/i, what: 'an e-mail address', mend: 'Remove it' },
  { where: /./, found: /\b\d{1,3}(\.\d{1,3}){3}\b/, what: 'an IP address', mend: CONFIGURATION },
  {
    where: /./,
    found: /\b[\w-]+\.(app|suitetalk\.api|restlets\.api)\.netsuite\.com\b/i,
    what: 'the address of one account',
    mend: 'Remove it',
  },
  {
    where: /\.xml$/,
    found: /<notifyemails>/,
    what: 'people to notify',
    mend: 'Leave it to the administrator',
  },
];
