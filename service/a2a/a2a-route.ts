import type { ListTasksRequest, ListTasksResponse } from '@a2a-js/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	A2A_VERSION_HEADER,
	AgentCard,
	formatSSEEvent,
	generateAgentCardSignature,
	SSE_HEADERS,
	TaskState,
	type AgentCardSignatureGenerator,
	type Task,
} from '@a2a-js/sdk';
import {
	DefaultExecutionEventBusManager,
	DefaultRequestHandler,
	InMemoryTaskStore,
	JsonRpcTransportHandler,
	ServerCallContext,
	type AgentExecutor,
	type ExecutionEventBusManager,
	type TaskStore,
	validateVersion,
} from '@a2a-js/sdk/server';
import { Readable } from 'node:stream';
import type { TroupeError } from '../../core/base/errors';
import { isTroupeError } from '../../core/base/errors';
import type { SigningKey } from '../../core/credentials/signing-key';
import { needsLogin } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Guard } from '../access/ask-for-scope';
import { allows, scopeOfAgent } from '../access/scopes';
import { keepLines } from '../http/event-streams';
import type { OfferedAgent } from '../offered-agents/offered-agents';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import { writeFault } from '../offered-agents/write-fault';
import { describeAgent, describeAgentTo } from './agent-card';
import { agentTasks, toRunId } from './agent-tasks';
import { agentMessage, dataPart } from './parts';
import type { PushNotices } from './push/push-notices';
import { streamed } from '../http/describe-operations';
import { keysPath } from '../offered-agents/identity-routes';
import { holdsBigint } from '../../core/base/text/json/lossless-json';
import { readOwnAddress } from '../access/own-address';
import { answerParseErrors, invalidParams, invalidRequest, rpcError, tooManyDigits } from '../http/json-rpc';

const isStorageFault = (fault: unknown): fault is TroupeError => isTroupeError(fault) && fault.code.startsWith('STORAGE_');

/** Recognizes protocol faults, whose texts the SDK wrote for callers. The SDK has the class twice. */
const isProtocolFault = (fault: unknown): boolean => typeof (fault as { toErrorInfo?: unknown }).toErrorInfo === 'function';

/** Answers a storage fault with its code instead of the SDK's internal error, and hides the texts of other faults from the caller. */
function tellFaults(
	handler: DefaultRequestHandler,
	tell: (fault: TroupeError) => void,
	reportFault: (fault: unknown) => void,
): DefaultRequestHandler {
	const noted = (fault: unknown): never => {
		if (isStorageFault(fault)) tell(fault);
		if (isStorageFault(fault) || isProtocolFault(fault)) throw fault;
		reportFault(fault);
		throw new Error(writeFault(fault), { cause: fault });
	};
	return new Proxy(handler, {
		get(target, name) {
			const member: unknown = Reflect.get(target, name, target);
			if (typeof member !== 'function') return member;
			return (...parameters: unknown[]) => {
				const answer: unknown = member.apply(target, parameters);
				return answer instanceof Promise ? answer.catch(noted) : answer;
			};
		},
	});
}

const maxTasks = 5_000;

/** Waiting tasks survive the process: their run is in the store. */
interface WaitingTasks {
	find: (taskId: string, context: ServerCallContext) => Promise<Task | undefined>;
	abandon: (taskId: string, context: ServerCallContext) => Promise<void>;
}

/** One agent's tasks in this process; the most recently changed stay. Each caller sees its own. */
class BoundedTaskStore implements TaskStore {
	/** Least recently changed first. */
	readonly #tasks = new Map<string, { owner: string; task: Task }>();

	constructor(private readonly waiting: WaitingTasks) {}

	async load(taskId: string, context: ServerCallContext): Promise<Task | undefined> {
		const stored = this.#tasks.get(taskId);
		if (stored) return stored.owner === ownerOf(context) ? structuredClone(stored.task) : undefined;
		return this.waiting.find(taskId, context);
	}

