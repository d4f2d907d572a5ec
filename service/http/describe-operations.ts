import type { FastifySchema } from 'fastify';
import { problemContentType } from '../../core/base/problem';

/** Answers by status besides the common refusals; null: no content. */
export type Answers = Record<number, Answer | null>;

interface Answer {
	description: string;
	content?: Record<string, { schema: object }>;
}

declare module 'fastify' {
	interface FastifySchema {
		/** For the OpenAPI document only. With `response`, Fastify would drop unnamed fields. */
		'x-answers'?: Answers;
		'x-body'?: object;
	}
}

export const noContent: Answers = { 204: null };

export const json = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });

/** Answers may gain other fields. */
export const fields = (description: string, properties: Record<string, object>) =>
	json(description, { type: 'object', properties, required: Object.keys(properties) });

export const string = { type: 'string' } as const;
export const integer = { type: 'integer' } as const;
const object = { type: 'object' } as const;

/** An event as in OpenAPI 3.2's items of `text/event-stream`. */
export const serverSentEvent = {
	type: 'object',
	properties: { id: string, event: string, data: { ...string, description: 'JSON, where it is not empty' }, retry: integer },
} as const;

export const streamed = (description: string, schema: object = object): Answer => ({
	description,
	content: { 'application/json': { schema }, 'text/event-stream': { schema: serverSentEvent } },
});

const cursor = { type: ['string', 'null'] };

export const pageOf = (items: object) =>
	fields('The page of the search', {
		items: { type: 'array', items },
		page: {
			type: 'object',
			properties: { totalItems: integer, hasMoreTotalItems: { type: 'boolean' }, startCursor: cursor, endCursor: cursor },
			required: ['totalItems', 'hasMoreTotalItems', 'startCursor', 'endCursor'],
		},
	});
const anyObject = json('Done', object);

export const refusal = (description: string): Answer => ({ description, content: { [problemContentType]: { schema: object } } });

/** RFC 9457. The engine sends the first five only, as Camunda does; the rest of the service adds a code and mostly a fix. */
const problemSchema = {
	type: 'object',
	required: ['type', 'title', 'status', 'detail', 'instance'],
	properties: {
		type: string,
		title: string,
		status: integer,
		detail: string,
		instance: string,
		code: string,
		fix: string,
		retryable: { type: 'boolean' },
		details: object,
		requestId: string,
		runId: string,
	},
};
const problemContent = { [problemContentType]: { schema: { $ref: '#/components/schemas/Problem' } } };

interface OpenApiDocument {
	paths?: object;
	components?: { schemas?: object };
}

interface Operation extends Pick<FastifySchema, 'x-answers' | 'x-body'> {
	operationId?: string;
	parameters?: unknown;
	requestBody?: object;
	security?: object[];
	responses: Record<string, Answer>;
}

type ScopeOf = (route: { method: string; routeOptions: { url: string } }) => string;

/** Completes each operation's id, audience and answers. A route states only differences. */
export function describeOperations<T extends OpenApiDocument>(document: T, scopeOf: ScopeOf): T {
	const paths = Object.entries(document.paths ?? {}).map(([path, methods]) => {
		const operations = Object.entries(methods as Record<string, Operation>);
		return [
			path,
			Object.fromEntries(operations.map(([method, operation]) => [method, describeOperation(path, method, operation, scopeOf)])),
		] as const;
	});
	const { schemas, ...components } = document.components ?? {};
	return {
		...document,
		paths: Object.fromEntries(paths) as object,
		components: { ...components, schemas: { ...schemas, Problem: problemSchema } },
	};
}

function describeOperation(
	path: string,
	method: string,
	{ 'x-answers': answers, 'x-body': body, ...operation }: Operation,
	scopeOf: ScopeOf,
): Operation {
	const scopes = path.startsWith('/v2/') ? [scopeOf({ method: method.toUpperCase(), routeOptions: { url: path } })] : [];
	const { security = [{ apiKey: scopes }], requestBody = body } = operation;
	// The plugin writes no content for a route without `response`.
	const isDescribed = !answers && Object.values(operation.responses).some(({ content }) => content);
	const successes = answers ?? { 200: anyObject };
	const responses = isDescribed ? { ...operation.responses } : describeAnswers(successes);
	const completed = {
		...operation,
		...(requestBody && { requestBody }),
		operationId: operation.operationId ?? nameOperation(method, path),
		security,
		responses,
	};
	for (const [status, description] of Object.entries(describeRefusals(path, method, completed)))
		responses[status] ??= { description, content: problemContent };
	for (const [status, response] of Object.entries(responses))
		if (response.content && problemContentType in response.content) responses[status] = { ...response, content: problemContent };
	return completed;
}

function describeRefusals(path: string, method: string, { parameters, requestBody, security = [] }: Operation): Record<string, string> {
	const isChange = method !== 'get' && !path.endsWith('/search');
	return {
		...((parameters || requestBody || method === 'post') && { 400: 'The request does not fit its schema' }),
		...(security.length > 0 && { 401: 'No credential, or an invalid one', 403: 'A credential without the scope, or of another tenant' }),
		...((path.includes('{') || (isChange && path.startsWith('/v2/'))) && { 404: 'Not found' }),
		...(path.includes('{') && { 414: 'A part of the path is too long' }),
		...(requestBody && { 413: 'The body is too large' }),
		415: 'The body is not JSON, or is compressed',
		...(isChange && { 409: 'A concurrent change, or the state does not allow it' }),
		...(isChange && path.startsWith('/v2/') && { 501: 'The engine does not support it' }),
		429: 'Too many requests',
		431: 'The address or the headers are too long',
		500: 'A fault of the service, which its log explains',
		503: 'The service is stopping, or a part of it does not answer',
	};
}

const describeAnswers = (answers: Answers): Operation['responses'] =>
	Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answer ?? { description: 'Done, without content' }]));

/** Format: `postV2UserTasksByKeyCompletion`. */
function nameOperation(method: string, path: string): string {
	const words = path
		.replaceAll('{', '/by/')
		.split(/[^A-Za-z0-9]+/)
		.filter(Boolean);
	return method + (words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Root');
}
