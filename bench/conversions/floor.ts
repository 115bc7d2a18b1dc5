/** Part of the work only: the physical limits a conversion can be held against. `<read | parse | csv-parse> <in>` */
import { createReadStream, readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { parse } from 'csv-parse';

const [, , part = '', source = ''] = argv;

const parts: Readonly<Record<string, () => Promise<number>>> = {
  read: async () => {
    let bytes = 0;
    for await (const chunk of createReadStream(source, { highWaterMark: 1 << 20 })) bytes += chunk.length;
    return bytes;
  },
  parse: async () => JSON.parse(readFileSync(source, 'utf8')).length,
  'csv-parse': async () => {
    let records = 0;
    const parser = createReadStream(source, { highWaterMark: 1 << 18 }).pipe(parse());
    parser.on('data', () => {
      records += 1;
    });
    await new Promise((resolve, reject) => parser.once('end', resolve).once('error', reject));
    return records - 1;
  },
};

console.error(await parts[part]?.());
