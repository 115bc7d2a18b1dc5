/** Texts that recur, such as the dates of a file, are looked into once; for the transformer alone. */

/** Of each kind of text; then all are forgotten, as a file may never repeat one. */
const MOST_REMEMBERED = 1000;
/** Of longer texts two alike are rare. */
const LONGEST_REMEMBERED = 64;

/** @param work depends on nothing but the text */
export function memoize<Result>(work: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined || text.length > LONGEST_REMEMBERED) return known ?? work(text);
    const result = work(text);
    if (results.size === MOST_REMEMBERED) results.clear();
    results.set(copyOf(text), result);
    return result;
  };
}

/** A part of a text would keep the whole of it in memory, which is a piece of a file. */
const copyOf = (text: string): string => JSON.parse(JSON.stringify(text));
