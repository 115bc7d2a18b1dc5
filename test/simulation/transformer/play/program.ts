/** The transformer that is played: that of the repository, or a copy of it without one of its safeguards. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileContext } from '../../../../transformer/file/file-context.ts';
import type { Claim } from '../../../../transformer/folders/claim.ts';
import type { WhenReplaced } from '../../../../transformer/folders/folder-markers.ts';
import type { Route } from '../../../../transformer/folders/folders.ts';
import type { PassOptions } from '../../../../transformer/pass/pass-options.ts';
import type { PassReport } from '../../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../../transformer/store/file-store.ts';
import type { TrustedKey } from '../../../../transformer/store/host-key.ts';
import type { SftpSettings } from '../../../../transformer/store/sftp-connection.ts';

type Unrecorded = Pick<FileContext, 'store' | 'route' | 'emit'>;

export type Program = {
  runPass(options: PassOptions): Promise<PassReport>;
  exitCodeOf(report: PassReport): number;
  openSftp(settings: SftpSettings, root: string): Promise<FileStore>;
  parseHostKey(text: string): TrustedKey | undefined;
  defaultRoutes(): Route[];
  makeFolders(
    store: FileStore,
    routes: readonly Route[],
    whenReplaced: (route: Route) => WhenReplaced,
  ): Promise<unknown>;
  quarantineUnrecorded(context: Unrecorded, mark: Claim, claimed: readonly string[]): Promise<void>;
};

/** @param folder the transformer's; to be called when time and network are in place */
export async function loadProgram(folder: string): Promise<Program> {
  const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
  const [run, report, sftp, key, route, tree, claims] = await Promise.all(
    [
      'pass/run-pass.ts',
      'report/pass-report.ts',
      'store/sftp.ts',
      'store/host-key.ts',
      'folders/folders.ts',
      'folders/make-folders.ts',
      'file/unrecorded-claims.ts',
    ].map(load),
  );
  await load('pass/process-files.ts'); // it is loaded at the first file otherwise, which takes time that is not the play's
  return {
    runPass: run.runPass,
    exitCodeOf: report.exitCodeOf,
    openSftp: sftp.openSftp,
    parseHostKey: key.parseHostKey,
    defaultRoutes: route.defaultRoutes,
    makeFolders: tree.makeFolders,
    quarantineUnrecorded: claims.quarantineUnrecorded,
  };
}
