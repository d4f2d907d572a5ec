import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
	A2A_VERSION_HEADER,
	AgentCard,
	type AgentCardSignatureGenerator,
	generateAgentCardSignature,
	type Task,
	TaskState,
} from '@a2a-js/sdk';
import {
	type AgentExecutor,
	DefaultExecutionEventBusManager,
	DefaultRequestHandler,
	type ExecutionEventBusManager,
	JsonRpcTransportHandler,
	ServerCallContext,
	type TaskStore,
	validateVersion,
} from '@a2a-js/sdk/server';
import type { TroupeError } from '../../core/base/errors';
import type { SigningKey } from '../../core/credentials/signing-key';
import { needsLogin } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Guard } from '../access/ask-for-scope';
import { allows, scopeOfAgent } from '../access/scopes';
import type { OfferedAgent } from '../offered-agents/offered-agents';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import { describeAgent, describeAgentTo } from './agent-card';
import { agentTasks, toRunId } from './agent-tasks';
import { agentMessage, dataPart } from './parts';
import type { PushNotices } from './push/push-notices';
import { BoundedTaskStore } from './task-store';
import { sendEvents } from './send-events';
import { tellFaults } from './tell-faults';
import { streamed } from '../http/describe-operations';
import { keysPath } from '../offered-agents/identity-routes';
import { holdsBigint } from '../../core/base/text/json/lossless-json';
import { readOwnAddress } from '../access/own-address';
import { answerParseErrors, invalidParams, invalidRequest, rpcError, tooManyDigits } from '../http/json-rpc';

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
