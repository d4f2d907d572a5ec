import { randomUUID } from 'node:crypto';
import { type HttpAnswer, sendCall } from './http-call';
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
