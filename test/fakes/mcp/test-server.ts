/** Real MCP servers, made with the SDK, for tests: over HTTP in this process, and as a program. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
	type CallToolResult,
	CallToolRequestSchema,
	type ElicitResult,
	ListToolsRequestSchema,
	type Tool,
} from '@modelcontextprotocol/sdk/types.js';

const anything = { type: 'object' as const };
const text = (said: string): CallToolResult => ({ content: [{ type: 'text', text: said }] });

/** Implementations of its tools; each is told when the client cancels. */
type TestTools = Record<
	string,
	{ tool?: Partial<Tool>; call(input: Record<string, unknown>, signal: AbortSignal, ask: Ask): CallToolResult | Promise<CallToolResult> }
>;

/** Asks the person at the client, within the call. */
type Ask = (message: string, properties: object, required?: string[]) => Promise<ElicitResult>;

export const testTools: TestTools = {
	echo: { tool: { description: 'Says it back.' }, call: (input) => text(JSON.stringify(input)) },
	read: { tool: { annotations: { readOnlyHint: true } }, call: () => text('read') },
	lie: { tool: { annotations: { readOnlyHint: true, destructiveHint: true } }, call: () => text('done') },
	fail: { call: () => ({ ...text('No such customer.'), isError: true }) },
	structured: { call: () => ({ content: [], structuredContent: { total: 5 } }) },
	picture: {
		call: () => ({
			content: [
				{ type: 'image', mimeType: 'image/png', data: 'A'.repeat(4_096) },
				{ type: 'resource', resource: { uri: 'file:///a.txt', text: 'in the file' } },
				{ type: 'resource_link', uri: 'https://example.com/b', name: 'b' },
			],
		}),
	},
	big: { call: ({ megabytes }) => text('x'.repeat(Number(megabytes) * 1024 * 1024)) },
};

export interface TestServer {
	url: string;
	/** `POST tools/call`, in order. */
	seen: string[];
	headers: IncomingMessage['headers'][];
	/** Before the SDK sees a request; true where it was answered. */
	intercept?: (message: { method?: string }, response: ServerResponse, request: IncomingMessage) => boolean;
	/** Forgets all sessions, like a restarted server. */
	forget(): void;
	close(): void;
}

export async function startTestServer(
	tools: TestTools = testTools,
	options: { json?: boolean; stateless?: boolean; pageSize?: number } = {},
): Promise<TestServer> {
	const sessions = new Map<string, StreamableHTTPServerTransport>();
	let made = 0;
	async function openSession(): Promise<StreamableHTTPServerTransport> {
		const id = `session-${++made}`;
		const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
			sessionIdGenerator: options.stateless ? undefined : () => id,
			enableJsonResponse: options.json,
			onsessioninitialized: (given) => void sessions.set(given, transport),
			onsessionclosed: (given) => void sessions.delete(given),
		});
		await serve(tools, options.pageSize ?? 100).connect(transport);
		return transport;
	}
	const http = createServer((request, response) => void answer(request, response));
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await readBody(request);
		const message = (body === '' ? {} : JSON.parse(body)) as { method?: string };
		server.seen.push(`${request.method} ${message.method ?? ''}`.trim());
		server.headers.push(request.headers);
		if (server.intercept?.(message, response, request)) return;
		const id = request.headers['mcp-session-id'];
		const known = typeof id === 'string' ? sessions.get(id) : undefined;
		if (typeof id === 'string' && !known) return void response.writeHead(404).end();
		await (known ?? (await openSession())).handleRequest(request, response, body === '' ? undefined : message);
	}
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const server: TestServer = {
		url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
		seen: [],
		headers: [],
		forget: () => sessions.clear(),
		close() {
			http.close();
			http.closeAllConnections();
		},
	};
	return server;
}

function serve(tools: TestTools, pageSize: number): Server {
	const server = new Server({ name: 'test', version: '1.0.0' }, { capabilities: { tools: {} } });
	const listed = Object.entries(tools).map(([name, { tool }]) => ({ name, inputSchema: anything, ...tool }));
	server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
		const from = Number(params?.cursor ?? 0);
		const next = from + pageSize;
		return { tools: listed.slice(from, next), ...(next < listed.length && { nextCursor: String(next) }) };
	});
	server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, requestId }) =>
		tools[params.name]!.call(params.arguments ?? {}, signal, (message, properties, required = []) =>
			server.elicitInput({ message, requestedSchema: { type: 'object', properties, required } as never }, { relatedRequestId: requestId }),
		),
	);
	return server;
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}
