/** What a day of many tenants costs the transformer, from what the bench has measured of one pass, one file and one row. */

/** All in seconds, of the wall clock and of a processor; files are of a pass over many, at 30 ms. */
export type Measured = {
  idlePass: { wall: number; cpu: number };
  file: { wall: number; cpu: number };
  row: { cpu: number };
};

/** @property filesPerDay of each tenant, all feeds together */
export type Load = { tenants: number; itemsPerDay: number; passesPerDay: number; filesPerDay: number };

/**
 * @property cpu seconds of processor in the day
 * @property wall seconds, with one tenant after the other
 * @property processors that are busy on the mean
 * @property atOnce tenants that must be worked on side by side for a round of passes to end before the next begins
 */
export type TransformerDay = { cpu: number; wall: number; processors: number; atOnce: number };

const DAY = 86_400;

export function transformerDay(measured: Measured, load: Load): TransformerDay {
  const passes = load.tenants * load.passesPerDay;
  const files = load.tenants * load.filesPerDay;
  const rows = load.itemsPerDay * measured.row.cpu;
  const cpu = passes * measured.idlePass.cpu + files * measured.file.cpu + rows;
  const wall = passes * measured.idlePass.wall + files * measured.file.wall + rows;
  return { cpu, wall, processors: cpu / DAY, atOnce: Math.max(1, Math.ceil(wall / DAY)) };
}

/** How often the transformer and the server answer each other: passes and files, each with its requests. */
export const roundTrips = ({ tenants, passesPerDay, filesPerDay }: Load, perPass: number, perFile: number) =>
  tenants * (passesPerDay * perPass + filesPerDay * perFile);
