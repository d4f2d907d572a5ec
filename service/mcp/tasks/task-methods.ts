import {
	type CallToolResult,
	MissingRequiredClientCapabilityError,
	ProtocolError,
	ProtocolErrorCode,
	RELATED_TASK_META_KEY,
	type Result,
	type Server,
	type ServerContext,
	type StandardSchemaV1,
} from '@modelcontextprotocol/server';
import { pause } from '../../../core/base/async/pause';
import type { OfferedTool } from '../mcp-tool';
import { toProtocolError } from '../protocol-error';
import type { Asker, DecisionForm, Patience } from './long-work';
import type { McpTasks } from './mcp-tasks';
import { toDetailedTask, toTask2025, toTask2026 } from './task-forms';
import type { ToolCall } from '../tool-call';

const extension = 'io.modelcontextprotocol/tasks';

export const taskCapabilities = { extensions: { [extension]: {} }, tasks: { cancel: {}, requests: { tools: { call: {} } } } };

/** 2025-11-25: clients ask for a task with the call. The newer revision's codec removes the unknown field. */
export const listLong = (listed: OfferedTool['listed']): OfferedTool['listed'] => ({ ...listed, execution: { taskSupport: 'optional' } });

export interface TaskServerParts {
	tasks: McpTasks;
	/** A longer call becomes a task. */
	patienceMs: number;
}

interface TaskServer extends TaskServerParts {
	server: Server;
	toolsFor: (context: ServerContext) => Promise<OfferedTool[]>;
	readAsker: (context: ServerContext) => Asker;
	reportFault: (error: unknown) => void;
}

const listenMs = 10_000;
const pollMs = 500;

