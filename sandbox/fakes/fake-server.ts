import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface FakeCall {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	/** Parsed JSON, otherwise text. */
	body: unknown;
	bytes: Uint8Array;
	/** 0 until the response is sent. */
	status: number;
	aborted: boolean;
}

export interface TextReply {
	text: string;
	/** Tool calls after the text. A string is sent unchanged, for models that write invalid JSON. */
	calls?: Array<{ name: string; input: object | string }>;
	finish?: 'stop' | 'length' | 'content-filter';
	/** `null`: the server gives no figures, as some compatible servers do. Default: counted from the characters. */
	usage?: { input: number; output: number; cached?: number; cacheWrite?: number; reasoning?: number } | null;
	/** Thoughts before the text, where the protocol shows them. */
	thought?: string;
	delayMs?: number;
	/** Breaks the connection after this many text parts of a stream, or in the middle of a body. */
	cutAfter?: number;
	/** An error body sent as an event after the text, in place of the end. */
	failWith?: unknown;
}

export interface RawReply {
	status: number;
	headers?: Record<string, string>;
	/** Strings and bytes are sent unchanged, other values as JSON. */
	body: unknown;
	delayMs?: number;
	cutAfter?: number;
}

export type Fields = Record<string, unknown>;

export type FakeReply = TextReply | RawReply;

export interface FakeServer {
	/** Without a slash at the end. */
	readonly url: string;
	readonly calls: FakeCall[];
	/** Sets the next replies, before the responder. Refused requests do not use one. */
	script(replies: FakeReply[]): void;
	/** Chooses replies to calls without a scripted one. Undefined, as choice or for a call: the responder answers. */
	failWith(choose: ((call: FakeCall) => FakeReply | undefined) | undefined): void;
	close(): Promise<void>;
}

export interface WireAnswer {
	status: number;
	headers?: Record<string, string>;
	body: string | string[] | Uint8Array;
	delayMs?: number;
	/** Breaks the connection after this many parts, or in the middle of a body. */
	cutAfter?: number;
}

/** Records each call and sends the result of `answer`. @param port 0: a free one */
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
	// A busy test machine can pause longer than the default five seconds, and the server would close a reused connection.
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

export function formatArguments(input: object | string): string {
	return typeof input === 'string' ? input : JSON.stringify(input);
}

export function countTokens(text: string): number {
	return Math.ceil(text.length / 4);
}

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
		// One part a packet, so that clients receive them one by one.
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
	response.write('', () => response.destroy());
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
}
