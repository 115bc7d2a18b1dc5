/** What the stages of a map/reduce script hand to summarize. */
import type { EntryPoints } from 'N/types';

type Summary = EntryPoints.MapReduce.summarizeContext;

/** Errors of all stages: what is only logged is seen by nobody, so the caller must throw them. */
export function errorsOf(summary: Summary): string[] {
  const errors = summary.inputSummary.error ? [summary.inputSummary.error] : [];
  for (const stage of [summary.mapSummary, summary.reduceSummary]) {
    stage.errors.iterator().each((key: string, error: string) => {
      errors.push(`${key}: ${error}`);
      return true;
    });
  }
  return errors;
}

export function outputOf(summary: Summary): { key: string; value: string }[] {
  const output: { key: string; value: string }[] = [];
  summary.output.iterator().each((key: string, value: string) => {
    output.push({ key, value });
    return true;
  });
  return output;
}
