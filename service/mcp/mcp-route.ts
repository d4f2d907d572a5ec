import type { ServerContext } from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	createMcpHandler,
	createRequestStateCodec,
	isLegacyRequest,
	ProtocolError,
	ProtocolErrorCode,
	Server,
	SUPPORTED_PROTOCOL_VERSIONS,
	type AuthInfo,
} from '@modelcontextprotocol/server';
import { BoundedCache } from '../../core/base/bounded-cache';
import { parseTraceContext, readTraceContext, withTraceContext } from '../../core/base/trace-context';
import type { SigningKey } from '../../core/credentials/signing-key';
import { signToken } from '../../core/credentials/signing-key';
import type { AnsweredRequest, Claims } from '../../core/tools/signing/answer-claims';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { readToldOrigins } from '../../core/ports/origins-metadata';
import { oldestRevision } from '../../providers/tools/mcp/to-source-error';
import type { Guard } from '../access/ask-for-scope';
import { withoutScope } from '../access/ask-for-scope';
import { allows, isScope, scopeOfAgent } from '../access/scopes';
import type { NarrowScope } from '../access/scopes';
import { writeFault } from '../offered-agents/write-fault';
import { readArguments, toError } from './mcp-tool';
import type { OfferedTool } from './mcp-tool';
import { toProtocolError } from './protocol-error';
import { McpSessions } from './mcp-sessions';
import { streamed } from '../http/describe-operations';
import { answerParseErrors, invalidParams, invalidRequest, rpcError, tooManyDigits } from '../http/json-rpc';
import { answerType, claimAnswer, nameAudience, readNonce, signatureKey } from '../../core/tools/signing/answer-claims';
import { readToken } from '../access/access';
import { holdsBigint } from '../../core/base/text/json/lossless-json';
import { callAsTask, handleTasks, listLong, readDemand, takesTasks, taskCapabilities } from './tasks/task-methods';
import type { TaskServerParts } from './tasks/task-methods';
import type { ToolCall } from './tool-call';

/** Request member in which the route's guard puts the answer's audience. */
const audienceKey = 'audience';

const maxWaiting = 1_000;

/** Signs whole answers for clients that ask for it. Undefined key: the host has none. */
function signAnswers(server: Server, readKey: () => Promise<SigningKey | undefined>): void {
	const connect = server.connect.bind(server);
	server.connect = (transport) => {
		const waiting = new BoundedCache<{ request: AnsweredRequest; audience: string }>(maxWaiting);
		transport.onmessage = (message: AnsweredRequest, extra?: { authInfo?: AuthInfo }) => {
			if (readNonce(message) === undefined) return;
			waiting.set(JSON.stringify(message.id), { request: message, audience: String(extra?.authInfo?.extra?.[audienceKey]) });
		};
		const send = transport.send.bind(transport);
		transport.send = async (message, options) => {
			const { id, result } = message as { id?: unknown; result?: Claims };
			const asked = result && waiting.get(JSON.stringify(id));
			const key = asked && (await readKey());
			if (!key) return send(message, options);
			waiting.delete(JSON.stringify(id));
			const claims = { ...claimAnswer(asked.request, result, asked.audience), iat: Math.floor(Date.now() / 1_000) };
			const signed = { ...result, _meta: { ...(result._meta as object), [signatureKey]: signToken(claims, key, answerType) } };
			return send({ ...message, result: signed }, options);
		};
		return connect(transport);
	};
}

interface McpServerParts {
	version: string;
	toolsFor: (grant: Grant) => Promise<OfferedTool[]>;
	/** The secret that seals a client's state between two rounds of a call: the same for all machines of a tenant. */
	readKey: (tenant: string) => Promise<string>;
	/** Signs answers on a client's request; undefined on a host without storage. */
	readSigningKey: () => Promise<SigningKey | undefined>;
	/** Undefined on a host without storage: all calls then wait for their result. */
	long?: TaskServerParts;
	reportFault: (error: unknown) => void;
}

