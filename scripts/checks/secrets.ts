/** No secret, no address, and nothing that is true of one account only: neither in XML nor in scripts. */
import { NOTIFY, notifyElement, readChoices } from '../account-choices.ts';
import type { ProjectFault, SdfProject } from './sdf-project.ts';

/** The addresses that the deployer has named, and nobody else's, may be in what is deployed. */
export function checkSecrets({ files }: SdfProject): ProjectFault[] {
  const chosen = notifyElement(readChoices(process.env).notify);
  return [...files].flatMap(([file, text]) => findSecrets(file, text.replace(chosen, '')));
}

const findSecrets = (file: string, text: string): ProjectFault[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      rules
        .filter(({ found, where }) => where.test(file) && found.test(line))
        .map(({ what, fix }) => ({ file, problem: `line ${index + 1} has ${what}`, fix })),
    );

const CONFIGURATION = 'Put it into the HC SFTP Configuration record of the account';
const SECRET = 'Store it under Setup > Company > API Secrets, and write its id into the configuration record';

const rules: readonly { found: RegExp; where: RegExp; what: string; fix: string }[] = [
  { where: /./, found: /-----BEGIN|PRIVATE KEY/, what: 'a key', fix: SECRET },
  { where: /./, found: /\bAAAA[BCE][A-Za-z0-9+/]{30,}/, what: 'an SSH key', fix: CONFIGURATION },
  { where: /\.xml$/, found: /PASSWORD/, what: 'a password field', fix: SECRET },
  {
    where: /\.js$/,
    found: /\b(password|secret|passphrase)\s*[:=]\s*['"][^'"]+['"]/i,
    what: 'a password',
    fix: SECRET,
  },
  { where: /./, found: /\bcust(secret|key)_\w+/, what: 'the id of a secret', fix: CONFIGURATION },
  {
    where: /\.xml$/,
    found: /ACCOUNT_SPECIFIC|<instances>/,
    what: 'a value of one account',
    fix: 'Leave it to the administrator of the account',
  },
  { where: /./, found: /[\w.+-]+@[\w-]+\.[a-z]{2,}/i, what: 'an e-mail address', fix: 'Remove it' },
  { where: /./, found: /\b\d{1,3}(\.\d{1,3}){3}\b/, what: 'an IP address', fix: CONFIGURATION },
  {
    where: /./,
    found: /\b[\w-]+\.(app|suitetalk\.api|restlets\.api)\.netsuite\.com\b/i,
    what: 'the address of one account',
    fix: 'Remove it',
  },
  {
    where: /\.xml$/,
    found: /<notifyemails>/,
    what: 'people to notify',
    fix: `Name them in ${NOTIFY} when you deploy`,
  },
];
