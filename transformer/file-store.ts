/** What the transformer asks of a place that holds files; paths are relative to its root, with `/` between names. */

/** @property modified epoch ms, as exact as the store keeps it */
export type StoreEntry = {
  name: string;
  size: number;
  modified: number;
  kind: 'file' | 'folder' | 'other';
};

/**
 * Every failure is a TransformerError; those named NOT_FOUND and ALREADY_EXISTS are certain, never a guess. When the
 * source of a move is missing and its target is taken, it is NOT_FOUND: that is how a finished move looks.
 */
export type FileStore = {
  /** What stands in a folder, in no order. Names are as the store gives them and may be hostile. */
  list(folder: string): Promise<StoreEntry[]>;
  read(path: string): Promise<Uint8Array>;
  /**
   * Makes a new file and checks its size. Readers can see it grow, so it belongs under a `.tmp/` folder.
   * @throws TransformerError ALREADY_EXISTS
   */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Moves a file and never overwrites: of several callers with one target, one succeeds. If the machine of the store
   * stops half-way, the file can stand in both places.
   * @throws TransformerError ALREADY_EXISTS, NOT_FOUND
   */
  move(from: string, to: string): Promise<void>;
  /**
   * Moves a file in one step: a crash leaves it in exactly one place, and of several callers with one source, one
   * succeeds. Only for targets whose name nobody else uses.
   * @throws TransformerError ALREADY_EXISTS when the target is there already, NOT_FOUND
   */
  rename(from: string, to: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Makes a folder and those above it, where they are missing. */
  makeFolder(path: string): Promise<void>;
  /** Only for what the transformer itself left under `.tmp/`. */
  remove(path: string): Promise<void>;
  close(): Promise<void>;
};
