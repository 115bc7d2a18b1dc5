/** What the stages of a map/reduce script hand to summarize. */
import type { EntryPoints } from 'N/types';
import type { Failure } from './failure.ts';

type Summary = EntryPoints.MapReduce.summarizeContext;

/**
 * Errors of all stages, one for each key: what is only logged is seen by nobody, so the caller must throw them.
 * @param succeeded keys that went well when they were tried again
 */
export function errorsOf(summary: Summary, succeeded: readonly string[] = []): string[] {
  const errors = new Map<string, string>();
  for (const stage of [summary.mapSummary, summary.reduceSummary]) {
    stage.errors.iterator().each((key: string, error: string) => {
      errors.set(key, `${key}: ${reasonIn(error)}`);
      return true;
    });
  }
  for (const key of succeeded) errors.delete(key);
  const { error } = summary.inputSummary;
  return [...(error ? [reasonIn(error)] : []), ...errors.values()];
}

/** Whether the run was given nothing to do, and nothing went wrong. */
export const isWithoutWork = (summary: Summary): boolean =>
  outputOf(summary).length === 0 && errorsOf(summary).length === 0;

/** What ended getInputData, by its own name, as that is what people look up. */
export const inputFailureOf = ({ inputSummary }: Summary): Failure | undefined =>
  inputSummary.error ? failureIn(inputSummary.error) : undefined;

function reasonIn(error: string): string {
  const failed = failureIn(error);
  return failed ? `${failed.name}: ${failed.message}` : error;
}

/** The error arrives as JSON with its stack, of which people need the name and the sentence. */
function failureIn(error: string): Failure | undefined {
  try {
    const { name, message } = JSON.parse(error) as { name?: unknown; message?: unknown };
    return typeof message === 'string' ? { name: String(name), message } : undefined;
  } catch {
    return undefined;
  }
}

export function outputOf(summary: Summary): { key: string; value: string }[] {
  const output: { key: string; value: string }[] = [];
  summary.output.iterator().each((key: string, value: string) => {
    output.push({ key, value });
    return true;
  });
  return output;
}
