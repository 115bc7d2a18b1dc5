/** Runs the SFTP server on a thread of its own: the emulator stops the main thread while a script waits for SFTP. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SftpServerOptions, startSftpServer } from './sftp-server.ts';

const { port } = await startSftpServer(workerData as SftpServerOptions);
parentPort?.postMessage({ port });
