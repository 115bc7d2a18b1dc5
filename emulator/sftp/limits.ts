/** Limits that N/sftp shows to scripts and holds them to (section_4617005472). */

/** Seconds. */
export const CONNECT_TIMEOUT = { least: 1, most: 20 } as const;
export const PORTS = { defaults: 22, least: 0, most: 65_535 } as const;
