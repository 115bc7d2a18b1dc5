/** What holds for every answer: with or without an index, however wide the terminal is, and for each tenant. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { feedErrorCodes } from '#feeds/errors.ts';
import { rejectCodes } from '#feeds/rows/reject.ts';
import { hasAdvice } from '../../../transformer/answers/advice.ts';
import { ALLOCATIONS, allocation, list } from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { configuration, find, now, pass, put, root, run } from './asked-tree.ts';

describe('the answers', () => {
  test('need no index of their own, and are the same without one', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    const kept = await find('HC1');
    const { out } = await command(['find', 'HC1', '--folder', root, '--json'], { clock: () => now });
    expect(JSON.parse(out).tenants[0].answer.items).toEqual(kept.items);
  });

  test('come from the index alone when the files cannot be reached, and say so', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    await writeFile(
      configuration,
      `connection: { folder: ${JSON.stringify(join(root, 'away'))} }\nindex: { file: index.sqlite }\n`,
    );
    const { out, err } = await run('find', 'HC1');
    expect(err).toMatch(/^[A-Z_]+: /);
    expect(out).toContain('The files could not be looked at now');
    expect(out).toContain('MISSING_NETSUITE_LINE_ID');
  });

  test('fit into 60, 80 and 120 columns, whatever the names and messages are, and move no cursor', async () => {
    const hostile = `\u001b[2J'"=<script>${'x'.repeat(200)}\u202e\u0007 ÄÖ漢字漢字`;
    const order = { ...allocation('HC1', '71501', { seq: '00101' }), orderName: hostile };
    await put(
      `${ALLOCATIONS}/a ${'n'.repeat(150)}.json`,
      list({ ...order, orderItems: [{ ...order.orderItems[0], orderItemQuantity: hostile }] }),
    );
    await pass();
    for (const columns of [60, 80, 120]) {
      for (const words of [['find', 'HC1'], ['problems'], ['find', 'nothing']]) {
        const { out } = await command([...words, '--config', configuration], { clock: () => now, columns });
        for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is looked for
        expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      }
    }
  });

  test('keep each path and message whole where no terminal shows them', async () => {
    const name = `a${'n'.repeat(150)}.json`;
    await put(`${ALLOCATIONS}/${name}`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    for (const words of [['find', 'HC1'], ['problems'], ['status']]) {
      const { out } = await command([...words, '--config', configuration], { clock: () => now });
      expect(out).toContain(name);
    }
    const { out } = await command(['problems', '--config', configuration], { clock: () => now });
    expect(out.split('\n')).toHaveLength(7);
  });

  test('are promised by check, or it says why there can be none', async () => {
    expect((await run('check')).out).toMatch(/^ok {4}index\.file: .*index\.sqlite$/m);
    await writeFile(
      configuration,
      `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: none/index.sqlite }\n`,
    );
    const { exitCode, out } = await run('check');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/^FAIL {2}index\.file: INDEX_FAILED: [\s\S]*Check that its\s+folder\s+exists/m),
    ]);
    const said = await run('run');
    expect([said.exitCode, said.err]).toEqual([0, expect.stringContaining('index not updated')]);
    await put(`${ALLOCATIONS}/1.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    for (const words of [['find', 'HC1'], ['problems']]) {
      const answer = await run(...words);
      expect([answer.exitCode, answer.err]).toEqual([0, expect.stringContaining('Cannot use the row index')]);
      expect(answer.out).toMatch(
        words[0] === 'find' ? /^Order HC1 \(#1\), item 00101/ : /MISSING_NETSUITE_LINE_ID/,
      );
    }
    expect((await run('index')).exitCode).toBe(1);
  });

  test('know what to do about every code', () => {
    const monitoring = readFileSync('docs/monitoring.md', 'utf8');
    const table = monitoring.slice(monitoring.indexOf('## Send refused rows again') - 8000);
    const documented = [...table.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) /gm)].flatMap(([, cell = '']) =>
      cell.replaceAll('`', '').split(', '),
    );
    const rows = documented.slice(documented.indexOf('UNREADABLE_FILE'));
    expect(rows.length).toBeGreaterThan(30);
    for (const code of [...Object.keys(feedErrorCodes), ...Object.keys(rejectCodes), ...rows])
      expect([code, hasAdvice(code)]).toEqual([code, true]);
  });

  test('are given for each tenant, and one that cannot be asked hides no other', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    const tenants = `index: { file: "{tenant}.sqlite" }\ntenants:\n  acme: { connection: { folder: ${JSON.stringify(root)} } }\n  zenith: { connection: { folder: ${JSON.stringify(join(root, 'away'))} } }\n`;
    await writeFile(configuration, tenants);
    await command(['run', '--config', configuration, '--tenant', 'acme'], { clock: () => now });
    const { out, err } = await run('problems', '--json');
    expect(JSON.parse(out).tenants).toMatchObject([
      { tenant: 'acme', problems: [{ count: 1 }] },
      { tenant: 'zenith', problems: [] },
    ]);
    expect(err).toMatch(/^zenith: /m);
    expect((await run('find', 'HC1')).out).toMatch(/^acme:\nOrder HC1/);
    const never = (await run('find', 'HC9')).out;
    expect(never).toMatch(/^HC9 was never seen where it was looked for\.\nNot searched: zenith\./);
    expect((await run('find', 'HC9', '--tenant', 'zenith')).out).toBe('Nothing could be found out.\n');
    const [{ id }] = JSON.parse(out).tenants[0].problems;
    expect(await run('acknowledge', id, '--note', 'x')).toMatchObject({ exitCode: 0 });
  });
});
