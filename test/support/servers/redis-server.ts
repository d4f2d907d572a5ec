import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../../scripts/lib/free-port.mjs';
import { startService } from '../../../scripts/lib/processes.mjs';
import { within } from '../wait-until';

/** A Redis for one test: in memory, on its own port, stopped with the test. */
export interface RedisServer {
	port: number;
	url: string;
	/** Ends it without a farewell (SIGKILL), makes it silent (SIGSTOP), or lets it go on (SIGCONT). */
	signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
	stop(): Promise<void>;
}

interface RedisOptions {
	/** Default: a free one. */
	port?: number;
	/** More arguments, such as `--requirepass`, `secret`. */
	settings?: string[];
	/** Whether clients connect with TLS. */
	tls?: boolean;
}

/** The `redis-server` of this machine. Undefined where there is none. */
export function findRedis(): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
	return folders.map((folder) => join(folder, 'redis-server')).find((place) => existsSync(place));
}

/** Starts one, and waits until it answers. */
export async function startRedis(program: string, { port: wanted, settings = [], tls = false }: RedisOptions = {}): Promise<RedisServer> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-redis-'));
	const port = wanted ?? (await freePort());
	const ready = Promise.withResolvers<void>();
	const ports = tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
	const options = [...ports, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', ...settings];
	const server = startService(program, options, {
		onOutput: (text) => void (text.includes('Ready to accept connections') && ready.resolve()),
	});
	void server.ended.then(() => ready.reject(new Error(`Redis ended before it was ready:\n${server.tail()}`)));
	await within('Redis', ready.promise, { seen: server.tail });
	return {
		port,
		url: `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
		signal: (signal) => void server.child.kill(signal),
		stop: async () => {
			server.child.kill('SIGCONT');
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
