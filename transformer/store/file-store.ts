/** What the transformer asks of a place that holds files; paths are relative to its root, with `/` between names. */
import type { Chunks } from './byte-stream.ts';

/**
 * @property modified epoch ms, as exact as the store keeps it; 0 when it does not say
 * @property kind `other` is a link, a device or the like; `unknown` is what the server does not say the kind of
 */
export type StoreEntry = {
  name: string;
  size: number;
  modified: number;
  kind: 'file' | 'folder' | 'other' | 'unknown';
};

/** What was written. @property modified epoch ms by the clock of the store; 0 when it does not say */
export type WrittenFile = { modified: number };

/**
 * How a store behaves where stores differ.
 * @property renameOverExisting what it does when a file is moved onto another by the plain rename
 * @property createsOnce whether it refuses to create a file that is there already: decisions rest on this
 * @property movesInOneStep whether a move can leave the file in two places when the store's machine stops half-way
 * @property listsKinds whether a listing distinguishes files from folders
 * @property listsSizes whether a listing reports the size that was written
 * @property skewSeconds how far its clock is ahead of this machine's; undefined when it does not say when a file was written
 */
export type StoreHabits = {
  renameOverExisting: 'refuses' | 'overwrites';
  createsOnce: boolean;
  movesInOneStep: boolean;
  listsKinds: boolean;
  listsSizes: boolean;
  skewSeconds: number | undefined;
};

/** What the calls of an operating system promise for a folder of this machine, whose clock is its own. */
export const FOLDER_HABITS: StoreHabits = {
  renameOverExisting: 'refuses',
  createsOnce: true,
  movesInOneStep: true,
  listsKinds: true,
  listsSizes: true,
  skewSeconds: 0,
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
  /** What is in a folder, in no order. Names are as the store gives them and may be hostile. */
  list(folder: string): Promise<StoreEntry[]>;
  /** For files that are known to be small. */
  read(path: string): Promise<Uint8Array>;
  /**
   * The content in pieces of bounded size; that the file is not there shows when the first is asked for.
   * @param size as a listing said, if one did: it saves time, and the content can be of another size nevertheless
   */
  readStream(path: string, size?: number): Chunks;
  /** As `writeStream`, for what is in memory already. */
  write(path: string, bytes: Uint8Array): Promise<WrittenFile>;
  /**
   * Creates a file that nobody else can create any more, and never removes it, not even when it could not be written
   * whole: somebody may have read it.
   * @throws TransformerError ALREADY_EXISTS when it was created before; then this call has changed nothing
   */
  createOnce(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Makes a new file and checks its size. Readers can see it grow, so it belongs under a `.tmp/` folder. Of a file that
   * could not be written whole a part can be left, if the store cannot be asked to remove it any more.
   * @throws TransformerError ALREADY_EXISTS, and whatever `content` throws
   */
  writeStream(path: string, content: Chunks): Promise<WrittenFile>;
  /**
   * Moves a file and never overwrites: of several callers with one target, one succeeds. If the machine of the store
   * stops half-way, the file can be in both places.
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
  /** What is at a path; undefined when nothing is. */
  look(path: string): Promise<StoreEntry | undefined>;
  /** Makes a folder and those above it, where they are missing. */
  makeFolder(path: string): Promise<void>;
  /** Only for what the transformer itself left under `.tmp/`. */
  remove(path: string): Promise<void>;
  /** Tries how the store behaves, with files in `folder` whose names begin with `name`, and removes them. */
  habits(folder: string, name: string, now: () => number): Promise<StoreHabits>;
  /** Whether its files are dated by another clock than this machine's. */
  hasOwnClock?: boolean;
  /** For how many milliseconds a question to its server is unanswered; left out where there is none. */
  silence?: () => number;
  close(): Promise<void>;
};
