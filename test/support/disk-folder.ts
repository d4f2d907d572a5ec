import { tmpdir } from 'node:os';

/** Where tests put files that a list of capabilities names: unit tests keep temporary files in `/dev/shm`, of which no list gives anything. */
export const diskFolder = tmpdir().startsWith('/dev/') ? '/var/tmp' : tmpdir();
