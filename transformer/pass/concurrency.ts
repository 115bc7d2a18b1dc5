/** Works on several items at once, begun in order; what is begun is always brought to its end. */

/**
 * @param stop once aborted, no further item is begun
 * @throws the first failure, when everything that was begun has ended; after it no further item is begun
 */
export async function forEachInFlight<Item>(
  items: readonly Item[],
  { limit, stop }: { limit: number; stop: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items].reverse();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (waiting.length > 0 && failures.length === 0 && !stop.aborted) {
      const item = waiting.pop() as Item;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
