/** Tells how far a file is, in each phase of its way, as its bytes go by. */
import type { FilePhase } from '../report/pass-report.ts';
import type { Chunks } from '../store/byte-stream.ts';
import type { FileContext } from './file-context.ts';

/** @param total what is expected, in bytes; more may come */
export async function* reporting(
  { emit, route }: FileContext,
  { name }: { name: string },
  { phase, total }: { phase: FilePhase; total: number },
  content: Chunks,
): Chunks {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    const share = total === 0 ? 1 : Math.min(1, bytes / total);
    emit({ event: 'file progress', feed: route.feed.name, file: name, phase, share });
    yield chunk;
  }
}
