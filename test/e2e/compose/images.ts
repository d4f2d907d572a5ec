/** What the images of docker-compose.yml bring: their programs, entry points and first preparations, with the programs of this machine. */
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { N8nHost } from '../../../scripts/lib/n8n.mjs';
import { run } from '../../../scripts/lib/processes.mjs';
import { type PortablePostgres, preparePrograms } from '../../support/servers/postgres-cluster';
import { waitUntil } from '../../support/wait-until';
import type { PreparedZeebe } from './prepared-zeebe';

/** Where a service runs. */
export interface Place {
	/** The address of its container. */
	address: string;
	folder: string;
	/** The path here of a path in its container. */
	path(inside: string): string;
}

export interface Image {
	/** Before it starts, such as a new database. */
	prepare?(place: Place, environment: Record<string, string>): Promise<void>;
	/** What its Dockerfile sets, and in place of a network of its own: the address to listen on. */
	environment(place: Place): Promise<Record<string, string>> | Record<string, string>;
	/** @param args `command` of the file */
	command(place: Place, args: string[]): Promise<string[]> | string[];
	/** Once its process runs. */
	afterStart?(place: Place, environment: Record<string, string>): Promise<void>;
	user?: { uid?: number; gid?: number };
}

const path = (...folders: string[]) => [...folders, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

/** A program of this machine that gets more arguments: those which a network of its own makes unnecessary. */
function wrap(place: Place, name: string, program: string, ...more: string[]): void {
	const folder = join(place.folder, 'bin');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, name), `#!/bin/sh\nexec ${program} ${more.join(' ')}\n`, { mode: 0o755 });
}

/** The entry point of a stage of deploy/Dockerfile. */
function entryPoint(stage: string): string[] {
	const text = readFileSync('deploy/Dockerfile', 'utf8').split(` AS ${stage}\n`)[1]!;
	return JSON.parse(/^ENTRYPOINT (.*)$/m.exec(text)![1]!) as string[];
}

/** @param unpacked the folder of the package */
export function troupeImage(unpacked: string, stage = 'troupe'): Image {
	return {
		environment: ({ folder }) => ({ PATH: path(dirname(process.execPath)), HOME: folder, NODE_ENV: 'production' }),
		command: (_place, args) => {
			const [, ...words] = entryPoint(stage);
			return [process.execPath, ...words.map((word) => word.replace('node_modules/n8n-nodes-troupe', unpacked)), ...args];
		},
	};
}

export function n8nImage(unpacked: string, { node, n8n }: N8nHost): Image {
	return {
		async prepare(place) {
			cpSync(unpacked, join(place.folder, 'image/n8n-nodes-troupe'), { recursive: true });
			cpSync('deploy/start-n8n.sh', join(place.folder, 'image/start-n8n.sh'));
			// n8n's own: runs n8n with the arguments.
			wrap(place, 'docker-entrypoint.sh', `${node} ${n8n}`, '"$@"');
		},
		environment: ({ address, folder, path: here }) => ({
			PATH: path(dirname(node)),
			HOME: dirname(here('/home/node/.n8n')),
			NODE_ENV: 'production',
			NO_PROXY: '*',
			N8N_LISTEN_ADDRESS: address,
			N8N_WORKER_SERVER_ADDRESS: address,
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: address,
			N8N_RUNNERS_TASK_BROKER_URI: `http://${address}:5679`,
			N8N_RUNNERS_GRANT_TOKEN_TTL: '300', // its 30 s are over on a busy machine
			TMPDIR: folder,
		}),
		command: ({ folder }, args) => {
			const [tini, dashes, script, entry] = entryPoint('n8n');
			if (tini !== 'tini' || dashes !== '--') throw new Error('deploy/Dockerfile starts n8n in another way than this test.');
			const inImage = script!.replace('/opt/troupe', join(folder, 'image'));
			return ['/bin/sh', inImage, join(folder, 'bin', entry!), ...args];
		},
	};
}

