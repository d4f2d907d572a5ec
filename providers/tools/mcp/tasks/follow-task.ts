import type { InputResponses, StandardSchemaV1 } from '@modelcontextprotocol/client';
import { pause } from '../../../../core/base/async/pause';
import type { Language } from '../../../../core/base/text/languages';
import type { ToolResult } from '../../../../core/ports/tools/tools';
import { askForms } from '../elicitation/ask-forms';
import type { CalledTool } from '../called-tool';
import type { Connection } from '../open-connection';
import { isAnswer } from '../to-source-error';
import { toResult } from '../to-result';

/** Min poll interval, whatever the server says. */
const minPollMs = 250;
const maxPollMs = 15_000;
const usualPollMs = 1_000;
/** Max consecutive failures. */
const maxFailures = 4;
const requestMs = 30_000;
const maxMessage = 2_000;

export interface FollowedTask {
	id: string;
	asked: string[];
	responses?: InputResponses;
	pollIntervalMs?: number;
}

/** Polls a task until it ends or needs persons. @throws errors of the SDK */
export async function followTask(
	tool: CalledTool,
	task: FollowedTask,
	{ connection, signal, language }: { connection: Connection; signal: AbortSignal; language?: Language },
): Promise<ToolResult> {
	if (task.responses) await request(connection, 'tasks/update', { taskId: task.id, inputResponses: task.responses }, signal);
	for (let [failures, pollMs] = [0, task.pollIntervalMs]; ;) {
		// Backs off while a server restarts.
		await pause(Math.min(Math.max(pollMs ?? usualPollMs, minPollMs) * 2 ** failures, maxPollMs), signal);
		signal.throwIfAborted();
		let state: Record<string, unknown>;
		try {
			state = await request(connection, 'tasks/get', { taskId: task.id }, signal);
			failures = 0;
		} catch (error) {
			signal.throwIfAborted();
			if (isAnswer(error) || ++failures >= maxFailures) throw error;
			continue;
		}
		const end = await readState(tool, task, state, language);
		if (end) return end;
		pollMs = typeof state.pollIntervalMs === 'number' ? state.pollIntervalMs : undefined;
	}
}

/** @returns undefined while the server works */
async function readState(
	tool: CalledTool,
	{ id, asked }: FollowedTask,
	{ status, ...state }: Record<string, unknown>,
	language?: Language,
): Promise<ToolResult | undefined> {
	if (status === 'working') return undefined;
	if (status === 'completed') return readResult(tool, state.result);
	if (status === 'cancelled') return { kind: 'error', text: `The server "${tool.server}" cancelled the call.` };
	if (status === 'failed') return { kind: 'error', text: `The server "${tool.server}" failed`, said: readMessage(state.error) };
	if (status !== 'input_required')
		return { kind: 'error', text: `The server "${tool.server}" told a state of the call that does not exist.` };
	const requests = Object.entries((state.inputRequests ?? {}) as Record<string, { method: string; params?: unknown }>);
	// Answered questions stay listed until the server has read the answer.
	const open = requests.filter(([key, one]) => !asked.includes(key) && typeof one?.method === 'string');
	if (open.length === 0) return undefined;
	return askForms(tool, open, { task: { id, asked: [...asked, ...open.map(([key]) => key)] } }, language);
}

export async function readResult(tool: CalledTool, result: unknown): Promise<ToolResult> {
	const { isCallToolResult } = await import('@modelcontextprotocol/client');
	if (isCallToolResult(result)) return toResult(tool, result);
	return { kind: 'error', text: `The server "${tool.server}" ended the call without a result.` };
}

function readMessage(error: unknown): string {
	const { message } = (error ?? {}) as { message?: unknown };
	return typeof message === 'string' ? message.slice(0, maxMessage) : 'it gave no reason.';
}

/** 2025-11-25: waits for a task's result. */
export const awaitTask = (connection: Connection, id: string, signal: AbortSignal, timeout: number) =>
	request(connection, 'tasks/result', { taskId: id }, signal, timeout);

/** Cancels a task that nobody awaits. */
export async function cancelTask(connection: Connection, id: string): Promise<void> {
	await request(connection, 'tasks/cancel', { taskId: id }, AbortSignal.timeout(cancelMs), cancelMs).catch(() => undefined);
}

const cancelMs = 5_000;

function request(connection: Connection, method: string, params: object, signal: AbortSignal, timeout = requestMs) {
	return connection.client.request({ method, params } as never, anyObject, { signal, timeout });
}

const anyObject: StandardSchemaV1<unknown, Record<string, unknown>> = {
	'~standard': { version: 1, vendor: 'troupe', validate: (value) => ({ value: value as Record<string, unknown> }) },
};
