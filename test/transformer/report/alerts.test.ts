import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emptyFeedReport } from '../../../transformer/report/pass-report.ts';
import { formatMetrics } from '../../../transformer/report/prometheus.ts';
import { testNeeding } from '../../needs.ts';

type Rule = { alert: string; expr: string; annotations: Record<string, string> };

const rules: Rule[] = parse(readFileSync('deploy/alerts.yaml', 'utf8')).groups[0].rules;
const tests = readFileSync('deploy/alerts.test.yaml', 'utf8');

const group = { files: 1, since: 0 };
const everything = formatMetrics({
  tenant: 'acme',
  startedAt: 0,
  endedAt: 1000,
  exitCode: 3,
  report: { startedAt: '', endedAt: '', stopped: false, feeds: [emptyFeedReport('item-fulfillments')] },
  flows: [
    {
      feed: 'item-fulfillments',
      at: 1000,
      unknown: null,
      waiting: group,
      processing: { ...group, abandoned: 0 },
      untaken: group,
      receiving: group,
      failed: group,
      refused: { count: 1, unit: 'rows', since: 0 },
      lastDelivery: 0,
      missed: 1,
    },
  ],
});

const promtoolMissing = existsSync('/usr/bin/promtool')
  ? undefined
  : 'promtool is not installed: apt-get install prometheus';

const promtool = (words: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8', input });
  return { status, said: `${stdout}${stderr}` };
};

testNeeding(promtoolMissing)('Prometheus accepts the alert rules, and they do what their tests say', () => {
  const checked = promtool(['check', 'rules', 'deploy/alerts.yaml']);
  expect(checked).toEqual({ status: 0, said: expect.stringContaining(`SUCCESS: ${rules.length} rules`) });
  const tested = promtool(['test', 'rules', 'deploy/alerts.test.yaml']);
  expect(tested).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
});

testNeeding(promtoolMissing)('Prometheus has nothing to say against the metrics and their names', () => {
  expect(promtool(['check', 'metrics'], everything)).toEqual({ status: 0, said: '' });
});

test('the alert rules and their tests name only metrics that the transformer writes', () => {
  const written = new Set(
    [...everything.matchAll(/^(transformer_\w+)\{tenant="acme"/gm)].map(([, name]) => name),
  );
  const named = rules.flatMap(({ expr }) => expr.match(/transformer_\w+/g) ?? []);
  expect(named.length).toBeGreaterThanOrEqual(rules.length);
  for (const name of [...named, ...(tests.match(/transformer_\w+/g) ?? [])]) expect(written).toContain(name);
});

test('each alert is tested, says what to do, and names a chapter that is there', () => {
  for (const { alert, annotations } of rules) {
    expect(tests).toContain(`alertname: ${alert}\n        exp_alerts`);
    const { summary = '', description = '', runbook = '' } = annotations;
    expect([summary, description].map((text) => text.length > 20)).toEqual([true, true]);
    const [page = '', chapter = ''] = runbook.split('#');
    const headings = readFileSync(page, 'utf8').match(/^#+ .*/gm) ?? [];
    const anchors = headings.map((heading) => heading.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-'));
    expect(anchors).toContain(chapter);
  }
});
