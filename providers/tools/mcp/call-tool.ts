import type { CallToolResult, InputRequiredResult, InputResponses, StandardSchemaV1 } from '@modelcontextprotocol/client';
import { pause } from '../../../core/base/async/pause';
import { traceHeaders } from '../../../core/base/trace-context';
import type { Language } from '../../../core/base/text/languages';
import { tellOrigins } from '../../../core/ports/origins-metadata';
import type { ToolContext, ToolResult } from '../../../core/ports/tools/tools';
import { askForms, askPersons, type ReadAnswers, readAnswers, type WaitingCall } from './elicitation/ask-forms';
import type { ElicitationAnswer } from './elicitation/elicitation';
import type { ElicitedCall } from './elicitation/session-elicitations';
import type { CalledTool } from './called-tool';
import type { Connection } from './open-connection';
import { readTask, type ServerTask } from './tasks/task-results';
import { describeFault, isAnswer, isTooLarge, isUnsigned } from './to-source-error';
import { toResult } from './to-result';

/** Min poll interval, whatever the server says. */
const minPollMs = 250;
const maxPollMs = 15_000;
const usualPollMs = 1_000;
/** Max consecutive failures. */
const maxFailures = 4;
const requestMs = 30_000;
const maxMessage = 2_000;

interface FollowedTask {
	id: string;
	asked: string[];
	responses?: InputResponses;
	pollIntervalMs?: number;
}

