/** Runs a user event script by what wakes it: a person opens a record of the account, or makes one, and saves it. */
import type { Account, AccountEvent, ExecutionReport } from '../account.ts';
import { errorToJson } from '../strictness/suite-error.ts';
import { UsageError } from './arguments.ts';

/** `salesorder:1001`, or `salesorder` for a new one, and the body fields to set on it before it is saved. */
export type Saving = { record: string; values: Readonly<Record<string, string>> };

type Run = Pick<ExecutionReport, 'scriptId' | 'deploymentId'>;

export const typeToSave = ({ record }: Saving): string => record.split(':')[0] ?? '';

/** What each entry point has reported of itself goes into one report. */
export function runUserEvent(
  account: Account,
  run: Run,
  saving: Saving,
  events: readonly AccountEvent[],
): ExecutionReport {
  const failure = failureOf(() => save(account, saving));
  const reports = events.flatMap((event) => (event.kind === 'script-ended' ? [event.report] : []));
  const mine = reports.filter(({ scriptId }) => scriptId === run.scriptId);
  return {
    ...run,
    scriptType: 'userevent',
    ended: failure ? 'with an error' : 'normally',
    ...failure,
    units: mine.reduce((sum, { units }) => sum + units, 0),
    calls: mine.flatMap(({ calls }) => calls),
    stages: mine.flatMap(({ stages }) => stages),
    recordsCreated: mine.flatMap(({ recordsCreated }) => recordsCreated),
    recordsChanged: mine.flatMap(({ recordsChanged }) => recordsChanged),
    logs: mine.flatMap(({ logs }) => logs),
  };
}

function save(account: Account, saving: Saving): void {
  const [type = '', id] = saving.record.split(':');
  account.asUser(({ record }) => {
    const opened = id === undefined ? record.create({ type }) : record.load({ type, id: idFrom(id, saving) });
    for (const [fieldId, text] of Object.entries(saving.values))
      opened.setValue({ fieldId, value: text === 'true' || text === 'false' ? text === 'true' : text });
    opened.save();
  });
}

function idFrom(text: string, { record }: Saving): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(
    `--record ${record}: write --record salesorder:1001, or --record salesorder for a new one.`,
  );
}

function failureOf(work: () => void): Pick<ExecutionReport, 'error' | 'stack'> | undefined {
  try {
    work();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    const { name, message, stack } = errorToJson(thrown);
    return { error: { name, message }, ...(stack.length > 0 && { stack }) };
  }
}
