/** What has happened, in sentences: numbered, with the time of the trace, what happened in the middle of a run below it. */

export type Line = { depth: number; time: number; text: string };

export type Trace = {
  /** @param kind what is ordinary is left out while `onlyUnusual` is being told */
  tell(text: string, kind?: 'ordinary'): void;
  onlyUnusual<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Goes before the next sentence, if there is one until `work` is done. */
  introduce<Result>(words: string, work: () => Result): Result;
  /** What is told during `work` stands below what was told last. */
  inside<Result>(work: () => Result): Result;
  insideAsync<Result>(work: () => Promise<Result>): Promise<Result>;
  lines: readonly Line[];
};

export function beginTrace(clock: () => number): Trace {
  const lines: Line[] = [];
  let depth = 0;
  let introduction = '';
  let brief = false;
  return {
    lines,
    onlyUnusual: async (work) => {
      brief = true;
      try {
        return await work();
      } finally {
        brief = false;
      }
    },
    tell: (text, kind) => {
      if (brief && kind === 'ordinary') return;
      lines.push({ depth, time: clock(), text: `${introduction}${text}` });
      introduction = '';
    },
    introduce: (words, work) => {
      introduction = words;
      try {
        return work();
      } finally {
        introduction = '';
      }
    },
    inside: (work) => {
      depth += 1;
      try {
        return work();
      } finally {
        depth -= 1;
      }
    },
    insideAsync: async (work) => {
      depth += 1;
      try {
        return await work();
      } finally {
        depth -= 1;
      }
    },
  };
}

/** ` 3. 06:42 ...` and `3.1 06:43 ...` below it. */
export function numbered(lines: readonly Line[]): string[] {
  const numbers: number[] = [];
  return lines.map(({ depth, time, text }) => {
    numbers.length = depth + 1;
    numbers[depth] = (numbers[depth] ?? 0) + 1;
    const number = Array.from(numbers, (each = 1) => each).join('.');
    return `${'   '.repeat(depth)}${number}. ${clockOf(time)} ${text}`;
  });
}

/** Stories begin on a Monday. */
function clockOf(time: number): string {
  const at = new Date(time);
  return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][at.getUTCDay()]} ${at.toISOString().slice(11, 19)}`;
}
