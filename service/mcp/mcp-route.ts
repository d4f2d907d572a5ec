import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuthInfo, createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Guard } from '../access/ask-for-scope';
import { createMcpServer, grantKey, type McpServerParts, refusingKey } from './mcp-server';
import { audienceKey } from './sign-answers';
import { McpSessions } from './mcp-sessions';
import { streamed } from '../http/describe-operations';
import { answerParseErrors, invalidParams, invalidRequest, rpcError, tooManyDigits } from '../http/json-rpc';
import { nameAudience } from '../../core/tools/signing/answer-claims';
import { readToken } from '../access/access';
import { holdsBigint } from '../../core/base/text/json/lossless-json';

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
			...{ [grantKey]: grant, [audienceKey]: nameAudience(readToken(headers.authorization)) },
			[refusingKey]: (refusal: Error) => void (request.refusal = refusal),
		},
	};
}
