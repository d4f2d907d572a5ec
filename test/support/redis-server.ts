import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { startService } from '../../scripts/lib/processes.mjs';
import { within } from './wait-until';

/** A Redis for one test: in memory, on its own port, stopped with the test. */
export interface RedisServer {
	port: number;
	stop(): Promise<void>;
}

/** The `redis-server` of this machine. Undefined where there is none. */
export function findRedis(): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
	return folders.map((folder) => join(folder, 'redis-server')).find((place) => existsSync(place));
}

/** Starts one, and waits until it answers. */
export async function startRedis(program: string): Promise<RedisServer> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-redis-'));
	const port = await freePort();
	const ready = Promise.withResolvers<void>();
	const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
	const server = startService(program, options, {
		onOutput: (text) => void (text.includes('Ready to accept connections') && ready.resolve()),
	});
	void server.ended.then(() => ready.reject(new Error(`Redis ended before it was ready:\n${server.tail()}`)));
	await within('Redis', ready.promise, { seen: server.tail });
	return {
		port,
		stop: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