export function handleTasks({ server, tasks, toolsFor, readAsker, reportFault }: TaskServer): void {
	type Handle = (id: string, tools: OfferedTool[], asker: Asker, context: ServerContext, params: TaskParams) => Promise<Result>;
	const handle = (method: string, work: Handle) =>
		server.setRequestHandler(method, { params: taskParams }, async (params, context) => {
			if (isModern(context) && !takesTasks(server, context)) throw new MissingRequiredClientCapabilityError(missingExtension);
			const answer = async () => work(params.taskId, await toolsFor(context), readAsker(context), context, params);
			return answer().catch(toProtocolError(reportFault));
		});

	handle('tasks/get', async (id, tools, asker, context) => {
		const view = found(await tasks.look(id, tools, asker, { milliseconds: 0, signal: context.mcpReq.signal }));
		return isModern(context) ? toDetailedTask(view) : toTask2025(view);
	});
	handle('tasks/cancel', async (id, tools, asker, context) => {
		const { view, hadEnded } = found(await tasks.cancel(id, tools, asker));
		if (isModern(context)) return {};
		if (hadEnded) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The task has ended: ${String(toTask2025(view).status)}.`);
		return toTask2025(view);
	});
	handle('tasks/update', async (id, tools, asker, { mcpReq }, { inputResponses }) => {
		if (!(await tasks.update(id, mcpReq.inputResponses ?? inputResponses ?? {}, tools, asker))) throw notFound();
		return {};
	});
	handle('tasks/result', (id, tools, asker, context) => awaitResult({ tasks, id, tools, asker, context }));
}

/** Calls a tool as a task if it is slow or the client demands it. @returns the result, if it came soon enough */
export async function callAsTask(
	tool: OfferedTool,
	call: ToolCall,
	demand: { ttl?: number } | undefined,
	{ tasks, patienceMs }: TaskServerParts,
): Promise<CallToolResult> {
	const long = tool.long!;
	const work = await long.begin(call);
	const { grant, canAsk, signal } = call;
	try {
		const progress = demand ? undefined : await long.look(work, {}, { grant, canAsk }, { milliseconds: patienceMs, signal });
		signal.throwIfAborted();
		if (progress?.kind === 'ended') {
			long.forget?.(work);
			return progress.result;
		}
	} catch (error) {
		await long.leave?.(work, grant);
		throw error;
	}
	const view = await tasks.create(tool, work, { grant, canAsk }, demand?.ttl);
	if (!view) {
		await long.cancel(work, grant);
		throw new ProtocolError(
			ProtocolErrorCode.InternalError,
			'There are too many tasks of this caller. Cancel some, or wait until they expire.',
		);
	}
	// Both are call results, which the package knows only with content.
	const created = demand ? { task: toTask2025(view) } : { ...toTask2026(view), resultType: 'task' };
	return { ...created, content: [] };
}

export function readDemand(params: object): { ttl?: number } | undefined {
	const { task } = params as { task?: { ttl?: unknown } };
	return task && { ttl: typeof task.ttl === 'number' && task.ttl >= 0 ? task.ttl : undefined };
}

/** True if the client accepts a task as a result: an extension of 2026-07-28, which some clients declare in earlier sessions too. */
export function takesTasks(server: Server, context: ServerContext): boolean {
	if (!isModern(context)) return false;
	const { extensions } = (server.getClientCapabilities() ?? {}) as { extensions?: Record<string, unknown> };
	return extensions?.[extension] !== undefined;
}

const isModern = ({ mcpReq }: ServerContext): boolean => mcpReq.envelope !== undefined;
const missingExtension = { requiredCapabilities: { extensions: { [extension]: {} } } };

interface Awaited {
	tasks: McpTasks;
	id: string;
	tools: OfferedTool[];
	asker: Asker;
	context: ServerContext;
}

/** 2025-11-25: waits for the end, and asks the client's person meanwhile. */
async function awaitResult({ tasks, id, tools, asker, context }: Awaited): Promise<Result> {
	const { signal } = context.mcpReq;
	const patience: Patience = { milliseconds: listenMs, signal };
	for (let isFirst = true; ; isFirst = false) {
		if (!isFirst) await pause(pollMs, signal);
		signal.throwIfAborted();
		const { progress } = found(await tasks.look(id, tools, asker, patience));
		const related = { [RELATED_TASK_META_KEY]: { taskId: id } };
		if (progress.kind === 'ended') return { ...progress.result, _meta: { ...progress.result._meta, ...related } };
		if (progress.kind === 'cancelled')
			throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The task was cancelled and has no result.');
		if (progress.kind === 'waiting') await tasks.update(id, await askPerson(progress.forms, related, context), tools, asker);
	}
}

async function askPerson(
	forms: Record<string, DecisionForm>,
	related: object,
	{ mcpReq }: ServerContext,
): Promise<Record<string, unknown>> {
	const responses: Record<string, unknown> = {};
	for (const [key, form] of Object.entries(forms)) {
		const response = await mcpReq.elicitInput({ mode: 'form', ...form, _meta: related } as never);
		if (response.action === 'cancel')
			throw new ProtocolError(ProtocolErrorCode.InvalidRequest, 'The person did not decide. The task waits.');
		responses[key] = response;
	}
	return responses;
}

function found<Value>(value: Value | undefined): Value {
	if (value === undefined) throw notFound();
	return value;
}

const notFound = () => new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such task of this caller, or it has expired.');

interface TaskParams {
	taskId: string;
	inputResponses?: Record<string, unknown>;
}

const taskParams: StandardSchemaV1<unknown, TaskParams> = {
	'~standard': {
		version: 1,
		vendor: 'troupe',
		validate: (value) => {
			const { taskId, inputResponses } = value as { taskId?: unknown; inputResponses?: unknown };
			const isTask = typeof taskId === 'string' && taskId !== '' && taskId.length <= 128;
			const isAnswered = inputResponses === undefined || (typeof inputResponses === 'object' && inputResponses !== null);
			if (!isTask || !isAnswered) return { issues: [{ message: 'Expected taskId, a text of 1 to 128 characters.' }] };
			return { value: value as TaskParams };
		},
	},
};
