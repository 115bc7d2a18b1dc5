/** Where texts wait while a file is converted; the transformer has a storage that moves to the disk when there are many. */

/** Texts parted by a key: those of one key come back together in one part, in the order in which they were added. */
export type Parts = {
  add(key: string, text: string): void;
  /** Each part can be read as often as needed until the next one is asked for. */
  parts(): Iterable<() => Iterable<string>>;
};

/** Texts that come back by rank, and by place where ranks are equal. */
export type Sorter = {
  add(rank: number, place: number, text: string): void;
  sorted(): Iterable<string>;
};

export type Storage = { parts(): Parts; sorter(): Sorter };

/** For files that fit in memory. */
export const memoryStorage: Storage = {
  parts: () => {
    const texts: string[] = [];
    return {
      add: (_, text) => {
        texts.push(text);
      },
      parts: () => [() => texts],
    };
  },
  sorter: () => {
    const entries: { rank: number; place: number; text: string }[] = [];
    return {
      add: (rank, place, text) => {
        entries.push({ rank, place, text });
      },
      sorted: () =>
        entries
          .sort((one, other) => one.rank - other.rank || one.place - other.place)
          .map(({ text }) => text),
    };
  },
};
