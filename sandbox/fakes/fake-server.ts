import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A received request, recorded for assertions. */
export interface FakeCall {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	/** Parsed when it was JSON, the text otherwise. */
	body: unknown;
	bytes: Uint8Array;
	/** The status of the response; 0 until it is sent. */
	status: number;
	/** True if the client disconnected before the response was complete. */
	aborted: boolean;
}

/** An answer in words, which the server writes in its own protocol. */
export interface TextReply {
	text: string;
	/** Tools that the model wants to be called, after the text. A string is sent as it stands, as models do that write no JSON. */
	calls?: Array<{ name: string; input: object | string }>;
	finish?: 'stop' | 'length' | 'content-filter';
	/** `null`: the server gives no figures, as some compatible servers do. Default: counted from the characters. */
	usage?: { input: number; output: number; cached?: number; cacheWrite?: number; reasoning?: number } | null;
	/** What the model thought before it spoke, where the protocol shows it. */
	thought?: string;
	delayMs?: number;
	/** Breaks the connection after this many text parts of a stream, or in the middle of a body. */
	cutAfter?: number;
	/** An error body sent as an event when the text was streamed, in place of the end. */
	failWith?: unknown;
}

/** An answer given byte for byte: faults, web pages, garbage. */
export interface RawReply {
	status: number;
	headers?: Record<string, string>;
	/** Strings and bytes are sent as they stand, everything else as JSON. */
	body: unknown;
	delayMs?: number;
	/** Breaks the connection in the middle of the body. */
	cutAfter?: number;
}

/** A JSON object of a request, of which a check reads the fields. */
export type Fields = Record<string, unknown>;

export type FakeReply = TextReply | RawReply;

/** A stand-in of an outside service on the loopback address. */
export interface FakeServer {
	/** Without a slash at the end. */
	readonly url: string;
	readonly calls: FakeCall[];
	/** Sets the next replies, which are used before the responder. Refused requests do not use one. */
	script(replies: FakeReply[]): void;
	/** Chooses replies to calls that have no scripted one, until the next choice. Undefined, of the choice or for a call: the responder answers. */
	failWith(choose: ((call: FakeCall) => FakeReply | undefined) | undefined): void;
	close(): Promise<void>;
}

/** The response of a stand-in in its protocol. */
export interface WireAnswer {
	status: number;
	headers?: Record<string, string>;
	/** A body, or the parts of a stream. */
	body: string | string[] | Uint8Array;
	delayMs?: number;
	/** Breaks the connection after this many parts, or in the middle of a body. */
	cutAfter?: number;
}

/** Starts a server that records each call and sends the result of `answer`. @param port 0: a free one */
export async function startFakeServer(
	answer: (call: FakeCall, nextReply: () => FakeReply | undefined) => WireAnswer | Promise<WireAnswer>,
	port = 0,
): Promise<FakeServer> {
	const calls: FakeCall[] = [];
	const replies: FakeReply[] = [];
	let choose: Parameters<FakeServer['failWith']>[0];
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const call = await readCall(request);
		calls.push(call);
		const gone = new AbortController();
		response.on('close', () => {
			call.aborted = !response.writableFinished && !cut.has(response);
			gone.abort();
		});
		const answered = await answer(call, () => replies.shift() ?? choose?.(call));
		call.status = answered.status;
		await send(answered, response, gone.signal).catch((error: unknown) => {
			if (!gone.signal.aborted) throw error;
		});
	};
	const server = createServer((request, response) => void handle(request, response));
	// A test on a busy machine can pause for longer than the usual five seconds. Then the server would close a connection that is just reused.
	server.keepAliveTimeout = 0;
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		script: (next) => void replies.push(...next),
		failWith: (next) => void (choose = next),
		close: () => close(server),
	};
}

/** Converts a raw reply to a response. */
export function rawAnswer(reply: RawReply): WireAnswer {
	const { status, body } = reply;
	const type =
		typeof body === 'string' ? 'text/html; charset=utf-8' : body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
	return {
		status,
		headers: { 'content-type': type, ...reply.headers },
		body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter,
	};
}

/** Formats the arguments of a tool call as a model writes them. */
export function formatArguments(input: object | string): string {
	return typeof input === 'string' ? input : JSON.stringify(input);
}

/** Counts about one token for four characters, which is enough for a stand-in. */
export function countTokens(text: string): number {
	return Math.ceil(text.length / 4);
}

/** Connections that the server broke on purpose. */
const cut = new WeakSet<ServerResponse>();

async function readCall(request: IncomingMessage): Promise<FakeCall> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const bytes = Buffer.concat(chunks);
	const { method = '', url: path = '', headers } = request;
	return { method, path, headers, body: parse(bytes.toString('utf8')), bytes, status: 0, aborted: false };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

async function send(answer: WireAnswer, response: ServerResponse, gone: AbortSignal): Promise<void> {
	if (answer.delayMs) await wait(answer.delayMs, undefined, { signal: gone });
	const parts = Array.isArray(answer.body) ? answer.body : halves(Buffer.from(answer.body as string));
	const length = Array.isArray(answer.body) ? {} : { 'content-length': String(Buffer.from(answer.body as string).length) };
	response.writeHead(answer.status, { ...length, ...answer.headers });
	for (const part of parts.slice(0, answer.cutAfter)) {
		response.write(part);
		// One part a packet, so that clients meet them one by one.
		if (parts.length > 2) await wait(0, undefined, { signal: gone });
	}
	if (answer.cutAfter === undefined) response.end();
	else breakConnection(response);
}

function halves(body: Buffer): Buffer[] {
	const middle = Math.ceil(body.length / 2);
	return [body.subarray(0, middle), body.subarray(middle)];
}

function breakConnection(response: ServerResponse): void {
	cut.add(response);
	// After the parts written so far have left.
	response.write('', () => response.destroy());
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
}
