/** The safeguards of the scripts, each with what is put in its place to see that the simulation misses it. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim } from '../invariants/claims.ts';

/**
 * @property claim what breaks without it
 * @property replacements text of the built scripts, each in at least one of them and at one place in each
 */
export type Mutation = {
  safeguard: string;
  claim: Claim;
  replacements: readonly (readonly [from: string, to: string])[];
};

export const mutations: readonly Mutation[] = [
  {
    safeguard: 'looking for what an earlier run has fulfilled',
    claim: 'shipment',
    replacements: [['if (parts.length === 0) return', 'if (parts.length >= 0) return']],
  },
  {
    safeguard: 'unmarking the lines HotWax has not shipped',
    claim: 'nothingElse',
    replacements: [
      [
        "setCurrent(fulfillment, 'itemreceive', ofLine.length > 0);",
        "if (ofLine.length > 0) setCurrent(fulfillment, 'itemreceive', true);",
      ],
    ],
  },
  {
    safeguard: 'marking what HotWax caused as exported',
    claim: 'told',
    replacements: [['set(bodyField.exported, true);', '']],
  },
  {
    safeguard: 'the claim: a file is moved to processing before it is read',
    claim: 'refused',
    replacements: [
      ["if (!files.folder.move(found.name, 'waiting', 'processing'))", 'if (false)'],
      ["read: (name, place = 'processing')", "read: (name, place = 'waiting')"],
      ["if (folder.move(name, 'processing', to)) return;", "if (folder.move(name, 'waiting', to)) return;"],
    ],
  },
  {
    safeguard: 'taking up what an earlier run has left in processing',
    claim: 'nothingWaits',
    replacements: [["for (const found of files.folder.list('processing')) {", 'for (const found of []) {']],
  },
  {
    safeguard: 'the ledger, which knows the names that were applied',
    claim: 'refused',
    replacements: [
      [
        "if (known && isFinal(known) && known.status !== 'Failed') return quarantineRepeat(files, found);",
        '',
      ],
    ],
  },
  {
    safeguard: 'the lease: one run at a time works on a feed',
    claim: 'refused',
    replacements: [['lease.deployment !== deploymentId() &&', 'false &&']],
  },
  {
    safeguard: 'judging a row before it is set',
    claim: 'orders',
    replacements: [
      [
        "return objection(row, orderId, order, { ...line, isMoved }, judge) ?? { verdict: 'to set' };",
        "return { verdict: 'to set' };",
      ],
    ],
  },
  {
    safeguard: 'the newest allocation of a line wins, whichever file comes last',
    claim: 'allocation',
    replacements: [["const newer = findNewerFiles('brokered-order-items', name);", 'const newer = [];']],
  },
  {
    safeguard: 'the newest of several rows of a line that are applied together',
    claim: 'refused',
    replacements: [['for (const { own } of ofFile) addSaid(said, own, orderId, fields);', '']],
  },
  {
    safeguard: 'looking after an error at what NetSuite has saved all the same',
    claim: 'refused',
    replacements: [['!refused.has(row) && !hasRow(order, row, fields)', '!refused.has(row)']],
  },
  {
    safeguard: 'trying again when others save the sales order',
    claim: 'refused',
    replacements: [['if (!isBusy(thrown) || attempt ===', 'if (attempt > 0 || attempt ===']],
  },
  {
    safeguard: 'handing on what HotWax has shipped, before the file is settled',
    claim: 'shipment',
    replacements: [['publishShipments(name, shipments, openShipments);', '']],
  },
  {
    safeguard: 'taking away an error file that holds no more',
    claim: 'ledger',
    replacements: [['if (!isExplained) removeAll(at, ERRORS, outdated);', '']],
  },
  {
    safeguard: 'writing the outcome file of a file once more when an earlier run had it',
    claim: 'outcomes',
    replacements: [
      [
        'if (outcomes.length > 0 || isResumed(entry)) folder.writeOutcomes',
        'if (outcomes.length > 0 && !isResumed(entry)) folder.writeOutcomes',
      ],
    ],
  },
  {
    safeguard: 'the record of a fulfillment, which keeps it in one file',
    claim: 'told',
    replacements: [['if (!note(item, file, reported))', 'if (item.known)']],
  },
  {
    safeguard: 'ticking only after the file is published',
    claim: 'told',
    replacements: [
      [
        'if (!isPublished) {\n      settleNotes',
        'if (!tickAll(noted, found, budget, now)) return { rows: found.length, skipped };\n    if (!earlier) {\n      settleNotes',
      ],
    ],
  },
];

const SCRIPTS = 'FileCabinet/SuiteScripts/SalesOrder';

/** A copy of the built project without the safeguard. A script that has moved on is noticed. */
export function mutate(built: string, copy: string, { safeguard, replacements }: Mutation): void {
  cpSync(built, copy, { recursive: true });
  const folder = join(copy, SCRIPTS);
  for (const [from, to] of replacements) {
    const counts = readdirSync(folder).map((name) => replaceIn(join(folder, name), from, to));
    if (counts.every((count) => count === 0) || counts.some((count) => count > 1))
      throw new Error(`${safeguard}: ${from} is ${counts.join(', ')} times in the scripts, not once.`);
  }
}

function replaceIn(path: string, from: string, to: string): number {
  const parts = readFileSync(path, 'utf8').split(from);
  writeFileSync(path, parts.join(to));
  return parts.length - 1;
}
