/** What a pass did and how the feeds are after it, as a file in the text format of Prometheus, for node_exporter's textfile collector or the like. */

import { skippedRows } from '#feeds/rows/counts.ts';
import { replaceFile } from '../local-files/replace-file.ts';
import { version } from '../version.ts';
import { feedGauges, type GaugedFeed, type Metric, type Sample } from './feed-gauges.ts';
import type { FeedReport, PassReport } from './pass-report.ts';

/**
 * @property report undefined when the pass could not begin
 * @property pausedUntil until when passes skip the tenant
 * @property flows the feeds as they are after the pass; left out when nobody has looked
 */
export type MeasuredPass = {
  tenant: string | undefined;
  report: PassReport | undefined;
  startedAt: number;
  endedAt: number;
  exitCode: number;
  flows?: readonly GaugedFeed[] | undefined;
  pausedUntil?: number | undefined;
};

/**
 * Readers see the old file or the new one, never a part.
 * @throws TransformerError STORE_FAILED, ALREADY_EXISTS, PERMISSION_DENIED
 */
export const writeMetrics = (path: string, measured: MeasuredPass): Promise<void> =>
  replaceFile(path, formatMetrics(measured));

export const formatMetrics = (measured: MeasuredPass): string => formatAllMetrics([measured]);

/** Of several tenants: the samples of a metric stand together, after one line that explains it. */
export function formatAllMetrics(passes: readonly MeasuredPass[]): string {
  const [first = [], ...others] = passes.map(metricsWithTenant);
  return first
    .map(({ name, help, samples }, index) => {
      const full = `transformer_${name}`;
      const all = [...samples, ...others.flatMap((metrics) => metrics[index]?.samples ?? [])];
      const lines = all.map(({ labels, value }) => `${full}${braced(labels)} ${value}`);
      return `${[`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, ...lines].join('\n')}\n`;
    })
    .join('');
}

/** The same metrics in the same order, whatever there is of them. */
function metricsWithTenant(measured: MeasuredPass): Metric[] {
  const tenant = measured.tenant === undefined ? {} : { tenant: measured.tenant };
  return [buildInfo, ...metricsOf(measured), ...feedGauges(measured.flows ?? [])].map((metric) => ({
    ...metric,
    samples: metric.samples.map(({ labels, value }) => ({ labels: { ...tenant, ...labels }, value })),
  }));
}

/** The usual way to have a version among metrics: a constant with a label. */
const buildInfo: Metric = {
  name: 'build_info',
  help: 'Which version of the transformer made the last pass.',
  samples: [{ labels: { version }, value: 1 }],
};

function metricsOf({ report, startedAt, endedAt, exitCode, pausedUntil = 0 }: MeasuredPass): Metric[] {
  const feeds = report?.feeds ?? [];
  return [
    single('last_pass_end_timestamp_seconds', 'When the last pass ended.', endedAt / 1000),
    single('last_pass_duration_seconds', 'How long the last pass took.', (endedAt - startedAt) / 1000),
    single(
      'last_pass_exit_code',
      'Exit code of the last pass: 0 done, 1 failed, 3 see the error files.',
      exitCode,
    ),
    single(
      'paused_until_timestamp_seconds',
      'Until when passes skip this tenant because of failures; 0 if they do not.',
      pausedUntil / 1000,
    ),
    {
      name: 'last_pass_files',
      help: 'Files of the last pass by feed and outcome.',
      samples: feeds.flatMap((feed) => samplesOf(feed.feed, filesOf(feed))),
    },
    {
      name: 'last_pass_rows',
      help: 'Rows of the last pass by feed and outcome.',
      samples: feeds.flatMap((feed) => samplesOf(feed.feed, rowsOf(feed))),
    },
    {
      name: 'last_pass_retried_rows',
      help: 'Rows that NetSuite had refused for now and that the last pass sent again.',
      samples: feeds.map(({ feed, retriedRows }) => ({ labels: { feed }, value: retriedRows })),
    },
    {
      name: 'last_pass_interruptions',
      help: 'Files and feeds of the last pass that could not be finished.',
      samples: feeds.map(({ feed, interruptions }) => ({ labels: { feed }, value: interruptions.length })),
    },
  ];
}

const single = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  samples: [{ labels: {}, value }],
});

const samplesOf = (feed: string, counts: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(counts).map(([outcome, value]) => ({ labels: { feed, outcome }, value }));

const filesOf = (feed: FeedReport) => ({
  archived: feed.files - feed.failedFiles.length - feed.repeatedFiles.length,
  repeated: feed.repeatedFiles.length,
  failed: feed.failedFiles.length,
  left: feed.leftFiles.length,
  refused_name: feed.refusedNames,
});

const rowsOf = ({ applied, rejected, skipped }: FeedReport) => ({
  applied,
  rejected,
  skipped: skippedRows({ skipped }),
});

function braced(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
