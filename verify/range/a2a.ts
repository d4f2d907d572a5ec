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
		method: 'POST',
		path: `/a2a/${agent}`,
		headers: { authorization: `Bearer ${key}`, 'a2a-version': '1.0' },
		body: { jsonrpc: '2.0', id: 1, method, params },
	});

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
export async function startTransfer(service: RangeService, key: string): Promise<WaitingCall> {
	const { id: taskId, body } = await startTask(service, key, orderCall('transfer', { amount: 1 }));
	const callId = /"id":\s*"(call[^"]*)"/.exec(body)?.[1] ?? /call_\d+(?:_\d+)*/.exec(body)?.[0];
	if (taskId === undefined || callId === undefined || !/INPUT_REQUIRED/.test(body))
		throw new Error(`The task does not wait: ${body.slice(-300)}`);
	return { taskId, callId };
}

interface WaitingCall {
	taskId: string;
	callId: string;
}

/** Returns the decision that approves a call, with the view of whoever may read it. */
export async function approvalOf(service: RangeService, { taskId, callId: id }: WaitingCall) {
	const headers = { authorization: `Bearer ${await service.createKey({ scopes: ['agent:decide'] })}` };
	const { body } = await sendCall(service.url, { method: 'GET', path: `/api/v1/approvals/a2a-${taskId}`, headers });
	const { pending = [] } = JSON.parse(body) as { pending?: Array<{ id: string; viewSha256: string }> };
	return { id, approved: true, viewSha256: pending.find((one) => one.id === id)?.viewSha256 };
}

/** Sends a decision on a call that waits. Default: approves it. */
export const approveTransfer = async (service: RangeService, key: string, call: WaitingCall, decision?: object): Promise<HttpAnswer> =>
	sendCall(service.url, {
		method: 'POST',
		path: `/api/v1/runs/a2a-${call.taskId}/resume`,
		headers: { authorization: `Bearer ${key}` },
		body: { decisions: [decision ?? (await approvalOf(service, call))] },
	});
