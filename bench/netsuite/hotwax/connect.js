/**
 * How the stand-ins log in to the SFTP server, as HotWax Commerce's scripts do: one search for the connection, and connecting.
 *
 * @NApiVersion 2.1
 */
define(['N/search', 'N/sftp'], (search, sftp) => () => {
  const columns = ['server', 'userid', 'guid', 'host_key', 'default_file_dir'].map(
    (name) => `custrecord_ns_sftp_${name}`,
  );
  const [found] = search
    .create({ type: 'customrecord_ns_sftp_configuration', columns })
    .run()
    .getRange({ start: 0, end: 1 });
  const [url, username, secret, hostKey, directory] = columns.map((name) => found.getValue(name));
  return sftp.createConnection({ url, username, secret, hostKey, directory });
});
