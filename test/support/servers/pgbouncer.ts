import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../../scripts/lib/free-port.mjs';
import { startService } from '../../../scripts/lib/processes.mjs';
import { hasPostgres } from './databases';
import { runner } from './postgres-cluster';
import { within } from '../wait-until';

/** A PgBouncer for one test, in front of one database. */
export interface Pooler {
	/** That of the database, through it. */
	address: string;
	stop(): Promise<void>;
}

/** The `pgbouncer` of this machine. Undefined where there is none. */
function findPooler(): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
	return folders.map((folder) => join(folder, 'pgbouncer')).find((place) => existsSync(place));
}

/** A suite behind PgBouncer; where there is none, its title says so. */
export function onPooler(what: string, suite: () => void): void {
	const missing = !hasPostgres ? 'postgresql' : findPooler() === undefined ? 'pgbouncer' : undefined;
	if (missing === undefined) describe(`${what} behind PgBouncer`, suite);
	else describe.skip(`${what} behind PgBouncer (skipped: install the package ${missing})`, suite);
}

interface PoolerOptions {
	mode?: 'session' | 'transaction' | 'statement';
	/** How many to the server its clients share. */
	connections?: number;
	/** Where it listens; default a free one. */
	port?: number;
}

export async function startPooler(server: string, options: PoolerOptions = {}): Promise<Pooler> {
	const { mode = 'transaction', connections = 3, port: listenPort = await freePort() } = options;
	const folder = mkdtempSync(join(tmpdir(), 'troupe-pgbouncer-'));
	const { hostname, port, username, pathname } = new URL(server);
	const database = pathname.slice(1);
	const settings = join(folder, 'pgbouncer.ini');
	writeFileSync(
		settings,
		`[databases]
${database} = host=${hostname} port=${port} dbname=${database} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${connections}
max_client_conn = 200
`,
	);
	// It refuses to run as root, and a command that ran in this process may have made new files private.
	chmodSync(settings, 0o644);
	const user = runner();
	if (user) chownSync(folder, user.uid, user.gid);
	const ready = Promise.withResolvers<void>();
	const pooler = startService(findPooler()!, [settings], {
		...user,
		onOutput: (text: string) => void (text.includes('process up') && ready.resolve()),
	});
	void pooler.ended.then(() => ready.reject(new Error(`PgBouncer ended before it was ready:\n${pooler.tail()}`)));
	await within('PgBouncer', ready.promise, { seen: pooler.tail });
	return {
		address: server.replace(/@[^/]*/, `@127.0.0.1:${listenPort}`),
		async stop() {
			await pooler.stop(0);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
