/** A PostgreSQL for one test: a cluster in a temporary folder, on its own port and socket. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { waitUntil, within } from './wait-until';

export interface PostgresCluster {
	/** A new, empty database. Its owner is an ordinary role, not a superuser. */
	createDatabase(): Promise<string>;
	/** The same database, as the superuser. */
	asSuperuser(address: string): string;
	/** `immediate` stops like a crash. */
	stop(how?: 'fast' | 'immediate'): Promise<void>;
	start(): Promise<void>;
	remove(): Promise<void>;
}

/** Finds the folder of `initdb` and `postgres`: in PATH, or in Debian's folders. Undefined without one, or without a user that can run it. */
export function findPostgres(): string | undefined {
	if (!mayRunPostgres()) return undefined;
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
	const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((version) => join(debian, version, 'bin'))];
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Returns whether a user can run it. */
export const mayRunPostgres = () => process.getuid?.() !== 0 || runner() !== undefined;

/** PostgreSQL refuses to run as root; then the user of its package runs it. */
function runner(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
	const [uid, gid] = [id('-u'), id('-g')];
	return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

/** A PostgreSQL without system dependencies. */
export interface PortablePostgres {
	folder: string;
	/** The folder of `initdb` and `postgres` inside it. */
	programs: string;
	/** The folder inside it with everything that they need. */
	parts: string[];
}

/**
 * Returns the folder of the programs and, where this is root, the user that can run them. That user may have no access to the folder of the user
 * that installed a portable PostgreSQL: then it gets a copy in `folder`.
 */
export function preparePrograms(folder: string, installed: string, portable?: PortablePostgres) {
	const user = runner();
	if (!portable || !user) return { user, programs: installed };
	const copy = join(folder, 'installed');
	for (const part of portable.parts) cpSync(join(portable.folder, part), join(copy, part), { recursive: true });
	// Independent of the umask.
	spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, copy]);
	return { user, programs: join(copy, portable.programs) };
}

/** @param portable in place of the machine's */
export async function createCluster(portable?: PortablePostgres): Promise<PostgresCluster> {
	const binFolder = portable ? join(portable.folder, portable.programs) : findPostgres();
	if (binFolder === undefined) throw new Error('PostgreSQL was not found. Install the package postgresql.');
	const folder = mkdtempSync(join(tmpdir(), 'troupe-postgres-'));
	const data = join(folder, 'data');
	mkdirSync(data, { mode: 0o700 });
	const { user, programs } = preparePrograms(folder, binFolder, portable);
	if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
	const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
	const initialization = spawnSync(join(programs, 'initdb'), ['-D', data, '-U', 'troupe_super', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
		...user,
		env,
		cwd: folder,
		encoding: 'utf8',
		timeout: 100_000,
	});
	if (initialization.status !== 0) throw new Error(`initdb failed: ${initialization.error?.message ?? initialization.stderr}`);
	const port = await freePort();
	const address = (role: string, database: string) => `postgres://${role}@127.0.0.1:${port}/${database}`;
	let server: ChildProcess | undefined;
	let databases = 0;

	const query = async (...statements: string[]) => {
		const client = new pg.Client({ connectionString: address('troupe_super', 'postgres') });
		client.on('error', () => undefined); // what the query meets is thrown
		await client.connect();
		try {
			for (const statement of statements) await client.query(statement);
		} finally {
			await client.end();
		}
	};
	const cluster: PostgresCluster = {
		async createDatabase() {
			const name = `registry_${++databases}`;
			await query(`create role ${name} login`, `create database ${name} owner ${name}`);
			return address(name, name);
		},
		asSuperuser: (application) => address('troupe_super', new URL(application).pathname.slice(1)),
		async start() {
			const settings = {
				port,
				listen_addresses: '127.0.0.1',
				unix_socket_directories: folder,
				fsync: 'off',
				max_connections: 100,
				lc_messages: 'C',
			};
			const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
			server = spawn(join(programs, 'postgres'), ['-D', data, ...args], { ...user, env, cwd: folder, stdio: 'ignore' });
			let complaint: unknown;
			const answers = async () => {
				try {
					await query('select 1');
					return true;
				} catch (error) {
					if (server!.exitCode !== null) throw new Error(`PostgreSQL exited with code ${server!.exitCode}`, { cause: error });
					complaint = error;
					return false;
				}
			};
			await waitUntil('PostgreSQL to answer', answers, { seen: () => complaint, everyMs: 50 });
		},
		async stop(how = 'fast') {
			if (!server || server.exitCode !== null || server.signalCode !== null) return;
			const ended = once(server, 'exit');
			server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
			await within(`PostgreSQL to end (${how})`, ended);
		},
		async remove() {
			await cluster.stop('immediate');
			rmSync(folder, { recursive: true, force: true });
		},
	};
	await cluster.start();
	return cluster;
}
