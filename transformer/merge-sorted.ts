/** Many sorted sequences as one, each read only as far as needed. */

export type Compare<Value> = (one: Value, other: Value) => number;

/** Of values that compare equal, any comes first. */
export function* mergeSorted<Value>(
  sequences: Iterable<Iterator<Value>>,
  compare: Compare<Value>,
): Generator<Value> {
  const heap: Head<Value>[] = [];
  for (const rest of sequences) {
    const next = rest.next();
    if (!next.done) heap.push({ value: next.value, rest });
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(heap, at, compare);
  for (let [head] = heap; head; [head] = heap) {
    yield head.value;
    advance(heap, head);
    sink(heap, 0, compare);
  }
}

/** The first value of a sequence; the heads form a binary heap, the least at its root. */
type Head<Value> = { value: Value; rest: Iterator<Value> };

function advance<Value>(heap: Head<Value>[], head: Head<Value>): void {
  const next = head.rest.next();
  if (!next.done) {
    head.value = next.value;
    return;
  }
  const last = heap.pop();
  if (last && heap.length > 0) heap[0] = last;
}

function sink<Value>(heap: Head<Value>[], from: number, compare: Compare<Value>): void {
  let at = from;
  for (let least = leastOf(heap, at, compare); least !== at; least = leastOf(heap, at, compare)) {
    [heap[at], heap[least]] = [heap[least] as Head<Value>, heap[at] as Head<Value>];
    at = least;
  }
}

/** Which is least, of a place and the two below it. */
function leastOf<Value>(heap: readonly Head<Value>[], at: number, compare: Compare<Value>): number {
  let least = at;
  for (const below of [2 * at + 1, 2 * at + 2]) {
    const [one, other] = [heap[below], heap[least]];
    if (one && other && compare(one.value, other.value) < 0) least = below;
  }
  return least;
}
