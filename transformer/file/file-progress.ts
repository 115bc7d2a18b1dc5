/** Tells how far a file is, in each phase of its way, as its bytes go by, and ends it there when the pass has to end. */
import { TransformerError } from '../errors.ts';
import type { FilePhase } from '../report/pass-report.ts';
import type { Chunks } from '../store/byte-stream.ts';
import type { FileContext } from './file-context.ts';

/**
 * @param total what is expected, in bytes; more may come
 * @throws TransformerError HELD_BACK when the pass has no more time: nothing of the file is decided until all of it is written
 */
export async function* reporting(
  { emit, route, abandon }: FileContext,
  { name }: { name: string },
  { phase, total }: { phase: FilePhase; total: number },
  content: Chunks,
): Chunks {
  let bytes = 0;
  for await (const chunk of content) {
    if (abandon.aborted) throw noTimeLeft();
    bytes += chunk.length;
    const share = total === 0 ? 1 : Math.min(1, bytes / total);
    emit({ event: 'file progress', feed: route.feed.name, file: name, phase, share });
    yield chunk;
  }
}

const noTimeLeft = (): TransformerError =>
  new TransformerError(
    'HELD_BACK',
    'the pass was asked to stop and had no time left for it; the next pass begins it anew',
  );
