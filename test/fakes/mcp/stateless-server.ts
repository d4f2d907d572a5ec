import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createMcpHandler, type Server } from '@modelcontextprotocol/server';

/**
 * Starts a server of the newer revision only, made with its SDK, for tests.
 * @param intercept is called before the SDK sees a request; true where it was answered
 */
export async function startStatelessServer(create: () => Server, intercept?: (method: string, response: ServerResponse) => boolean) {
	const handler = createMcpHandler(create, { legacy: 'reject' });
	const seen: Array<{ method: string; session: boolean; headers: Record<string, unknown> }> = [];
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await text(request);
		const headers = request.headers as Record<string, string>;
		const { method } = JSON.parse(body) as { method: string };
		seen.push({ method, session: 'mcp-session-id' in headers, headers });
		if (intercept?.(method, response)) return;
		const reply = await handler.fetch(new Request(`http://localhost${request.url}`, { method: 'POST', headers, body }));
		response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(Buffer.from(await reply.arrayBuffer()));
	}
	const http = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const close = () => {
		http.close();
		http.closeAllConnections();
	};
	return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, seen, close };
}
