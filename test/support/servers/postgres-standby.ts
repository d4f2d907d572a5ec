import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../../../scripts/lib/free-port.mjs';
import type { PostgresCluster } from './postgres-cluster';
import { PostgresServer, serverEnvironment } from './postgres-server';
import { waitUntil } from '../wait-until';

/**
 * Creates a server that repeats what another one commits, as `pg_basebackup -R` does. The other one then answers for a commit when both have it.
 * Its folder is removed with that of the cluster.
 */
export async function createStandby({ server: primary }: PostgresCluster): Promise<PostgresServer> {
	const { programs, folder, user } = primary.place;
	const port = await freePort();
	const data = join(folder, `standby-${port}`);
	mkdirSync(data, { mode: 0o700 });
	if (user) chownSync(data, user.uid, user.gid);
	const source = ['-h', '127.0.0.1', '-p', String(primary.place.port), '-U', 'troupe_super'];
	// Beside the server itself, of which PATH can have a link alone.
	const own = dirname(realpathSync(join(programs, 'postgres')));
	const copy = spawnSync(join(own, 'pg_basebackup'), ['-D', data, '-R', '--checkpoint=fast', '--no-sync', ...source], {
		...user,
		env: serverEnvironment,
		cwd: folder,
		encoding: 'utf8',
		timeout: 60_000,
	});
	if (copy.status !== 0) throw new Error(`pg_basebackup failed: ${copy.error?.message ?? copy.stderr}`);
	const standby = new PostgresServer({ ...primary.place, data, port });
	await standby.start();
	await primary.query(`alter system set synchronous_standby_names = '*'`, 'select pg_reload_conf()');
	const isSynchronous = async () =>
		(await primary.query<{ state: string }>('select sync_state as state from pg_stat_replication')).some(({ state }) => state === 'sync');
	await waitUntil('the standby to be synchronous', isSynchronous);
	return standby;
}

/** Lets a standby accept changes. */
export const promote = (standby: PostgresServer) => standby.query('select pg_promote(true, 60)');
