/** What N/task has queued, oldest first. Nothing in it moves until the account's owner says so. */
import type { CsvImportMap } from '../sdf/import-map.ts';

export type TaskStatus = 'PENDING' | 'PROCESSING' | 'COMPLETE' | 'FAILED';

export type Job = { taskId: string; status: TaskStatus } & (
  | { kind: 'csv-import'; name: string; map: CsvImportMap; rows: string[][]; header: string[] }
  | {
      kind: 'script';
      scriptType: 'scheduled' | 'mapreduce';
      scriptId: string;
      deploymentId: string;
      parameters: Readonly<Record<string, string>>;
      /** Of the script that has submitted it, where that runs as one. */
      role?: string | undefined;
    }
  | {
      kind: 'search';
      savedSearchId: string;
      target: { id?: number | null; name: string; folder: number | null };
      /** Once it is written. */
      fileId?: number;
    }
);

/** Leaves a union a union. */
type JobToQueue = Job extends infer J ? (J extends Job ? Omit<J, 'taskId' | 'status'> : never) : never;

export type Queue = {
  add(prefix: string, job: JobToQueue): Job;
  find(taskId: string): Job | undefined;
  /** The oldest job that has not started. */
  next(): Job | undefined;
  /** True while a task of that script's deployment waits or runs; deployments of other scripts may have the same id. */
  isBusy(scriptId: string, deploymentId: string): boolean;
};

export function createQueue(): Queue {
  const jobs: Job[] = [];
  return {
    add: (prefix, job) => {
      const added = { ...job, taskId: `${prefix}_${jobs.length + 1}`, status: 'PENDING' } as Job;
      jobs.push(added);
      return added;
    },
    find: (taskId) => jobs.find((job) => job.taskId === taskId),
    next: () => jobs.find((job) => job.status === 'PENDING'),
    isBusy: (scriptId, deploymentId) =>
      jobs.some(
        (job) =>
          job.kind === 'script' &&
          job.scriptId === scriptId &&
          job.deploymentId === deploymentId &&
          (job.status === 'PENDING' || job.status === 'PROCESSING'),
      ),
  };
}
