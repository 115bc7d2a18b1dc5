/**
 * Starts the on-demand deployment of a feed's script for a program outside NetSuite, so that a file need not wait for the schedule.
 *
 * @NApiVersion 2.1
 * @NScriptType Restlet
 * @NModuleScope SameAccount
 */
import { type Answer, startFeed, startableJobs } from './lib/start/start-feed.ts';

/** Starts nothing: for whoever wants to know whether the login works. */
export const get = (): Answer => ({
  status: 'success',
  outcome: 'ready',
  message: 'The login works. Nothing was started.',
  jobs: startableJobs(),
});

export const post = (request: unknown): Answer => startFeed(request);