/** Polls a task until it ends or needs persons. @throws errors of the SDK */
async function followTask(
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

async function readResult(tool: CalledTool, result: unknown): Promise<ToolResult> {
	const { isCallToolResult } = await import('@modelcontextprotocol/client');
	if (isCallToolResult(result)) return toResult(tool, result);
	return { kind: 'error', text: `The server "${tool.server}" ended the call without a result.` };
}

function readMessage(error: unknown): string {
	const { message } = (error ?? {}) as { message?: unknown };
	return typeof message === 'string' ? message.slice(0, maxMessage) : 'it gave no reason.';
}

/** 2025-11-25: waits for a task's result. */
const awaitTask = (connection: Connection, id: string, signal: AbortSignal, timeout: number) =>
	request(connection, 'tasks/result', { taskId: id }, signal, timeout);

/** Cancels a task that nobody awaits. */
async function cancelTask(connection: Connection, id: string): Promise<void> {
	await request(connection, 'tasks/cancel', { taskId: id }, AbortSignal.timeout(cancelMs), cancelMs).catch(() => undefined);
}

const cancelMs = 5_000;

function request(connection: Connection, method: string, params: object, signal: AbortSignal, timeout = requestMs) {
	return connection.client.request({ method, params } as never, anyObject, { signal, timeout });
}

const anyObject: StandardSchemaV1<unknown, Record<string, unknown>> = {
	'~standard': { version: 1, vendor: 'troupe', validate: (value) => ({ value: value as Record<string, unknown> }) },
};

/** Longer than any tool timeout: the agent loop ends calls. */
const maxCallMs = 660_000;
/** Max consecutive requests to repeat the call without a question. */
const maxEmptyRounds = 5;

/** If the server asks persons for input, returns their questions; the call is repeated with the answers. */
export async function callTool(tool: CalledTool, input: Record<string, unknown>, context: ToolContext): Promise<ToolResult> {
	const { effect, session } = tool;
	const { signal, answers, language, origins } = context;
	const waiting = answers?.state as WaitingCall | undefined;
	const task = new TaskOfCall(context, waiting);
	try {
		const read = waiting && (await readAnswers(waiting, answers!, tool.compileForm));
		if (read?.problem !== undefined) return askPersons(tool, waiting!, language, read);
		const canRepeat = () => effect === 'reads' || task.id !== undefined;
		return await session.ask(signal, canRepeat, (connection, own) => {
			const attempt = { connection, signal: own, language, origins, task, waiting, read };
			return connection.client.getProtocolEra() === 'modern' ? callInRounds(tool, input, attempt) : callInSession(tool, input, attempt);
		});
	} catch (error) {
		if (signal.aborted) await giveUp(tool, task, signal.reason);
		signal.throwIfAborted();
		const code = isTooLarge(error) ? 'TOOL_RESULT_TOO_LARGE' : isUnsigned(error) ? 'TOOL_RESULT_UNSIGNED' : undefined;
		return { kind: 'error', ...toFailure(error, tool), ...(code && { code }) };
	}
}

class TaskOfCall {
	id?: string;
	pollIntervalMs?: number;

	constructor(
		private readonly context: ToolContext,
		waiting: WaitingCall | undefined,
	) {
		const { task } = (context.kept ?? {}) as { task?: unknown };
		this.id = waiting?.task?.id ?? (typeof task === 'string' ? task : undefined);
	}

	async keep({ taskId, pollIntervalMs }: ServerTask): Promise<void> {
		[this.id, this.pollIntervalMs] = [taskId, pollIntervalMs];
		await this.context.keep?.({ task: taskId });
	}
}

/** On a timeout cancels the task. If its process ends, another one continues it. */
async function giveUp({ session }: CalledTool, { id }: TaskOfCall, reason: unknown): Promise<void> {
	if (id === undefined || (reason as { name?: unknown } | undefined)?.name !== 'TimeoutError') return;
	await session
		.ask(
			new AbortController().signal,
			() => false,
			(connection) => cancelTask(connection, id),
		)
		.catch(() => undefined);
}

interface Attempt extends Pick<ToolContext, 'origins'> {
	connection: Connection;
	signal: AbortSignal;
	language?: Language;
	task: TaskOfCall;
	waiting?: WaitingCall;
	read?: ReadAnswers;
}

/** 2026-07-28: the result says what the server needs, and the next request carries it. */
async function callInRounds(tool: CalledTool, input: Record<string, unknown>, attempt: Attempt): Promise<ToolResult> {
	const { language, task, waiting, read } = attempt;
	const responses = read?.responses;
	const follow = (id: string, more: Pick<FollowedTask, 'asked' | 'responses'>) =>
		followTask(tool, { id, pollIntervalMs: task.pollIntervalMs, ...more }, attempt);
	if (task.id !== undefined) return follow(task.id, { asked: waiting?.task?.asked ?? [], responses });
	let more = {
		...(responses && { inputResponses: responses }),
		...(waiting?.requestState !== undefined && { requestState: waiting.requestState }),
	};
	for (let round = 1; round <= maxEmptyRounds; round += 1) {
		const result = await send(tool, { ...input }, more, attempt);
		const created = readTask(result);
		if (created) {
			await task.keep(created);
			return follow(created.taskId, { asked: [] });
		}
		if (!isInputRequired(result)) return toResult(tool, result);
		const { inputRequests = {}, requestState } = result;
		const requests = Object.entries(inputRequests);
		const carried = requestState === undefined ? {} : { requestState };
		if (requests.length > 0) return askForms(tool, requests, carried, language);
		more = carried;
	}
	return { kind: 'error', text: `The server "${tool.server}" asked to be called again more than ${maxEmptyRounds} times.` };
}

/** 2025-11-25: the server asks during the call. An unanswered question ends the attempt. */
async function callInSession(tool: CalledTool, input: Record<string, unknown>, attempt: Attempt): Promise<ToolResult> {
	const { connection, language, waiting, read, task } = attempt;
	const answered: Record<string, ElicitationAnswer> = { ...waiting?.answered, ...read?.byForm };
	const call: ElicitedCall = { answered, asked: [] };
	const ended = await connection.elicitations.during(call, () =>
		sendInSession(tool, input, attempt).then(
			(result) => ({ result }),
			(error: unknown) => ({ error }),
		),
	);
	if (call.isAmbiguous)
		return { kind: 'error', text: 'Several calls to this server needed a person at the same time. Make them one after the other.' };
	if (call.asked.length > 0) {
		// The call is repeated from its beginning.
		if (task.id !== undefined) await cancelTask(connection, task.id);
		const requests = call.asked.map((form, index) => [String(index + 1), { method: 'elicitation/create', params: form }] as const);
		return askForms(tool, requests, { answered }, language);
	}
	if ('error' in ended) throw ended.error;
	return ended.result;
}

/** Uses a task if offered: its result survives a lost connection. */
async function sendInSession(tool: CalledTool, input: Record<string, unknown>, attempt: Attempt): Promise<ToolResult> {
	const { connection, signal, task } = attempt;
	if (task.id === undefined) {
		const more = offersTasks(tool, connection) ? { task: { ttl: maxCallMs } } : {};
		const result = await send(tool, input, more, attempt);
		const created = readTask(result);
		if (!created) return toResult(tool, result as CallToolResult);
		task.id = created.taskId;
	}
	return readResult(tool, await awaitTask(connection, task.id, signal, maxCallMs));
}

function offersTasks({ listed }: CalledTool, { client }: Connection): boolean {
	const support = listed.execution?.taskSupport;
	return (support === 'optional' || support === 'required') && client.getServerCapabilities()?.tasks?.requests?.tools?.call !== undefined;
}

async function send(
	{ listed: { name, inputSchema } }: CalledTool,
	input: Record<string, unknown>,
	more: object,
	{ connection: { client }, signal, origins }: Attempt,
): Promise<CallToolResult | InputRequiredResult> {
	// With the definition, the client copies arguments into headers if a server asks (2026-07-28).
	const options = { signal, timeout: maxCallMs, toolDefinition: { name, inputSchema }, allowInputRequired: true };
	// The trace goes into the message (SEP-414): programs have no headers.
	const told = { ...tellOrigins(origins), ...traceHeaders() };
	return client.callTool({ name, arguments: input, ...more, ...(Object.keys(told).length > 0 && { _meta: told }) }, options);
}

const isInputRequired = (result: object): result is InputRequiredResult =>
	(result as { resultType?: unknown }).resultType === 'input_required';

/** Passes the server's error to the model, because it explains what was wrong with the call. */
function toFailure(error: unknown, { server, effect }: CalledTool): Pick<ToolResult, 'text' | 'said'> {
	const { code, message } = error as { code?: unknown; message?: string };
	if (isAnswer(error))
		return { text: `The server "${server}" refused the call`, said: message?.replace(/^MCP error -?\d{1,6}: /, '') ?? String(code) };
	const doubt = effect === 'reads' ? '' : ' It is unknown whether the tool did its work.';
	return { text: `The call to the server "${server}" failed: ${describeFault(error)}.${doubt}` };
}
