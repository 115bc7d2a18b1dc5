/** Looks at what is left, from outside: what was sent against what was received and what error files say. */
import { placeOf, seqId, tokenOf } from '../plan/make-text.ts';
import type { Row } from '../plan/plan.ts';
import { mayStayStuck } from '../server/habits.ts';
import { folderPath, type Settled, type Settling, type World } from '../world/world.ts';
import type { Claim, Difference } from './claims.ts';
import { orderDifferences } from './order.ts';
import { type DeliveredRow, type ErrorRow, type Results, readResults } from './read-results.ts';
import { type Version, versionsOf } from './versions.ts';

type Case = { world: World; results: Results; versions: Version[]; settling: Settling };

export function judge(world: World, settling: Settling): Difference[] {
  const judged: Case = { world, results: readResults(world), versions: versionsOf(world), settling };
  const { versions, results } = judged;
  const found = [
    ...world.troubles.map(asDifference('ends')),
    ...(settling.later.rests || mayStayStuck(world.habits) ? [] : [restless]),
    ...results.unreadable.map(asDifference('changed')),
    ...versions.flatMap((version) => judgeVersion(judged, version)),
    ...judgeTokens(judged),
    ...judgeErrorFiles(judged),
    ...judgeWaiting(judged),
    ...orderDifferences(world, versions, results),
  ];
  return found;
}

const restless: Difference = { claim: 'ends', text: 'Things still move after a long time.' };

const asDifference =
  (claim: Claim) =>
  (text: string): Difference => ({ claim, text });

/** What came late is a claim of its own, whatever became of it. */
function about(judged: Case, version: Version, claim: Claim, text: string): Difference[] {
  if (!version.exposed) return [{ claim, text: `${version.name}: ${text}` }];
  const told = judged.world.passes.some(({ problems }) => problems.includes(version.name));
  return told ? [] : [{ claim: 'lateUpload', text: `${version.name}: ${text}` }];
}

/** @property said entries of error files about the row */
type RowFate = { row: Row; number: number; said: ErrorRow[]; delivered: DeliveredRow[] };

function fatesOf({ results }: Case, version: Version): RowFate[] {
  return version.rows.map((row, index) => {
    const number = index + 1;
    const said = results.errors.filter(
      (error) =>
        error.file === version.name &&
        error.row === number &&
        error.errorFile.startsWith(folderPath(version.feed, 'source')) &&
        // Another content of the name may have a row of this number.
        (!version.reused || row.kind === 'not a row' || error.orderItemSeqId === seqId(row)),
    );
    const token = tokenOf(version.feed, row);
    const delivered = results.delivered.filter((one) => one.feed === version.feed && one.token === token);
    return { row, number, said, delivered };
  });
}

const applies = ({ kind }: Row): boolean => kind === 'good' || kind === 'part';
const isRefused = ({ kind }: Row): boolean =>
  ['no location', 'bad quantity', 'not a row', 'again'].includes(kind);

function judgeVersion(judged: Case, version: Version): Difference[] {
  const { world } = judged;
  const fates = fatesOf(judged, version);
  const found = (claim: Claim, text: string): Difference[] => about(judged, version, claim, text);
  const differences: Difference[] = [];
  if (version.fate === 'failed') {
    const hasReason = judged.results.errors.some(
      ({ row, errorFile }) => row === 0 && errorFile.includes(version.name.replace(/\.[^.]*$/, '')),
    );
    if (!hasReason) differences.push(...found('told', 'it lies in failed/ without a reason.'));
    const unknown = world.accepted || version.sendings.some(({ mended }) => mended);
    const mayFail = version.text.whole !== 'sound' || version.reused || unknown || version.exposed;
    if (!mayFail) differences.push(...found('refused', 'it is a sound file and lies in failed/.'));
  }
  const mayBeElsewhere = version.exposed || world.accepted || version.reused || version.sendings.length > 1;
  if (version.fate === 'taken' && !version.kept && !mayBeElsewhere)
    differences.push(...found('kept', 'it stands neither in archive/ nor in failed/.'));
  if (version.text.whole !== 'sound') {
    const applied = fates.filter(({ delivered }) => delivered.length > 0);
    if (applied.length > 0 && version.fate !== 'gone')
      differences.push(...found('byRule', 'rows of a file that is not whole are delivered.'));
    const told = judged.results.errors.some(({ file }) => file === version.name);
    if (version.fate === 'taken' && !told && fates.length > 0)
      differences.push(...found('lost', 'it cannot be read, and no error file says so.'));
    return differences;
  }
  for (const fate of fates) differences.push(...judgeRow(judged, version, fate));
  return differences;
}

