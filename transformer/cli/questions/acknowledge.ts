/** The command `acknowledge`: somebody says that a problem needs nothing, and why. */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { acknowledgementsPath, addAcknowledgement } from '../../answers/acknowledgements.ts';
import { TransformerError } from '../../errors.ts';
import { singleLine } from '../../report/layout.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from '../context.ts';
import { operatorCommand, type PlaceOptions } from '../options.ts';
import { type ChosenTenant, chooseTenants } from '../tenants.ts';
import { problemsOf } from './problems.ts';

type AcknowledgeOptions = PlaceOptions & { note: string; by?: string };

const explanation = `
It covers what the problem has now: a row or file that comes to it later opens it again. Who, when and why are kept in
<index.file>.acknowledged.jsonl, which is not made anew with the index: back it up.`;

export function addAcknowledge(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'acknowledge', {
    says: 'Say of an open problem that it needs nothing, so that it is not shown any more.',
    examples: ['acknowledge p-1f3a9c04 --note "cancelled by phone" --config transformer.yaml'],
    remarks: explanation,
  })
    .argument('<problem>', 'its id, as "transformer problems" shows it')
    .requiredOption('--note <text>', 'why it needs nothing')
    .option('--by <name>', 'who says so; the user of this machine by default')
    .action(async (id: string, options: AcknowledgeOptions) => exit(await acknowledge(id, options, cli)));
}

async function acknowledge(id: string, options: AcknowledgeOptions, cli: CliContext): Promise<ExitCode> {
  if (options.note.trim() === '')
    throw new TransformerError('WRONG_USAGE', 'The note is empty. Say why it needs nothing.');
  const tenants = await chooseTenants(options, cli);
  let covered = 0;
  for (const tenant of tenants) covered += await acknowledgeIn(tenant, id, options, cli);
  if (covered === 0) throw notOpen(id);
  const rows = covered === 1 ? '1 case' : `${covered} cases`;
  cli.standardOutput(`${id} is acknowledged: ${rows}. What comes to it later opens it again.\n`);
  return exitCodes.done;
}

/** @returns how many cases it covers */
async function acknowledgeIn(
  tenant: ChosenTenant,
  id: string,
  { note, by }: AcknowledgeOptions,
  cli: CliContext,
): Promise<number> {
  const { problems } = await problemsOf(tenant, cli);
  const problem = problems.find((one) => one.id === id);
  if (!problem) return 0;
  if (tenant.indexFile === undefined) throw nowhereToKeep();
  const at = new Date(cli.clock()).toISOString();
  const one = {
    problem: id,
    at,
    until: problem.newest,
    by: singleLine(by ?? user()),
    note: singleLine(note),
  };
  await addAcknowledgement(acknowledgementsPath(tenant.indexFile), one);
  return problem.count;
}

/** A container may run as a user that has no name. */
function user(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

const notOpen = (id: string): TransformerError =>
  new TransformerError(
    'WRONG_USAGE',
    `No problem ${JSON.stringify(id)} is open: it may be settled already. "transformer problems" lists those that are.`,
  );

const nowhereToKeep = (): TransformerError =>
  new TransformerError(
    'WRONG_USAGE',
    'The configuration names no index.file, beside which acknowledgements are kept. Set it, and acknowledge again.',
  );
