/** What keeps this process alive besides its standard streams: child processes, servers, connections, watchers. */

/** Node has no documented way to ask; without this one nothing is found. Threads and timers are not among them. */
export const openHandles = () =>
  (process._getActiveHandles?.() ?? []).filter((handle) => handle && !(handle.fd <= 2));

/** In words, each once: the pipes of a child process go with it. */
export const nameHandles = (handles) => {
  const pipes = handles.flatMap(({ stdio }) => stdio ?? []);
  return handles.filter((handle) => !pipes.includes(handle)).map(nameOf);
};

const nameOf = (handle) => {
  if (handle.spawnargs) return `the child process "${handle.spawnargs.join(' ').slice(0, 120)}"`;
  if (handle.listening) return `a server on ${placeOf(handle.address())}`;
  if (handle.remotePort) return `a connection from port ${handle.localPort} to port ${handle.remotePort}`;
  return `a ${handle.constructor.name}`;
};

const placeOf = (address) => (typeof address === 'string' ? address : `port ${address?.port}`);

/** Ends each as roughly as it takes. */
export const endHandles = (handles) => {
  for (const handle of handles) {
    if (handle.spawnargs) handle.kill('SIGKILL');
    handle.closeAllConnections?.();
    const end = handle.destroy ?? handle.close;
    end?.call(handle);
  }
};
