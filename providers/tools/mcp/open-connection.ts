import type {
	Client,
	JSONRPCMessage,
	jsonSchemaValidator as Validator,
	StreamableHTTPClientTransport,
	Transport,
} from '@modelcontextprotocol/client';
import { pause } from '../../../core/base/async/pause';
import { planRetry } from '../../../core/base/async/retry-policy';
import type { RetryPolicy } from '../../../core/base/async/retry-policy';
import { BoundedCache } from '../../../core/base/bounded-cache';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { SessionElicitations } from './elicitation/session-elicitations';
import { boundedAnswers } from './bounded-answers';
import type { McpServer } from './mcp-server';
import { createProgramTransport } from './program-transport';
import { letTasksThrough, taskCapability } from './tasks/task-results';
import { findStatus, isUnreached, oldestRevision } from './to-source-error';
import { changeReceived } from './change-received';

/** Longer pauses are reported to the model: a used-up quota does not return while it waits. */
const longestMs = 10_000;
const policy: RetryPolicy = { maxAttempts: 3, firstMs: 500, maxMs: longestMs };
const never = new AbortController().signal;

/** Retries requests that the server refused unprocessed: 429, or 503 with a wait time. */
function patientFetch(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		for (let attempts = 1; ; attempts += 1) {
			const response = await send(url, init);
			const pauseMs = planPause(response, attempts);
			if (pauseMs === undefined) return response;
			await response.body?.cancel();
			if (!(await pause(pauseMs, init?.signal ?? never))) init!.signal!.throwIfAborted();
		}
	};
}

function planPause({ status, headers }: Response, attempts: number): number | undefined {
	const retryAfterMs = readRetryAfter(headers);
	const isBusy = status === 429 || (status === 503 && retryAfterMs !== undefined);
	return isBusy && (retryAfterMs ?? 0) <= longestMs ? planRetry(policy, { attempts, retryAfterMs }) : undefined;
}

/** A connection with a session (2025-11-25), or without one (2026-07-28). */
export interface Connection {
	client: Client;
	elicitations: SessionElicitations;
	lost(): boolean;
	close(): Promise<void>;
}

const connectMs = 30_000;
/** Programs of the earlier revision can ignore the revision query. */
const probeMs = 5_000;
/** Max time for last messages: a cancellation, the end of the session. */
const farewellMs = 1_000;

/** Caches servers of the earlier revision for a while. */
const earlier = new BoundedCache<number>(500);
const earlierMs = 600_000;

/** Queries the revision first; opens a session for an earlier one. @throws errors of the SDK */
export async function openConnection(server: McpServer, signal: AbortSignal): Promise<Connection> {
	const { reach } = server;
	const key = reach.kind === 'http' ? reach.url : `program ${reach.key}`;
	if ((earlier.get(key) ?? 0) > performance.now()) return connect(server, 'legacy', signal);
	try {
		const connection = await connect(server, 'auto', signal);
		if (connection.client.getProtocolEra() === 'legacy') earlier.set(key, performance.now() + earlierMs);
		return connection;
	} catch (error) {
		signal.throwIfAborted();
		if (!couldBeEarlier(error)) throw error;
		const connection = await connect(server, 'legacy', signal);
		earlier.set(key, performance.now() + earlierMs);
		return connection;
	}
}

/** An older server can fail on the unknown query: it ends, stays silent, or returns its own fault. */
function couldBeEarlier(error: unknown): boolean {
	const status = findStatus(error);
	return status === undefined ? !isUnreached(error) : status >= 500;
}

async function connect(server: McpServer, mode: 'auto' | 'legacy', signal: AbortSignal): Promise<Connection> {
	const { Client, SUPPORTED_PROTOCOL_VERSIONS } = await import('@modelcontextprotocol/client');
	// The client would run schemas' patterns unguarded; result-schema.ts checks results.
	const jsonSchemaValidator = { getValidator: () => (data: unknown) => ({ valid: true, data }) } as unknown as Validator;
	const client = new Client(
		{ name: 'troupe', version: '1.0.0' },
		{
			capabilities: { elicitation: { form: {} }, ...taskCapability },
			// The run asks persons itself.
			inputRequired: { autoFulfill: false },
			jsonSchemaValidator,
			supportedProtocolVersions: SUPPORTED_PROTOCOL_VERSIONS.filter((revision) => revision >= oldestRevision),
			versionNegotiation: { mode, ...(server.reach.kind === 'program' && { probe: { timeoutMs: probeMs } }) },
		},
	);
	const elicitations = new SessionElicitations();
	client.setRequestHandler('elicitation/create', ({ params }) => elicitations.answer(params));
	let lost = false;
	const { transport, farewell } = server.reach.kind === 'http' ? await overHttp(server.reach) : toProgram(server.reach);
	client.onclose = () => {
		lost = true;
	};
	try {
		await client.connect(letTasksThrough(filterMessages(transport, server.signed)), { signal, timeout: connectMs });
	} catch (error) {
		await transport.close();
		throw error;
	}
	return {
		client,
		elicitations,
		lost: () => lost,
		async close() {
			if (!lost) await farewell();
			await client.close();
		},
	};
}

async function overHttp({ url, headers, send }: McpServer['reach'] & { kind: 'http' }) {
	const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
	const pending = new Set<Promise<unknown>>();
	const bounded = boundedAnswers(patientFetch(send));
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
	return { transport: transport as Transport, farewell };
}

const toProgram = ({ start }: McpServer['reach'] & { kind: 'program' }) => ({
	transport: createProgramTransport(start),
	farewell: () => Promise.resolve(),
});

async function inTime(work: Promise<unknown>): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, farewellMs);
	await Promise.race([work, promise]);
	clearTimeout(timer);
}

/** Passes only signed answers, if required. Call before other changes, as it reads messages as on the wire. */
function filterMessages<Some extends Transport>(transport: Some, signed: McpServer['signed']): Some {
	if (!signed) return transport;
	const send = transport.send.bind(transport);
	const { ask, check } = signed.open((answer) => void send(answer as JSONRPCMessage));
	transport.send = (message, options) => send(ask(message) as JSONRPCMessage, options);
	changeReceived(transport, (message) => check(message) as JSONRPCMessage);
	return transport;
}
