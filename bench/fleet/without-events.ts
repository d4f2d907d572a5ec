import { createServer, request as ask } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A proxy before the registry that passes polls and refuses event streams. */
export async function withoutEvents(registry: string): Promise<{ url: string; close(): void }> {
	const server = createServer((from, to) => {
		if (from.url?.includes('/events')) return void to.writeHead(503).end();
		const onward = ask(`${registry}${from.url}`, { method: from.method, headers: from.headers }, (answer) => {
			to.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(to);
		});
		onward.on('error', () => to.destroy());
		from.pipe(onward);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
