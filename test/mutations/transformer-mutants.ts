/** Faults in the transformer. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are texts of the sources
import { mutantsOf } from './mutant.ts';

const transformer = { first: 1, folder: 'transformer', tests: 'test/transformer' };

export const transformerMutants = mutantsOf(transformer, [
  {
    file: 'file/delivery-record.ts',
    fault: 'A worker that filled a slot does not check whether it was given up',
    find: 'return !isGivenUp;',
    replacement: 'return true;',
    harm: 'Two workers decide about one file, and its rows are delivered twice.',
    tests: ['file/delivery-record'],
  },
  {
    file: 'file/delivery-record.ts',
    fault: 'The record of a slot that was given up is not carried on',
    find: 'const record = slot.carried ?? own;',
    replacement: 'const record = own;',
    harm: 'Two workers decide about one file, and its rows are delivered twice.',
    tests: ['file/delivery-record'],
  },
  {
    file: 'file/delivery-record.ts',
    fault: 'A slot that was given up is not read once more',
    find: 'carried = (await readSlot(store, path)).record ?? carried;',
    replacement: 'carried = record ?? carried;',
    harm: 'A record that became whole meanwhile counts for its worker and not for the others: rows twice.',
    tests: ['file/delivery-record'],
  },
  {
    file: 'file/delivery-record.ts',
    fault: 'A record that was cut short counts as damaged',
    find: 'if (isCut) return undefined;',
    replacement: '',
    harm: 'A pass that is killed while it writes a record stops its file until a person comes.',
    tests: ['file/delivery-record'],
  },
  {
    file: 'folders/folder-markers.ts',
    fault: 'What is not in a folder counts as gone, whichever folder it is',
    find: "return isProven ? 'gone' : 'another folder';",
    replacement: "return isProven ? 'gone' : 'gone';",
    harm: 'After a fail-over files count as delivered that never were: rows lost.',
    tests: ['folders/folder-markers'],
  },
  {
    file: 'folders/folder-markers.ts',
    fault: 'Records that are away are not noticed by the markers of the other folders',
    find: 'const areAway = areMarked || (!names && hasClaims);',
    replacement: 'const areAway = !names && hasClaims;',
    harm: 'The feed begins anew without its records, and files that were delivered are delivered again.',
    tests: ['folders/folder-markers'],
  },
  {
    file: 'file/publish.ts',
    fault: 'A prepared file that is not found counts as published without a check (T04)',
    find: 'await refuseUnproven(work, file, prepared, error);',
    replacement: 'return true;',
    harm: 'Where the target folder is missing, files count as delivered that never were: rows lost.',
    tests: ['folders/folder-markers'],
  },
  {
    file: 'file/publish.ts',
    fault: 'A file that is gone in the very pass that prepared it counts as published',
    find: 'if (!prepared.endsWith(`.${claimMark(claim)}`)) return;',
    replacement: 'return;',
    harm: 'What somebody cleared out of .tmp/ counts as delivered: rows lost.',
    tests: ['folders/folder-markers'],
  },
  {
    file: 'pass/process-files.ts',
    fault: 'When another pass was quicker with a file, those after it do not wait',
    find: 'if (!file) return { lost: true };',
    replacement: 'if (!file) return { lost: false };',
    harm: 'A newer allocation reaches NetSuite before an older one, which then has the last word.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'file/sequencer.ts',
    fault: 'A step does not wait for those before it',
    find: 'const unfinished = await before;',
    replacement: 'const unfinished = await Promise.resolve<string | undefined>(undefined);',
    harm: 'Files worked on side by side are delivered in any order.',
    tests: ['pass/in-parallel'],
  },
  {
    file: 'file/sequencer.ts',
    fault: 'An older file that could not be delivered holds up no newer one',
    find: 'if (keepsOrder && unfinished !== undefined) throw heldBack(unfinished);',
    replacement: '',
    harm: 'The older allocation comes after the newer one and has the last word.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'pass/find-files.ts',
    fault: 'processing/ is listed before what waits (T02)',
    find: `const waiting = await listOf(({ sourceFolder }) => sourceFolder);
  const claimed = await listOf(processingFolder);`,
    replacement: `const claimed = await listOf(processingFolder);
  const waiting = await listOf(({ sourceFolder }) => sourceFolder);`,
    harm: 'A newer file overtakes one that another pass claims in between.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'pass/run-pass.ts',
    fault: 'What waits is not held back by an abandoned file that could not be finished',
    find: 'feed.keepsOrder ? notHeldBack(pass, report, rest, unfinished) : rest',
    replacement: 'rest',
    harm: 'The older allocation comes after the newer one and has the last word.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'pass/run-pass.ts',
    fault: 'What a pass is about to take is not noted',
    find: 'noteAllTaken(pass, [...first, ...rest], clock()), ',
    replacement: '',
    harm: 'Rows that a sender adds after its file was taken are silently lost.',
    tests: ['pass/recently-taken'],
  },
  {
    file: 'pass/list-files.ts',
    fault: 'A file dated in the future counts as young',
    find: 'Math.abs(now - modified) >= route.minimumAgeSeconds',
    replacement: 'now - modified >= route.minimumAgeSeconds',
    harm: 'A file whose sender sets its time waits forever, and nothing reports it.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'pass/list-files.ts',
    fault: 'A claim from the future never grows old',
    find: 'Math.abs(now - seenAt(claimed)) >= patienceWith',
    replacement: 'now - seenAt(claimed) >= patienceWith',
    harm: 'A machine whose clock was ahead when it died stops its feed permanently.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'pass/list-files.ts',
    fault: 'Entries of an unknown kind are dropped instead of reported',
    find: '!isFolder(kind, name) && (',
    replacement: "kind !== 'folder' && kind !== 'unknown' && (",
    harm: 'On a server that does not list kinds no file is ever processed, and all looks well.',
    tests: ['pass/list-files'],
  },
  {
    file: 'pass/recently-taken.ts',
    fault: 'A list is discarded although its files are not archived yet',
    find: 'if (isEarly) return;',
    replacement: '',
    harm: 'A file that another pass archives later is not looked at: what its sender adds is lost.',
    tests: ['pass/recently-taken'],
  },
  {
    file: 'pass/recently-taken.ts',
    fault: 'A file of which only the time has changed is reported as changed',
    find: 'sha256 === undefined || sha256 === record.source.sha256',
    replacement: 'sha256 === undefined',
    harm: 'People have rows sent again that were delivered.',
    tests: ['pass/recently-taken'],
  },
  {
    file: 'file/unfinished-upload.ts',
    fault: 'A file that grew while it was read counts as whole',
    find: 'if (source.size === file.size) return undefined;',
    replacement: 'if (source.size >= 0) return undefined;',
    harm: 'A file that is still being written is delivered in part.',
    tests: ['pass/run-pass'],
  },
  {
    file: 'file/unfinished-upload.ts',
    fault: 'A young empty file counts as whole',
    find: 'return whyBlank(file.modified, work.clock())',
    replacement: 'return undefined',
    harm: 'What a slow sender writes into it later is lost.',
    tests: ['pass/recently-taken'],
  },
  {
    file: 'file/quarantine.ts',
    fault: 'A file goes to failed/ before its reason is written',
    find: `  if (!(await writeUnlessOther(store, errorFilePath(route, name), reason, mark))) return undefined;
  // A pass that died while it wrote the reason has left what it had of it.
  if (file.adopted) await removeLeftovers(work, file, [nameOf(errorFilePath(route, name))]);
  // The same file failed for the same reason before, or its move was cut short: one error file serves both.
  const to = standing === undefined ? path : failedPath(route, withMark(name, mark));
  const errors = errorFilePath(route, name);
  await noteFailed(work, nameOf(to), { at: file.claim.at, errors, ...failed.problem });
  await store.move(file.path, to);
`,
    replacement: `  const to = standing === undefined ? path : failedPath(route, withMark(name, mark));
  const errors = errorFilePath(route, name);
  await noteFailed(work, nameOf(to), { at: file.claim.at, errors, ...failed.problem });
  await store.move(file.path, to);
  if (file.adopted) await removeLeftovers(work, file, [nameOf(errorFilePath(route, name))]);
  await writeUnlessOther(store, errorFilePath(route, name), reason, mark);
`,
    harm: 'After a crash a file is in failed/ without its reason.',
    tests: ['pass/run-pass'],
  },
  {
    file: 'file/fate.ts',
    fault: 'What lies in archive/ without a record counts as new',
    find: "if (known !== undefined) return { kind: 'quarantine', reason: deliveryUnrecorded(name) };\n",
    replacement: '',
    harm: 'A file that was delivered before its record was lost is delivered again.',
    tests: ['pass/run-pass'],
  },
  {
    file: 'pass/store-clock.ts',
    fault: 'The skew of the clocks is taken off instead of added',
    find: ': () => clock() + skew;',
    replacement: ': () => clock() - skew;',
    harm: 'Claims that live count as dead, and files that are being written as whole.',
    tests: ['pass/overtaking'],
  },
  {
    file: 'store/sftp.ts',
    fault: 'Sizes are not compared after writing (T05)',
    find: 'if (found.size !== written) await refuseCut(',
    replacement: 'if (found.size === -1) await refuseCut(',
    harm: 'A server whose disk is full keeps part of a file, and that part is published: rows lost.',
    tests: ['store/sftp-answers'],
  },
  {
    file: 'store/sftp.ts',
    fault: 'A rename that was refused but done counts as refused',
    find: 'if (!isThere && isTaken) return;',
    replacement: '',
    harm: 'Files stay in processing/ and are never finished.',
    tests: ['store/sftp-answers'],
  },
  {
    file: 'store/sftp-listing.ts',
    fault: 'Kinds are read from the type bits alone',
    find: "(kindsByLetter[longname.charAt(0)] ?? 'unknown')",
    replacement: "'unknown'",
    harm: 'On a server that leaves the type bits out no file can be taken.',
    tests: ['store/sftp-answers'],
  },
  {
    file: 'folders/claim.ts',
    fault: 'What a later claim has under way counts as left over',
    find: 'claim !== undefined && claim.at < own.at;',
    replacement: 'claim !== undefined && claim.passId !== own.passId;',
    harm: 'A slow pass removes what its successor has prepared.',
    tests: ['folders/claim'],
  },
  {
    file: 'folders/claim.ts',
    fault: 'A name with ~ in it loses it when its file is claimed',
    find: "rest.join('~')",
    replacement: "rest.join('')",
    harm: 'The file continues under a name it never had.',
    tests: ['folders/claim'],
  },
  {
    file: 'folders/file-order.ts',
    fault: 'Files go by the dates of the server, not by the times in their names',
    find: '`${timeStamp(inName ?? modified)}-',
    replacement: '`${timeStamp(modified)}-',
    harm: 'Of two files of one second the older one can come last and have the last word.',
    tests: ['folders/file-order'],
  },
  {
    file: 'local-files/own-file.ts',
    fault: 'A read-only file is replaced when root asks',
    find: 'if ((found.mode & OWNER_MAY_WRITE) === 0) throw readOnly(path, found);',
    replacement: '',
    harm: 'A file that was protected is gone.',
    tests: ['local-files/replaced-files'],
  },
  {
    file: 'local-files/replace-file.ts',
    fault: 'A file that is replaced does not keep its mode',
    find: 'if (old) await file.chmod(await rightsAs(old, file));',
    replacement: '',
    harm: 'The program that reads it may no longer read it.',
    tests: ['local-files/replaced-files'],
  },
]);
