import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createCluster } from '../support/servers/postgres-cluster';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { createOwner, startN8n, startN8nWorker } from '../../scripts/lib/n8n.mjs';
import { bootedN8n, owner } from './boot';
import { N8nApi } from './n8n-api';
import { startRedis } from '../support/servers/redis-server';

/** A machine of the two: its n8n and the packages in that, the log, and what gate and client keep. */
export interface QueueMachine {
	userFolder: string;
	/** Troupe's package. */
	installed: string;
	home: string;
	logFile: string;
}

/** n8n as on large sites: a main process that queues and a worker that runs, each on its own machine, with PostgreSQL and Redis. */
export interface QueueMode {
	api: N8nApi;
	main: QueueMachine;
	worker: QueueMachine;
	url: string;
	/** The metrics of the worker. */
	workerMetrics: string;
	/** A new database on its PostgreSQL, as the fields of Troupe's credential. */
	createDatabase(): Promise<object>;
	stop(): Promise<void>;
}

export interface QueueModeOptions {
	/** Everything lies here. */
	folder: string;
	redis: string;
	/** The packages that both run, as n8n's folder `nodes` holds them. */
	packages: string;
	/** What each machine's home begins with: the pinned root. */
	home: string;
	env: Record<string, string>;
}

export async function startQueueMode({ folder, redis: program, packages, home, env }: QueueModeOptions): Promise<QueueMode> {
	const { settings } = bootedN8n();
	const stops: Array<() => Promise<unknown>> = [];
	const stop = async () => {
		for (const end of stops.reverse()) await end();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		const [redis, cluster] = await Promise.all([startRedis(program), createCluster()]);
		stops.push(
			() => redis.stop(),
			() => cluster.remove(),
		);
		const queue = { ...env, ...queueOn(await cluster.createDatabase(), redis.port) };
		const machine = async (name: string): Promise<QueueMachine> => {
			const userFolder = join(folder, name);
			const nodes = '.n8n/nodes';
			await mkdir(join(userFolder, '.n8n'), { recursive: true });
			await cp(packages, join(userFolder, nodes), { recursive: true });
			await cp(home, join(userFolder, 'home'), { recursive: true });
			const installed = join(userFolder, nodes, 'node_modules/n8n-nodes-troupe');
			return { userFolder, installed, home: join(userFolder, 'home'), logFile: join(userFolder, 'n8n.log') };
		};
		const [main, worker] = await Promise.all([machine('main'), machine('worker')]);
		const on = ({ userFolder, installed, home: own, logFile }: QueueMachine, more: Record<string, string> = {}) => ({
			host: settings.host,
			readyTimeoutMs: 300_000, // two starts and all migrations, maybe beside other tests
			...{ userFolder, logFile, hooks: [join(installed, 'dist/n8n-hooks.js')], env: { ...queue, TROUPE_HOME: own, ...more } },
		});
		const started = await startN8n(on(main));
		stops.push(() => started.stop());
		// The addresses that an execution tells, such as where it goes on, are the main process's.
		const port = await freePort();
		const more = { WEBHOOK_URL: `${started.url}/`, N8N_METRICS: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) };
		const working = await startN8nWorker({ ...on(worker, more), concurrency: 1 });
		stops.push(() => working.stop());
		const { cookie } = await createOwner({ url: started.url, ...owner });
		const createDatabase = async () => credentialOf(await cluster.createDatabase());
		const workerMetrics = `http://127.0.0.1:${port}/metrics`;
		return { api: new N8nApi(started.url, cookie), main, worker, url: started.url, workerMetrics, createDatabase, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function queueOn(database: string, redisPort: number): Record<string, string> {
	const { hostname, port, username, pathname } = new URL(database);
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: 'troupe-e2e',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: hostname,
		DB_POSTGRESDB_PORT: port,
		DB_POSTGRESDB_DATABASE: pathname.slice(1),
		DB_POSTGRESDB_USER: username,
		DB_POSTGRESDB_PASSWORD: 'trusted', // n8n wants one; the cluster asks for none
	};
}

/** The fields of the credential Troupe Database for the address of a test's database. */
export function credentialOf(database: string): object {
	const { hostname, port, username: user, pathname, searchParams } = new URL(database);
	const host = searchParams.get('host') ?? hostname;
	return { host, port: Number(port || 5432), user, database: pathname.slice(1), password: 'trusted', ssl: 'disable' };
}

/** What the gate and the client of a machine wrote down. */
export async function readAudit({ home }: QueueMachine): Promise<Array<Record<string, unknown>>> {
	const text = await readFile(join(home, 'audit/manifests.jsonl'), 'utf8').catch(() => '');
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Record<string, unknown>);
}
