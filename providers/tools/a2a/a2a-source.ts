import type { Client } from '@a2a-js/sdk/client';
import type { Part, Task, TaskState as TaskStates } from '@a2a-js/sdk';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import { readToldOrigins, tellOrigins } from '../../../core/ports/origins-metadata';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { Tool, ToolContext, ToolResult, ToolSource } from '../../../core/ports/tools/tools';
import { readCard, withOwnInterfaces } from './read-card';
import { type CardRules, verifyCard } from './verify-card';

interface A2aAgent {
	name: string;
	/** Default: the description in the agent's card. */
	description?: string;
	url: string;
	headers: Record<string, string>;
	card?: CardRules;
	/** Default: `irreversible`. */
	effect?: ToolEffect;
	/** A guarded fetch. */
	send: typeof fetch;
}

const parameters = {
	type: 'object',
	properties: {
		message: { type: 'string', description: 'The question or the task, in full sentences, with all that the agent has to know.' },
		taskId: { type: 'string', description: 'Only to answer what the agent asked: the taskId that came with its question.' },
		contextId: { type: 'string', description: 'The contextId of an earlier result, to continue that conversation.' },
	},
	required: ['message'],
	additionalProperties: false,
};

const cardMs = 30_000;
const firstLookMs = 500;
const maxLookMs = 5_000;

/** Creates the tool for an external A2A 1.0 agent. Its card is read when a run begins. */
export function createA2aSource(agent: A2aAgent): ToolSource {
	const { name, description, effect = 'irreversible' } = agent;
	return {
		name,
		async tools(signal): Promise<Tool[]> {
			try {
				const client = await connect(agent, AbortSignal.any([signal, AbortSignal.timeout(cardMs)]));
				const card = await client.getAgentCard();
				return [
					{
						name,
						description: description ?? `${card.name}: ${card.description}`.slice(0, 2_000),
						parameters,
						source: `a2a:${name}`,
						effect,
						call: (input, context) => ask(client, name, input as unknown as Question, context),
					},
				];
			} catch (error) {
				signal.throwIfAborted();
				throw unreachable(name, error);
			}
		},
		close: async () => undefined,
	};
}

async function connect({ name, url, headers, card: rules = {}, send }: A2aAgent, signal: AbortSignal): Promise<Client> {
	const { ClientFactory, JsonRpcTransportFactory, RestTransportFactory } = await import('@a2a-js/sdk/client');
	const withHeaders =
		(own?: AbortSignal): typeof fetch =>
		(input, init) => {
			const all = new Headers(init?.headers);
			for (const [header, value] of Object.entries(headers)) all.set(header, value);
			return send(input, { ...init, headers: all, ...(own && { signal: own }) });
		};
	const fetchImpl = withHeaders();
	const base = url.endsWith('/') ? url : `${url}/`;
	const card = await readCard(new URL('.well-known/agent-card.json', base), withHeaders(signal));
	await verifyCard(name, base, card, rules, send);
	const transports = [new JsonRpcTransportFactory({ fetchImpl }), new RestTransportFactory({ fetchImpl })];
	return new ClientFactory({ transports }).createFromAgentCard(withOwnInterfaces(name, base, card));
}

interface Question {
	message: string;
	taskId?: string;
	contextId?: string;
}

/** Follows the task until it ends or the agent asks something. A cancelled call cancels the task. */
async function ask(client: Client, name: string, question: Question, context: ToolContext): Promise<ToolResult> {
	const { signal, idempotencyKey, origins } = context;
	let task: Task | undefined;
	try {
		const answer = await client.sendMessage(toRequest(question, idempotencyKey, tellOrigins(origins)), { signal });
		if (!('status' in answer)) return { kind: 'ok', text: readTexts(answer.parts), origins: readToldOrigins(answer.metadata) };
		task = answer;
		const { TaskState } = await import('@a2a-js/sdk');
		const isAtWork = ({ status }: Task) =>
			status?.state === TaskState.TASK_STATE_SUBMITTED || status?.state === TaskState.TASK_STATE_WORKING;
		for (let lookMs = firstLookMs; isAtWork(task); lookMs = Math.min(lookMs * 2, maxLookMs)) {
			await pause(lookMs, signal);
			signal.throwIfAborted();
			task = await client.getTask({ tenant: '', id: task.id }, { signal });
		}
		return toResult(task, name, TaskState);
	} catch (error) {
		if (signal.aborted && task) await client.cancelTask({ tenant: '', id: task.id, metadata: undefined }).catch(() => undefined);
		signal.throwIfAborted();
		if (isTroupeError(error)) throw error;
		return { kind: 'error', text: `It is unknown whether the agent "${name}" did its work. The call failed`, said: describe(error) };
	}
}

const toRequest = (
	{ message, taskId = '', contextId = '' }: Question,
	messageId: string,
	metadata: Record<string, unknown> | undefined,
) => ({
	tenant: '',
	configuration: undefined,
	metadata: undefined,
	message: {
		messageId,
		taskId,
		contextId,
		role: 1,
		extensions: [],
		referenceTaskIds: [],
		metadata,
		parts: [{ content: { $case: 'text' as const, value: message }, metadata: undefined, filename: '', mediaType: 'text/plain' }],
	},
});

type States = typeof TaskStates;

function toResult({ id, contextId, status, artifacts }: Task, name: string, states: States): ToolResult {
	const said = readTexts(status?.message?.parts ?? []);
	const made = readTexts(artifacts.flatMap(({ parts }) => parts));
	const origins = readToldOrigins(...[status?.message, ...artifacts].map((one) => one?.metadata));
	switch (status?.state) {
		case states.TASK_STATE_COMPLETED:
			return { kind: 'ok', text: made || said || 'The agent ended the task without a text.', origins };
		case states.TASK_STATE_INPUT_REQUIRED: {
			const how = `To answer, call ${name} with taskId "${id}" and contextId "${contextId}".`;
			return { kind: 'ok', text: `The agent asks: ${said}\n${how}`, origins };
		}
		case states.TASK_STATE_AUTH_REQUIRED:
			return { kind: 'error', text: 'The agent needs an authorization that this host does not have', said, origins };
		default:
			return { kind: 'error', text: 'The agent did not do the task', said: [said, made].filter(Boolean).join(' '), origins };
	}
}

function readTexts(parts: Part[]): string {
	const texts = parts.map(({ content }) => {
		if (content?.$case === 'text') return content.value;
		if (content?.$case === 'data') return JSON.stringify(content.value);
		return content ? '[a file: not shown]' : '';
	});
	return texts.filter(Boolean).join('\n');
}

/** Passes the agent's words to the model; of system errors only the code. */
function describe(error: unknown): string {
	const { message, cause } = error as { message?: string; cause?: { code?: unknown } };
	if (typeof cause?.code === 'string') return `there is no connection (${cause.code.slice(0, 40)})`;
	return (message ?? 'there is no answer').slice(0, 300).replace(/\.$/, '');
}

function unreachable(name: string, error: unknown): TroupeError {
	const own = isTroupeError(error) ? error : undefined;
	const { cause } = error as { cause?: { code?: unknown } };
	const why =
		own?.message.replace(/\.$/, '') ??
		(typeof cause?.code === 'string' ? `there is no connection (${cause.code})` : 'it has no card of A2A 1.0');
	return new TroupeError({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `The agent "${name}" cannot be used: ${why}.`,
		fix: own?.fix ?? 'Check that "url" is the address under which .well-known/agent-card.json is, and the secret in "headers".',
		retryable: !own,
		details: { server: name },
	});
}
