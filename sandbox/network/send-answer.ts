import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getErrorMessage } from '../../core/base/errors';
import type { OutsideAnswer } from './outlet';
import { isRefusal } from './read-request';

/** Headers of a response that are about one connection, or the length of a body that was unpacked. */
const perConnection = new Set([
	'connection',
	'keep-alive',
	'transfer-encoding',
	'content-length',
	'content-encoding',
	'upgrade',
	'trailer',
]);

/**
 * Passes an answer on as it comes: no more of it is read than the code takes.
 * @param isLast whether its connection ends with it
 * @throws what the body throws
 */
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
	// Code waits for the headers of a stream before there is anything of its body.
	if (length === undefined) response.flushHeaders();
	await pipeline(body, response, { signal });
}

/** Says why there is no answer. An answer that has begun is broken off, which is how code sees that it is not whole. */
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
