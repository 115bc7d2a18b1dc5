/** What the transformer asks of a place that holds files; paths are relative to its root, with `/` between names. */
import type { Chunks } from './chunks.ts';

/** @property modified epoch ms, as exact as the store keeps it */
export type StoreEntry = {
  name: string;
  size: number;
  modified: number;
  kind: 'file' | 'folder' | 'other';
};

/** @property isFree whether it is known that nothing has the name, so that nobody has to look */
export type Target = { isFree?: boolean };

/**
 * Every failure is a TransformerError; those named NOT_FOUND and ALREADY_EXISTS are certain, never a guess. When the
 * source of a move is missing and its target is taken, it is NOT_FOUND: that is how a finished move looks.
 */
export type FileStore = {
  /** Whether moves take effect in the order in which they are asked for, without waiting for the answer of the one before. */
  inOrder?: boolean;
  /** What stands in a folder, in no order. Names are as the store gives them and may be hostile. */
  list(folder: string): Promise<StoreEntry[]>;
  /** For files that are known to be small. */
  read(path: string): Promise<Uint8Array>;
  /**
   * The content in pieces of bounded size; that the file is not there shows when the first is asked for.
   * @param size as a listing said, if one did: it saves time, and the content can be of another size nevertheless
   */
  readStream(path: string, size?: number): Chunks;
  /** As `writeStream`, for what is in memory already. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Makes a new file and checks its size. Readers can see it grow, so it belongs under a `.tmp/` folder. Of a file that
   * could not be written whole a part can be left, if the store cannot be asked to remove it any more.
   * @throws TransformerError ALREADY_EXISTS, and whatever `content` throws
   */
  writeStream(path: string, content: Chunks): Promise<void>;
  /**
   * Moves a file and never overwrites: of several callers with one target, one succeeds. If the machine of the store
   * stops half-way, the file can stand in both places.
   * @throws TransformerError ALREADY_EXISTS, NOT_FOUND
   */
  move(from: string, to: string, target?: Target): Promise<void>;
  /**
   * Moves a file in one step: a crash leaves it in exactly one place, and of several callers with one source, one
   * succeeds. Only for targets whose name nobody else uses.
   * @throws TransformerError ALREADY_EXISTS when the target is there already, NOT_FOUND
   */
  rename(from: string, to: string, target?: Target): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Makes a folder and those above it, where they are missing. */
  makeFolder(path: string): Promise<void>;
  /** Only for what the transformer itself left under `.tmp/`. */
  remove(path: string): Promise<void>;
  close(): Promise<void>;
};
