import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createMcpHandler, type Server } from '@modelcontextprotocol/server';

/** Starts a server of the newer revision only, made with its SDK, for tests. */
export async function startStatelessServer(create: () => Server) {
	const handler = createMcpHandler(create, { legacy: 'reject' });
	const seen: Array<{ method: string; session: boolean; headers: Record<string, unknown> }> = [];
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await text(request);
		const headers = request.headers as Record<string, string>;
		seen.push({ method: (JSON.parse(body) as { method: string }).method, session: 'mcp-session-id' in headers, headers });
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
