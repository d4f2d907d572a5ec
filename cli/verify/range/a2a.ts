import { randomUUID } from 'node:crypto';
import { type HttpAnswer, sendCall } from './http-call';
import { orderCall } from './orders';
import type { RangeService } from './service';

/** Calls an agent of the range's service over A2A. @param key a credential */
export const callAgent = (
	{ url }: Pick<RangeService, 'url'>,
	key: string,
	method: string,
	params: object,
	agent = 'offered-clerk',
): Promise<HttpAnswer> =>
	sendCall(url, {
		...{ method: 'POST', path: `/a2a/${agent}` },
		headers: { authorization: `Bearer ${key}`, 'a2a-version': '1.0' },
		body: { jsonrpc: '2.0', id: 1, method, params },
	});

/** A message of a user, with text and data. */
export const say = (text: string, data?: object, task?: { taskId: string }) => ({
	message: { messageId: randomUUID(), role: 'ROLE_USER', parts: [{ text }, ...(data ? [{ data }] : [])], ...task },
});

const readTaskId = (body: string): string | undefined =>
	/"task":\s*\{\s*"id":\s*"([^"]+)"/.exec(body)?.[1] ?? /"id":\s*"([0-9a-f-]{20,})"/.exec(body)?.[1];

/** Sends a message that begins a task. Returns the ID of the task, if the answer has one, and the answer. */
export async function startTask(service: RangeService, key: string, text: string): Promise<{ id: string | undefined; body: string }> {
	const { body } = await callAgent(service, key, 'SendMessage', say(text));
	return { id: readTaskId(body), body };
}

/** Has the offered agent ask a person about a transfer. Returns the task, and the call that waits. @throws Error if it does not wait */
export async function startTransfer(service: RangeService, key: string): Promise<{ taskId: string; callId: string }> {
	const { id: taskId, body } = await startTask(service, key, orderCall('transfer', { amount: 1 }));
	const callId = /"id":\s*"(call[^"]*)"/.exec(body)?.[1] ?? /call_\d+(?:_\d+)*/.exec(body)?.[0];
	if (taskId === undefined || callId === undefined || !/INPUT_REQUIRED/.test(body))
		throw new Error(`The task does not wait: ${body.slice(-300)}`);
	return { taskId, callId };
}

/** Approves a call that waits, over `/approvals`. */
export const approveTransfer = (
	{ url }: RangeService,
	key: string,
	{ taskId, callId }: { taskId: string; callId: string },
): Promise<HttpAnswer> =>
	sendCall(url, {
		...{ method: 'POST', path: `/approvals/a2a-${taskId}`, headers: { authorization: `Bearer ${key}` } },
		body: { decisions: [{ id: callId, approved: true }] },
	});