	async save(task: Task, context: ServerCallContext): Promise<void> {
		this.#tasks.delete(task.id);
		this.#tasks.set(task.id, { owner: ownerOf(context), task: structuredClone(task) });
		for (const oldest of this.#tasks.keys()) {
			if (this.#tasks.size <= maxTasks) break;
			this.#tasks.delete(oldest);
		}
		if (task.status?.state === TaskState.TASK_STATE_CANCELED) await this.waiting.abandon(task.id, context);
	}

	async list(params: ListTasksRequest, context: ServerCallContext): Promise<ListTasksResponse> {
		const own = new InMemoryTaskStore();
		for (const { owner, task } of this.#tasks.values()) if (owner === ownerOf(context)) await own.save(task, context);
		return own.list(params, context);
	}
}

const ownerOf = ({ user }: ServerCallContext): string => user!.userName;

interface A2aParts {
	agentsFor: (caller: Caller) => Promise<OfferedAgent[]>;
	runs: OfferedRuns;
	/** Notifies callers' addresses of their tasks; undefined on a host without storage. */
	notices?: PushNotices;
	/** The key for signing cards; undefined on a host without storage. */
	readCardKey: () => Promise<SigningKey | undefined>;
	reportFault: (error: unknown) => void;
}

const beginsRun = new Set<unknown>(['SendMessage', 'SendStreamingMessage']);

type AgentRequest = FastifyRequest<{ Params: { agent: string } }>;

/** `/a2a/AGENT`: each offered agent speaks A2A 1.0 over JSON-RPC. */
export function a2aRoutes(service: FastifyInstance, guard: Guard, { agentsFor, runs, notices, readCardKey, reportFault }: A2aParts): void {
	const stores = new Map<string, BoundedTaskStore>();
	const buses = new DefaultExecutionEventBusManager();
	const atWork = new Map<string, AbortController>();
	service.addHook('preClose', async () => atWork.forEach((work) => work.abort(new Error('the service stops'))));
	service.addHook('onClose', async () => notices?.close());

	const findAgent = async ({ params, grant }: AgentRequest): Promise<OfferedAgent> => {
		const agent = (await agentsFor(grant!.caller)).find(({ id }) => id === params.agent);
		if (agent) return agent;
		throw Object.assign(new Error(`There is no agent ${params.agent.slice(0, 64)} for this caller.`), { statusCode: 404 });
	};
	const describe = (agent: OfferedAgent, request: AgentRequest) => describeAgent(agent, readUrl(request), notices !== undefined);
	const signerFor = async (request: AgentRequest): Promise<AgentCardSignatureGenerator> => {
		const key = await readCardKey();
		if (!key) return async (card) => card;
		const header = { alg: 'ES256', typ: 'JOSE', kid: key.publicKey.kid, jku: `${readOwnAddress(request)}${keysPath}` };
		return generateAgentCardSignature(key.privateKey, header);
	};
	const openStore = (agent: string): BoundedTaskStore => {
		const store = stores.get(agent) ?? new BoundedTaskStore(waitingTasks(agent, runs));
		stores.set(agent, store);
		return store;
	};

	service.get<{ Params: { agent: string } }>(
		'/a2a/:agent/.well-known/agent-card.json',
		{ onRequest: guard, schema: { summary: 'The A2A card of an agent' } },
		async (request) => AgentCard.toJSON(await (await signerFor(request))(describe(await findAgent(request), request))),
	);
	service.post<{ Params: { agent: string } }>(
		'/a2a/:agent',
		{
			onRequest: guard,
			errorHandler: answerParseErrors,
			schema: { summary: 'Messages and tasks of an agent: A2A 1.0 over JSON-RPC', 'x-answers': { 200: streamed('The answer') } },
		},
		async (request, reply) => {
			const agent = await findAgent(request);
			const card = describe(agent, request);
			const executor = agentTasks({ agent: agent.id, grant: request.grant!, runs, atWork, reportFault });
			const extended = describeAgentTo(runs.scopesOf(request.grant!, agent.id), agent, card);
			const parts = { card, extended, store: openStore(agent.id), executor, buses, notices, sign: await signerFor(request) };
			let fault: TroupeError | undefined;
			const handler = new JsonRpcTransportHandler(tellFaults(createHandler(parts), (told) => (fault = told), reportFault));
			const body = request.body as Record<string, unknown>;
			const refused = refuseMessage(body);
			if (refused) return refused;
			const login = needsLoginFor(body, request.grant!, agent.id);
			if (login) throw login;
			if (beginsRun.has(body.method)) await runs.checkReady(request.grant!.caller);
			const context = toContext(request, agent.id);
			try {
				validateVersion(context.requestedVersion, card, 'JSONRPC');
			} catch (error) {
				return { jsonrpc: '2.0', id: body?.id ?? null, error: JsonRpcTransportHandler.mapToJSONRPCError(error) };
			}
			const answer = await handler.handle(body, context);
			// The SDK would answer with an internal error, without a code and a retry time.
			if (fault) throw fault;
			return Symbol.asyncIterator in answer ? await sendEvents(answer, body.id, reply, reportFault) : answer;
		},
	);
}

/** Refuses what the SDK accepts: objects that are not JSON-RPC 2.0 requests, and messages that are empty or not the caller's. */
function refuseMessage(body: unknown): object | undefined {
	const { jsonrpc, id, method, params } = (body ?? {}) as Record<string, unknown>;
	const hasId = id === null || typeof id === 'string' || typeof id === 'number';
	if (Array.isArray(body) || jsonrpc !== '2.0' || typeof method !== 'string' || !hasId)
		return rpcError(
			invalidRequest,
			'Send one request of JSON-RPC 2.0: jsonrpc, method, and an id that is a text or a number.',
			hasId ? id : null,
		);
	if (holdsBigint(params)) return rpcError(invalidParams, tooManyDigits, id);
	const { message } = (params ?? {}) as { message?: { role?: unknown; parts?: unknown } };
	if (message === undefined || message === null) return undefined;
	if (message.role !== 'ROLE_USER') return rpcError(invalidParams, 'The role of a message to an agent is ROLE_USER.', id);
	if (!Array.isArray(message.parts) || message.parts.length === 0) return rpcError(invalidParams, 'The message has no parts.', id);
	return undefined;
}

/** Refuses a decision that needs another login as an HTTP answer, so that clients find the challenge. */
function needsLoginFor({ params }: Record<string, unknown>, grant: Grant, agent: string): TroupeError | undefined {
	const { message } = (params ?? {}) as {
		message?: { parts?: Array<{ data?: { decisions?: Array<{ approved?: unknown } | null> } } | null> };
	};
	const decisions = message?.parts?.flatMap((part) => (Array.isArray(part?.data?.decisions) ? part.data.decisions : [])) ?? [];
	if (!decisions.some((one) => one?.approved === true)) return undefined;
	return needsLogin(grant, 'agent:decide', (scopes) => allows(scopes, scopeOfAgent(agent, 'agent:decide')));
}

interface HandlerParts {
	card: AgentCard;
	extended: AgentCard;
	store: TaskStore;
	executor: AgentExecutor;
	buses: ExecutionEventBusManager;
	notices?: PushNotices;
	sign: AgentCardSignatureGenerator;
}

/** A waiting task holds nothing in this process: its next message or cancellation begins with the store. */
const createHandler = ({ card, extended, store, executor, buses, notices, sign }: HandlerParts) =>
	new DefaultRequestHandler(card, store, executor, buses, notices, notices, extended, sign, { keepBusAliveStates: [] });

function toContext({ headers, grant }: FastifyRequest, agent: string): ServerCallContext {
	const version = headers[A2A_VERSION_HEADER.toLowerCase()];
	const userName = JSON.stringify([grant!.caller, agent]);
	return new ServerCallContext({
		user: { isAuthenticated: true, userName },
		requestedVersion: typeof version === 'string' ? version : undefined,
		state: new Map([['grant', grant]]),
	});
}

export const readCaller = ({ state }: ServerCallContext): Caller => (state.get('grant') as Grant).caller;

/** Tasks that wait for a person, also from other processes or before a restart. */
const waitingTasks = (agent: string, runs: OfferedRuns) => ({
	async find(taskId: string, context: ServerCallContext): Promise<Task | undefined> {
		const run = await runs.findWaiting(agent, toRunId(taskId), readCaller(context));
		if (!run) return undefined;
		const { conversationId: contextId, pending } = run;
		const message = agentMessage({ taskId, contextId }, dataPart({ pending }));
		const status = { state: TaskState.TASK_STATE_INPUT_REQUIRED, message, timestamp: new Date().toISOString() };
		return { id: taskId, contextId, status, artifacts: [], history: [], metadata: undefined };
	},
	abandon: (taskId: string, context: ServerCallContext) => runs.abandon(agent, toRunId(taskId), readCaller(context)),
});

const readUrl = (request: AgentRequest): string => `${readOwnAddress(request)}/a2a/${request.params.agent}`;

/** Starts the stream with its first event: an earlier fault is answered like any other call's. */
async function sendEvents(
	events: AsyncIterable<unknown>,
	id: unknown,
	reply: FastifyReply,
	reportFault: (fault: unknown) => void,
): Promise<FastifyReply> {
	const toError = (fault: unknown) => {
		if (!isProtocolFault(fault)) reportFault(fault);
		return { jsonrpc: '2.0', id: id ?? null, error: describeRpcFault(fault) };
	};
	const iterator = events[Symbol.asyncIterator]();
	let next: IteratorResult<unknown>;
	try {
		next = await iterator.next();
	} catch (fault) {
		if (isStorageFault(fault)) throw fault;
		next = { value: toError(fault) };
	}
	async function* write() {
		try {
			for (; next.done !== true; next = await iterator.next()) yield keepLines(formatSSEEvent(next.value));
		} catch (fault) {
			yield keepLines(formatSSEEvent(toError(fault)));
		} finally {
			await iterator.return?.();
		}
	}
	return reply.headers(SSE_HEADERS).send(Readable.from(write()));
}

function describeRpcFault(fault: unknown): object {
	if (isProtocolFault(fault)) return JsonRpcTransportHandler.mapToJSONRPCError(fault);
	const error = JsonRpcTransportHandler.mapToJSONRPCError(new Error(writeFault(fault)));
	if (!isTroupeError(fault)) return error;
	const { code, retryable, retryAfterMs } = fault;
	return { ...error, data: { code, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
}