export const redisImage: Image = {
	async prepare(place) {
		wrap(place, 'redis-server', '/usr/bin/redis-server', '"$@"', `--bind ${place.address} --dir ${place.path('/data')}`);
		wrap(place, 'redis-cli', '/usr/bin/redis-cli', `-h ${place.address}`, '"$@"');
	},
	environment: ({ folder }) => ({ PATH: path(join(folder, 'bin')) }),
	command: (_place, args) => args,
};

export function zeebeImage({ javaHome, brokerFolder }: PreparedZeebe): Image {
	return {
		environment: ({ address, folder, path: here }) => ({
			PATH: path(),
			HOME: folder,
			JAVA_HOME: javaHome,
			// Its state is temporary: it starts faster, and no step waits for the disk.
			JAVA_OPTS: '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
			ZEEBE_BROKER_CLUSTER_RAFT_FLUSH_ENABLED: 'false',
			ZEEBE_BROKER_DATA_DIRECTORY: here('/usr/local/zeebe/data'),
			ZEEBE_LOG_PATH: here('/usr/local/zeebe/logs'),
			ZEEBE_BROKER_NETWORK_HOST: address,
			ZEEBE_BROKER_GATEWAY_NETWORK_HOST: address,
			SERVER_ADDRESS: address,
			MANAGEMENT_SERVER_ADDRESS: address,
			MANAGEMENT_SERVER_PORT: '9600',
		}),
		command: () => [join(brokerFolder, 'bin/broker')],
	};
}

/** Prepares a new database as the image's entry point does: initdb, then the scripts of /docker-entrypoint-initdb.d. */
export function postgresImage(portable: PortablePostgres, folder: string): Image {
	const { user, programs } = preparePrograms(folder, join(portable.folder, portable.programs), portable);
	const bin = { PATH: path(programs), LC_ALL: 'C', TZ: 'UTC' };
	const password = join(folder, 'superuser-password');
	return {
		user,
		environment: () => bin,
		async prepare(place, { POSTGRES_PASSWORD = '', POSTGRES_INITDB_ARGS = '' }) {
			const data = place.path('/var/lib/postgresql/data');
			writeFileSync(password, POSTGRES_PASSWORD);
			chmodSync(data, 0o700);
			for (const each of [data, folder, place.path('/var/run/postgresql'), password]) if (user) chownSync(each, user.uid, user.gid);
			const args = ['-D', data, '-U', 'postgres', '-E', 'UTF8', `--pwfile=${password}`, ...POSTGRES_INITDB_ARGS.split(' ')];
			await must('initdb', args, { env: bin, cwd: folder, ...user });
		},
		command: (place) => {
			const settings = { listen_addresses: place.address, unix_socket_directories: place.path('/var/run/postgresql'), fsync: 'off' };
			const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
			return [join(programs, 'postgres'), '-D', place.path('/var/lib/postgresql/data'), ...args];
		},
		async afterStart(place, environment) {
			const env = { ...environment, PGHOST: place.address, PGPASSWORD: environment.POSTGRES_PASSWORD };
			const psql = ['-X', '-v', 'ON_ERROR_STOP=1', '-U', 'postgres', '-d', 'postgres'];
			const answers = async () => (await run('psql', [...psql, '-c', 'SELECT 1'], { env })).code === 0;
			await waitUntil('PostgreSQL', answers, { everyMs: 100 });
			const scripts = place.path('/docker-entrypoint-initdb.d');
			for (const script of readdirSync(scripts).sort()) await must('psql', [...psql, '-f', join(scripts, script)], { env });
		},
	};
}

async function must(program: string, args: string[], options: Parameters<typeof run>[2]): Promise<void> {
	const { code, tail } = await run(program, args, options);
	if (code !== 0) throw new Error(`${program} exited with ${code}: ${tail}`);
}
