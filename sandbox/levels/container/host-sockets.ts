import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { nameSocket } from '../kernel/connect-to-host';
import type { Outputs } from '../runner-source';
import { type ContainerUser, giveTo } from './container';

const input = 0;

/** Descriptors that a containerized process connects to the host. @param own those above standard error */
export const listSockets = (own: readonly number[], outputs: Outputs): number[] => [input, ...own, ...outputs];

/** One socket per descriptor in the run's folder. Each accepts one connection and is removed before the script is known. */
export class HostSockets {
	readonly #servers: Server[];
	readonly connected: Promise<Map<number, Socket>>;

	static async listen(folder: string, descriptors: readonly number[], user: ContainerUser): Promise<HostSockets> {
		const servers = descriptors.map(() => createServer());
		const connected = Promise.all(
			servers.map(async (server, index): Promise<[number, Socket]> => {
				const [socket] = (await once(server, 'connection')) as [Socket];
				socket.on('error', () => undefined); // the process may be gone
				rmSync(join(folder, nameSocket(descriptors[index]!)), { force: true });
				server.close();
				return [descriptors[index]!, socket];
			}),
		).then((pairs) => new Map(pairs));
		connected.catch(() => undefined); // its reader may have given up
		const sockets = new HostSockets(servers, connected);
		try {
			for (const [index, server] of servers.entries()) await listenAt(server, join(folder, nameSocket(descriptors[index]!)), user);
			return sockets;
		} catch (error) {
			sockets.close();
			throw error;
		}
	}

	private constructor(servers: Server[], connected: Promise<Map<number, Socket>>) {
		this.#servers = servers;
		this.connected = connected;
	}

	close(): void {
		for (const server of this.#servers) server.close();
	}
}

async function listenAt(server: Server, path: string, user: ContainerUser): Promise<void> {
	server.listen(path);
	await once(server, 'listening');
	giveTo(user, path);
}