const listTtlMs = 30_000;
const stateTtlSeconds = 24 * 3600;

/** Creates the server of one request (2026-07-28) or one session (2025-11-25). Each request brings its caller. */
function createMcpServer({ version, toolsFor, readKey, readSigningKey, long, reportFault }: McpServerParts): Server {
	const openCodec = async (context: ServerContext) =>
		createRequestStateCodec({
			key: await readKey(readGrant(context).caller.tenant),
			ttlSeconds: stateTtlSeconds,
			bind: (bound) => JSON.stringify(readGrant(bound).caller),
		});
	const server: Server = new Server(
		{ name: 'troupe', title: 'Troupe', version },
		{
			capabilities: { tools: {}, ...(long && taskCapabilities) },
			instructions: 'Each tool is an AI agent or a business process. An agent answers in its own words and knows only what you tell it.',
			supportedProtocolVersions: SUPPORTED_PROTOCOL_VERSIONS.filter((revision) => revision >= oldestRevision),
			cacheHints: { 'tools/list': { ttlMs: listTtlMs, cacheScope: 'private' } },
			requestState: { verify: async (state, context) => (await openCodec(context)).verify(state, context) },
		},
	);
	signAnswers(server, readSigningKey);
	server.setRequestHandler('tools/list', async (_request, context) => {
		const tools = await toolsFor(readGrant(context)).catch(toProtocolError(reportFault));
		return { tools: tools.map((tool) => (long && tool.long ? listLong(tool.listed) : tool.listed)) };
	});
	server.setRequestHandler('tools/call', async ({ params }, context) => {
		const grant = readGrant(context);
		try {
			const tool = (await toolsFor(grant)).find(({ listed }) => listed.name === params.name);
			if (!tool) {
				const missing = findMissingScope(params.name, grant);
				if (missing !== undefined) readRefusing(context)(withoutScope(missing));
				throw new ProtocolError(
					ProtocolErrorCode.InvalidParams,
					`There is no tool "${params.name.slice(0, 128)}" for this caller. List the tools again.${tellScope(missing)}`,
				);
			}
			const call = { ...readCall(context), input: params.arguments ?? {}, canAsk: canShowForms(server) };
			// A further round repeats the first one's sealed arguments.
			if (call.state === undefined) call.input = await readArguments(tool, call.input);
			const demand = readDemand(params);
			const isTask = long && tool.long && call.state === undefined && (demand !== undefined || takesTasks(server, context));
			// SEP-414: a program's input has no headers.
			const { traceparent, tracestate } = context.mcpReq._meta ?? {};
			const place = parseTraceContext(traceparent, tracestate) ?? readTraceContext();
			return await withTraceContext(place, () => (isTask ? callAsTask(tool, call, demand, long) : tool.call(call)));
		} catch (error) {
			context.mcpReq.signal.throwIfAborted();
			if (error instanceof ProtocolError) throw error;
			reportFault(error);
			return toError(writeFault(error));
		}
	});

	const readCall = (context: ServerContext): Omit<ToolCall, 'input' | 'canAsk'> => ({
		grant: readGrant(context),
		signal: context.mcpReq.signal,
		...readLabels(context),
		state: context.mcpReq.requestState(),
		responses: context.mcpReq.inputResponses,
		seal: async (state) => (await openCodec(context)).mint(state, context),
		report: reporter(context),
	});
	const readAsker = (context: ServerContext) => ({ grant: readGrant(context), canAsk: canShowForms(server) });
	if (long) handleTasks({ ...long, server, reportFault, toolsFor: (context) => toolsFor(readGrant(context)), readAsker });
	return server;
}

function readLabels({ mcpReq }: ServerContext): Pick<ToolCall, 'origins'> {
	const origins = readToldOrigins(mcpReq._meta);
	return origins ? { origins } : {};
}

