import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getErrorMessage } from '../../core/base/errors';
import type { OutsideAnswer } from './outlet';
import { isRefusal } from './read-request';

const perConnection = new Set([
	'connection',
	'keep-alive',
	'transfer-encoding',
	'content-length',
	'content-encoding',
	'upgrade',
	'trailer',
]);

/** Streams an answer: reads no more of it than the code takes. @param isLast the connection ends with it @throws what the body throws */
export async function sendAnswer(
	response: ServerResponse,
	{ status, headers, length, body }: OutsideAnswer,
	{ isLast, signal }: { isLast: boolean; signal: AbortSignal },
): Promise<void> {
	if (response.destroyed) return;
	const kept = headers.filter(([name]) => !perConnection.has(name.toLowerCase()));
	if (length !== undefined && status !== 204 && status !== 304) kept.push(['content-length', String(length)]);
	if (isLast) kept.push(['connection', 'close']);
	response.writeHead(status, kept.flat());
	// Code waits for a stream's headers before its body begins.
	if (length === undefined) response.flushHeaders();
	await pipeline(body, response, { signal });
}

/** Explains a missing answer. A begun answer is broken off, which tells the code that it is incomplete. */
export function sendRefusal(response: ServerResponse, error: unknown): void {
	if (response.destroyed || response.headersSent) return void response.destroy();
	const body = Buffer.from(JSON.stringify({ error: { message: getErrorMessage(error) } }));
	response.writeHead(isRefusal(error) ? error.status : 502, {
		'content-type': 'application/json',
		'troupe-sandbox': 'refused',
		'content-length': body.length,
	});
	response.end(body);
}
