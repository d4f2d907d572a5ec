import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasMoreForOperator } from '../core/base/caller-fault';
import { TroupeError } from '../core/base/errors';
import { isFault, problemContentType, retryAfter } from '../core/base/problem';
import { describeMissing, maxPathCharacters } from './http/allowed-methods';
import { limitUnknownRoutes } from './http/limits';
import { isUnauthorized } from '../manifests/registry/access/access';
import { challenge } from './access/challenge';
import { toRegistryProblem } from '../manifests/registry/http/problem';
import type { RegistryProblem } from '../manifests/registry/registry-problem';

/** Reports our faults, or details that an answer leaves out, to the operator. */
type ReportFault = (error: unknown, request: FastifyRequest) => void;

declare module 'fastify' {
	interface FastifyInstance {
		tellOperator?: ReportFault;
	}
}

/** Fastify's and Node's answers before a route. */
export const lowLevelProblems = {
	frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
		sendProblem(error, request, reply.header('x-request-id', request.id));
	},
	clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
		if (error.code === 'ECONNRESET' || socket.destroyed) return;
		const [statusCode, message] = brokenRequests[error.code ?? ''] ?? [400, 'The request is not valid HTTP/1.1.'];
		const body = JSON.stringify(toRegistryProblem(Object.assign(new Error(message), { statusCode }), '', randomUUID()));
		const head = [
			`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
			`Content-Type: ${problemContentType}`,
			`Content-Length: ${Buffer.byteLength(body)}`,
			'Connection: close',
		];
		if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
		socket.destroy(error);
	},
	return503OnClosing: false,
};

const brokenRequests: Record<string, [status: number, message: string]> = {
	ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request was not received in time.'],
	HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
};

export function answerProblems(service: FastifyInstance, reportFault: ReportFault): void {
	let isClosing = false;
	service.addHook('preClose', async () => void (isClosing = true));
	service.addHook('onRequest', async (request, reply) => {
		if (isClosing) return sendProblem(stopping(), request, reply.header('retry-after', 1));
	});
	service.addHook('onRequest', async (request, reply) => {
		if (/^\s*(?:identity)?\s*$/i.test(request.headers['content-encoding'] ?? '')) return;
		const refused = Object.assign(new Error('The body is compressed. Send it as it is, without Content-Encoding.'), { statusCode: 415 });
		return sendProblem(refused, request, reply.header('accept-encoding', 'identity'));
	});
	service.decorate('tellOperator', reportFault);
	service.setErrorHandler(answerFaults(reportFault));
	const describe = describeMissing(service);
	const preHandler = limitUnknownRoutes(service);
	service.setNotFoundHandler({ preHandler }, (request, reply) => {
		const { status, message } = describe(request, reply);
		return sendProblem(Object.assign(new Error(message), { statusCode: status }), request, reply);
	});
	// Fastify would read the body first, and call it broken or, for QUERY, missing.
	service.addHook('preParsing', async (request, reply) => {
		if (!request.is404) return;
		for (const limit of preHandler) await limit.call(service, request, reply);
		await request.routeOptions.handler?.call(service, request, reply);
		return reply;
	});
}

export const answerFaults = (reportFault: ReportFault) => (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
	if (isFault(toProblem(error, request).status) && !endedWithCaller(error, reply)) reportFault(error, request);
	return sendProblem(error, request, reply);
};

/** Tells work that ended because its caller left from a fault. */
const endedWithCaller = (error: unknown, { raw }: FastifyReply): boolean => raw.destroyed && (error as Error).name === 'AbortError';

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const answer = toProblem(error, request);
	request.refusal = error;
	// A refusal is not logged as a fault, but what it leaves out has to be read somewhere.
	if (hasMoreForOperator(error) && !isFault(answer.status)) request.server.tellOperator?.(error, request);
	reply.headers(retryAfter(error, answer.status));
	if (isUnauthorized(error)) reply.header('www-authenticate', challenge(request, error));
	return reply.code(answer.status).type(problemContentType).send(JSON.stringify(answer));
}

const readPath = ({ url }: FastifyRequest): string => (url.split('?')[0] ?? '').slice(0, maxPathCharacters);

const toProblem = (error: unknown, request: FastifyRequest): RegistryProblem =>
	toRegistryProblem(nameBound(error, request), readPath(request), request.id);

/** Fastify refuses a large body without its bound. */
function nameBound(error: unknown, { routeOptions }: FastifyRequest): unknown {
	if ((error as { code?: unknown } | undefined)?.code !== 'FST_ERR_CTP_BODY_TOO_LARGE' || !routeOptions.bodyLimit) return error;
	return Object.assign(new Error(`The body is too large: the max is ${routeOptions.bodyLimit} bytes.`), { statusCode: 413 });
}

const stopping = () =>
	new TroupeError({ code: 'REGISTRY_NOT_READY', message: 'The service is stopping.', fix: 'Retry in a moment.', retryable: true });
