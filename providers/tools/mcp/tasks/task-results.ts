import type { ClientCapabilities, JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { changeReceived } from '../change-received';
import { straightenResult } from '../straighten-message';

const extension = 'io.modelcontextprotocol/tasks';

/** 2026-07-28: servers give tasks only to clients that declare them. */
export const taskCapability = { extensions: { [extension]: {} } } satisfies ClientCapabilities;

/** A server's task, with the names of revision 2026-07-28. */
export interface ServerTask {
	taskId: string;
	status: string;
	pollIntervalMs?: number;
}

const maxIdLength = 1_024;

/** Passes results that are tasks or have another form: the package supports only call results with content. */
export function letTasksThrough<Some extends Transport>(transport: Some): Some {
	changeReceived(transport, wrapTask);
	return transport;
}

function wrapTask(message: JSONRPCMessage): JSONRPCMessage {
	const { result } = message as { result?: Record<string, unknown> };
	if (!result) return message;
	if (result.resultType === 'task') return { ...message, result: { resultType: 'complete', content: [], task: result } };
	const isEarlier = typeof result.task === 'object' && result.content === undefined;
	return isEarlier ? { ...message, result: { content: [], ...result } } : { ...message, result: straightenResult(result) };
}

export function readTask(result: object): ServerTask | undefined {
	const { task } = result as { task?: unknown };
	const { taskId, status, pollIntervalMs } = (task ?? {}) as Partial<ServerTask>;
	if (typeof taskId !== 'string' || taskId === '' || taskId.length > maxIdLength || typeof status !== 'string') return undefined;
	return { taskId, status, ...(typeof pollIntervalMs === 'number' && { pollIntervalMs }) };
}