/** Returns the missing scope if the tool is an agent, the same for existing and unknown agents. */
function findMissingScope(tool: string, { scopes }: Grant): NarrowScope | undefined {
	const scope = scopeOfAgent(tool);
	return isScope(scope) && !allows(scopes, scope) ? scope : undefined;
}

const tellScope = (scope: NarrowScope | undefined): string =>
	scope === undefined ? '' : ` If it is an agent, the caller needs the scope ${scope} or agent:run.`;

const grantKey = 'grant';
/** Hears of a refused call: its answer's status does not show it. */
const refusingKey = 'refusing';
const readRefusing = ({ http }: ServerContext) => http!.authInfo!.extra![refusingKey] as (refusal: Error) => void;
const readGrant = ({ http }: ServerContext): Grant => http!.authInfo!.extra![grantKey] as Grant;

/** Without a mode, a client shows forms. */
function canShowForms(server: Server): boolean {
	const { elicitation } = server.getClientCapabilities() ?? {};
	return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}

function reporter({ mcpReq }: ServerContext): (message: string) => void {
	const progressToken = mcpReq._meta?.progressToken;
	let progress = 0;
	return (message) => {
		if (progressToken === undefined) return;
		mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: ++progress, message } }).catch(() => undefined);
	};
}

/** `/mcp`: tools over the Model Context Protocol, in the revisions 2026-07-28 (without sessions) and 2025-11-25 (with and without). */
export function mcpRoute(service: FastifyInstance, guard: Guard, parts: McpServerParts): void {
	const createServer = () => createMcpServer(parts);
	const handler = createMcpHandler(createServer, { onerror: () => undefined });
	const sessions = new McpSessions(createServer);
	service.addHook('onClose', () => Promise.all([handler.close(), sessions.close()]).then(() => undefined));
	service.route({
		method: ['GET', 'POST', 'DELETE'],
		url: '/mcp',
		onRequest: guard,
		errorHandler: answerParseErrors,
		schema: {
			summary: 'Agents and processes as tools of the Model Context Protocol',
			'x-answers': { 200: streamed('The answer'), 202: { description: 'Received' } },
		},
		handler: async (request, reply) => {
			const parsedBody = request.body ?? undefined;
			// A batch would count as one request of the caller's rate.
			if (Array.isArray(parsedBody)) return reply.code(400).send(rpcError(invalidRequest, 'Send one message: MCP has no batches.'));
			if (holdsBigint(withoutArguments(parsedBody))) return reply.code(400).send(rpcError(invalidParams, tooManyDigits));
			const web = toWebRequest(request, reply);
			const options = { authInfo: toAuthInfo(request), parsedBody };
			const isSession = McpSessions.handles(web, parsedBody) && (await isLegacyRequest(web, parsedBody));
			return reply.send(await (isSession ? sessions.handle(web, options) : handler.fetch(web, options)));
		},
	});
}

/** The part not for the tool. Only tools take integers beyond a number's range. */
function withoutArguments(body: unknown): unknown {
	const { params, ...message } = (body ?? {}) as { params?: Record<string, unknown> | null };
	return { ...message, params: { ...params, arguments: undefined } };
}

function toWebRequest({ method, headers, host, url }: FastifyRequest, { raw }: FastifyReply): Request {
	const gone = new AbortController();
	raw.once('close', () => raw.writableFinished || gone.abort());
	const sent = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
	return new Request(`http://${host}${url}`, { method, headers: sent, signal: gone.signal });
}

function toAuthInfo(request: FastifyRequest): AuthInfo {
	const { grant, headers } = request;
	const { caller, scopes } = grant!;
	return {
		token: '',
		clientId: JSON.stringify(caller),
		scopes: [...scopes],
		extra: {
			[grantKey]: grant,
			[audienceKey]: nameAudience(readToken(headers.authorization)),
			[refusingKey]: (refusal: Error) => void (request.refusal = refusal),
		},
	};
}