function judgeRow(judged: Case, version: Version, { row, number, said, delivered }: RowFate): Difference[] {
  const found = (claim: Claim, text: string): Difference[] =>
    about(judged, version, claim, `row ${number} (${row.id}, ${row.kind}) ${text}`);
  const places = delivered.map(({ file }) => file).join(', ');
  if (isRefused(row)) {
    if (row.kind !== 'again' && delivered.length > 0) return found('byRule', `is delivered in ${places}.`);
    if (said.length > 0 || version.fate !== 'taken') return [];
    return found('lost', 'is wrong, and stands in no error file.');
  }
  if (!applies(row)) {
    if (delivered.length > 0) return found('byRule', `was to be skipped and is delivered in ${places}.`);
    return said.length > 0 ? found('byRule', `was to be skipped and is refused: ${said[0]?.code}.`) : [];
  }
  const expected = { ...placeOf(version.feed, row), quantity: String(row.quantity) };
  const changed = delivered.filter(
    (one) =>
      one.order !== expected.order ||
      one.line !== expected.line ||
      one.location !== expected.location ||
      one.quantity !== expected.quantity,
  );
  const differences = changed.flatMap((one) => found('changed', `is delivered as ${JSON.stringify(one)}.`));
  const excused = judged.world.accepted || version.exposed;
  if (said.length > 0 && !excused) differences.push(...found('refused', `is refused: ${said[0]?.code}.`));
  return differences;
}

/** How often each row came out, against the files that have it. */
function judgeTokens(judged: Case): Difference[] {
  const { versions, world } = judged;
  const owners = new Map<string, { version: Version; fate: RowFate }[]>();
  for (const version of versions) {
    if (version.text.whole !== 'sound') continue;
    for (const fate of fatesOf(judged, version)) {
      if (!applies(fate.row)) continue;
      const key = `${version.feed} ${tokenOf(version.feed, fate.row)}`;
      owners.set(key, [...(owners.get(key) ?? []), { version, fate }]);
    }
  }
  return [...owners.values()].flatMap((all) => {
    const must = all.filter(({ version, fate }) => version.fate === 'taken' && fate.said.length === 0);
    const refused = all.filter(({ version, fate }) => version.fate === 'failed' || fate.said.length > 0);
    const may = all.filter(({ version }) => version.fate === 'gone' || version.fate === 'waits');
    const [owner] = [...must, ...all];
    if (!owner) return [];
    const { version, fate } = owner;
    const times = fate.delivered.length;
    const row = `row ${fate.number} (${fate.row.id}, ${fate.row.kind})`;
    const places = fate.delivered.map(({ file }) => file).join(', ');
    if (times < must.length)
      return about(judged, version, 'lost', `${row} is neither delivered nor refused.`);
    if (times <= must.length + may.length) return [];
    const sentAgain = all.some((one) => one.version.sendings.length > 1);
    if (world.forgotten && sentAgain) return []; // an operator has given up what would have told it
    if (refused.length === 0 || times > must.length + may.length + refused.length)
      return about(judged, version, 'twice', `${row} is delivered ${times} times, in ${places}.`);
    // Delivered, and then refused as nobody could tell: an operator has given up what would have told it.
    const saidFirst = Math.min(...fate.said.map(({ moment }) => moment), Number.POSITIVE_INFINITY);
    const unknown = world.accepted && fate.delivered.every(({ moment }) => moment < saidFirst);
    return unknown ? [] : about(judged, version, 'both', `${row} is delivered in ${places}, and refused.`);
  });
}

function judgeErrorFiles({ results, versions }: Case): Difference[] {
  return results.errors.flatMap((error) => {
    const { file, row, field, code, errorFile } = error;
    const version = versions.find(({ name }) => name === file);
    const isThere = version && (version.reused || row <= version.rows.length || version.exposed);
    const isNamed = row === 0 || field !== ''; // of a whole file no field is at fault
    if (isThere && isNamed && code !== '' && Number.isInteger(row)) return [];
    return [{ claim: 'told' as const, text: `${errorFile}: ${JSON.stringify(error)}` }];
  });
}

/** Nothing may wait while all lights are green. */
function judgeWaiting({ world, settling }: Case): Difference[] {
  const future = world.sent.some(({ file }) => file.modified > world.time.now());
  const honest = !mayStayStuck(world.habits) && !future;
  const { first, later } = settling;
  const silent = unreported(later).map((path) => ({
    claim: 'silent' as const,
    text: `${path} waits, and the last passes end with ${later.exitCodes}.`,
  }));
  const delayed = unreported(first).map((path) => ({
    claim: 'delayed' as const,
    text: `${path} waits, and the last passes end with ${first.exitCodes}.`,
  }));
  const waits = later.waited.map((path) => ({ claim: 'waits' as const, text: `${path} waits.` }));
  if (silent.length > 0) return silent;
  return [...delayed, ...(honest ? waits : [])];
}

function unreported({ waited, exitCodes, problems }: Settled): string[] {
  if (exitCodes.some((code) => code === 1 || code === 3)) return [];
  return waited.filter(
    (path) => !problems.includes(path.slice(path.lastIndexOf('/') + 1).replace(/^[^~]*~/, '')),
  );
}
