/** What the tests of HC_MR_SalesOrderStatement start from. */
import {
  checksumOf,
  isManifestName,
  isPartName,
  parseManifest,
  type StatementManifest,
} from '#feeds/statement/manifest.ts';
import { type StatementRow, statementRowReader } from '#feeds/statement/rows.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { scenario } from './each-scenario.ts';

export { reopen, scenario } from './each-scenario.ts';

export const WHEN_ASKED = 'customdeploy_hc_order_statement';
export const NOW = 'customdeploy_hc_statement_now';
export const FOLDER = 'statement';
export const REQUESTS = 'statement/request';

export type Statement = { manifest: StatementManifest; rows: StatementRow[] };

export const rowsIn = (name: string): StatementRow[] => {
  const { header, rows } = parseCsv(scenario.read(`${FOLDER}/${name}`));
  return rows.map(statementRowReader(header));
};

/** Every complete statement in the folder, the oldest first; what it names must be there as it says. */
export const statements = (): Statement[] =>
  scenario
    .files(FOLDER)
    .filter(isManifestName)
    .map((name) => {
      const manifest = parseManifest(scenario.read(`${FOLDER}/${name}`));
      for (const part of manifest.parts)
        if (checksumOf(scenario.read(`${FOLDER}/${part.name}`)) !== part.checksum)
          throw new Error(`${part.name} is not what ${name} says.`);
      return { manifest, rows: manifest.parts.flatMap((part) => rowsIn(part.name)) };
    });

export const parts = (): string[] => scenario.files(FOLDER).filter(isPartName);

/** Runs the on-demand deployment and gives what it wrote. */
export function stated(): StatementRow[] {
  const { ended, error } = scenario.run(NOW);
  if (ended !== 'normally') throw new Error(`${error?.name}: ${error?.message}`);
  return statements().at(-1)?.rows ?? [];
}
