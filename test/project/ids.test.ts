import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allElements, readObjects } from './sdf.ts';
import { projectRoot } from './workspace.ts';

const idPattern =
  /\b(?:cust(?:body|col|record|script|import|tab|entity|item|list|secret|key)|custom(?:record|script|deploy|search|list|role))_[a-z0-9_]+\b|\bcustcolisbopis\b/g;

const scripts = join(projectRoot, 'src/FileCabinet');

const idsInText = (text: string): string[] => text.match(idPattern) ?? [];

const usedInScripts = new Map(
  readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => idsInText(readFileSync(join(scripts, name), 'utf8')).map((id) => [id, name] as const)),
);

const defined = readObjects()
  .flatMap(allElements)
  .map((element) => element.scriptid)
  .filter((id) => id !== '');

/** Named by another object: as a reference, or as the default of a parameter. */
const referredTo = new Set(
  readObjects()
    .flatMap(allElements)
    .map(({ text }) => /^\[scriptid=([^\]]+)\]$/.exec(text)?.[1] ?? text),
);

/** Filled and read by HotWax's other scripts; kept in the project because every flow expects them on the forms. */
const usedByOthers = ['custbody_hc_sales_channel', 'custbody_hc_shopify_order_id'];

describe('script ids', () => {
  test('that a script uses are all of objects in the project', () => {
    const unknown = [...usedInScripts].filter(([id]) => !defined.includes(id));
    expect(unknown.map(([id, file]) => `${id} in ${file} has no object in src/Objects`)).toEqual([]);
  });

  test('of objects in the project are all used: by a script, by another object, or by HotWax', () => {
    const unused = defined
      .filter((id) => !/^custom(script|deploy)_/.test(id))
      .filter((id) => !usedInScripts.has(id) && !referredTo.has(id) && !usedByOthers.includes(id));
    expect(unused.map((id) => `${id} is in src/Objects, but nothing in src/FileCabinet uses it`)).toEqual([]);
  });
});
