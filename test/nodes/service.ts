import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Service {
	url: string;
	/** What was asked, in order. */
	asked: Array<{ method?: string; url?: string; headers: IncomingMessage['headers']; body: string }>;
	close(): Promise<void>;
}

type Answer = (response: ServerResponse, request: Service['asked'][number]) => void;

/** Starts an HTTP service that nodes call. */
export async function startService(answer: Answer): Promise<Service> {
	const asked: Service['asked'] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const { method, url, headers } = request;
			const seen = { method, url, headers, body };
			asked.push(seen);
			answer(response, seen);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Answers with a status and JSON. */
export function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
