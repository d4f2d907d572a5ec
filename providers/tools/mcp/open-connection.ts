import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { jsonSchemaValidator as Validator } from '@modelcontextprotocol/sdk/validation/index.js';
import { boundedAnswers } from './bounded-answers';
import type { McpServer } from './mcp-server';
import { createProgramTransport } from './program-transport';

/** One session with a server. */
export interface Connection {
	client: Client;
	/** The server ended it. */
	lost(): boolean;
	close(): Promise<void>;
}

const connectMs = 30_000;
/** Time for the last messages to a server: a cancellation, the end of the session. */
const farewellMs = 1_000;

/** @throws errors of the SDK */
export async function openConnection(server: McpServer, signal: AbortSignal): Promise<Connection> {
	const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
	// Results are text for a model whatever their schema: result schemas, with their patterns, are never run.
	const jsonSchemaValidator = { getValidator: () => (data: unknown) => ({ valid: true, data }) } as unknown as Validator;
	const client = new Client({ name: 'troupe', version: '1.0.0' }, { capabilities: {}, jsonSchemaValidator });
	let lost = false;
	const { transport, farewell } = server.reach.kind === 'http' ? await overHttp(server.reach) : await toProgram(server.reach);
	client.onclose = () => {
		lost = true;
	};
	await client.connect(transport, { signal, timeout: connectMs });
	return {
		client,
		lost: () => lost,
		async close() {
			if (!lost) await farewell();
			await client.close();
		},
	};
}

async function overHttp({ url, headers, send }: McpServer['reach'] & { kind: 'http' }) {
	const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
	const pending = new Set<Promise<unknown>>();
	const bounded = boundedAnswers(send);
	const tracked: typeof fetch = (input, init) => {
		const answer = bounded(input, init);
		const settled = answer.catch(() => undefined).finally(() => pending.delete(settled));
		pending.add(settled);
		return answer;
	};
	const transport: StreamableHTTPClientTransport = new StreamableHTTPClientTransport(new URL(url), {
		requestInit: { headers },
		fetch: tracked,
	});
	const farewell = () => inTime(Promise.all([...pending, transport.terminateSession().catch(() => undefined)]));
	return { transport, farewell };
}

async function toProgram({ command, args, env }: McpServer['reach'] & { kind: 'program' }) {
	const { getDefaultEnvironment } = await import('@modelcontextprotocol/sdk/client/stdio.js');
	// It inherits only the variables for the user, the home folder and the program path.
	return { transport: createProgramTransport(command, args, { ...getDefaultEnvironment(), ...env }), farewell: () => Promise.resolve() };
}

async function inTime(work: Promise<unknown>): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, farewellMs);
	await Promise.race([work, promise]);
	clearTimeout(timer);
}
