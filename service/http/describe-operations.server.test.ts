import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { storableText } from '../../core/base/text/storable-text';

interface Response {
	description?: string;
	content?: Record<string, { schema: { $ref?: string } & Record<string, unknown> }>;
}
interface Operation {
	operationId?: string;
	security?: Array<Record<string, string[]>>;
	parameters?: Array<{ in: string; name: string; required?: boolean; schema: object }>;
	requestBody?: { content: Record<string, { schema: object }> };
	responses: Record<string, Response>;
}
interface Document {
	openapi: string;
	servers: unknown;
	paths: Record<string, Record<string, Operation>>;
	components: { securitySchemes: Record<string, object>; schemas: Record<string, object> };
}

let service: Awaited<ReturnType<typeof startTestService>>;
let document: Document;
let operations: Array<{ path: string; method: string; name: string; operation: Operation }>;

beforeAll(async () => {
	service = await startTestService([], {}, { TROUPE_SANDBOX_LEVEL: 'L0' }, { rateLimits: { failures: 10_000 } });
	document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Document;
	operations = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ path, method, name: `${method} ${path}`, operation })),
	);
});
afterAll(() => service.close());

const statusesOf = ({ responses }: Operation) => Object.keys(responses);
const send = (path: string, method: string, token?: string, body?: object) =>
	fetch(`${service.url}${path.replaceAll(/\{\w+\}/g, '1')}`, {
		method: method.toUpperCase(),
		headers: {
			...(token !== undefined && { authorization: `Bearer ${token}` }),
			...(body && { 'content-type': 'application/json' }),
		},
		...(body && { body: JSON.stringify(body) }),
	});

test('names every operation once, by its route', () => {
	expect(operations.length).toBeGreaterThan(70);
	const ids = operations.map(({ operation }) => operation.operationId);
	expect(ids.filter((id) => !/^[a-z]+[A-Z]\w*$/.test(id ?? ''))).toEqual([]);
	expect(new Set(ids).size).toBe(ids.length);
	expect(document.paths['/v2/user-tasks/{key}/completion']?.post?.operationId).toBe('postV2UserTasksByKeyCompletion');
	expect(document.servers).toEqual([{ url: '/' }]);
});

test('names the credential of every operation that refuses a request without one, and of no other', async () => {
	for (const { path, method, name, operation } of operations) {
		const { status } = await send(path, method);
		expect([name, operation.security?.length !== 0]).toEqual([name, status === 401]);
		const schemes = operation.security?.flatMap((scheme) => Object.keys(scheme));
		expect([name, schemes?.filter((scheme) => !(scheme in document.components.securitySchemes))]).toEqual([name, []]);
	}
	expect(document.paths['/v2/jobs/activation']?.post?.security).toEqual([{ apiKey: ['process:work'] }]);
	expect(document.paths['/v2/jobs/search']?.post?.security).toEqual([{ apiKey: ['process:read'] }]);
});

test('describes a success and every refusal of each operation', () => {
	for (const { path, method, name, operation } of operations) {
		const statuses = statusesOf(operation);
		expect([name, statuses.some((status) => status.startsWith('2')), statuses.includes('default')]).toEqual([name, true, false]);
		if (operation.security?.length) expect([name, statuses]).toEqual([name, expect.arrayContaining(['401', '403'])]);
		if (path.includes('{')) expect([name, statuses]).toEqual([name, expect.arrayContaining(['400', '404'])]);
		if (operation.requestBody) expect([name, statuses]).toEqual([name, expect.arrayContaining(['400', '413', '415'])]);
		if (method !== 'get' && !path.endsWith('/search')) expect([name, statuses]).toEqual([name, expect.arrayContaining(['409'])]);
	}
});

test('describes how runs are streamed, and go on after a lost connection', () => {
	const { get, post } = { ...document.paths['/api/v1/runs/{runId}/events'], ...document.paths['/api/v1/runs/{runId}/resume'] };
	expect(get?.parameters).toContainEqual(expect.objectContaining({ in: 'header', name: 'last-event-id' }));
	expect(Object.keys(post?.responses['200']?.content ?? {})).toEqual(['application/json', 'text/event-stream']);
});

test('describes the content of each answer, with one schema of problems', () => {
	for (const { path, name, operation } of operations) {
		for (const [status, { content }] of Object.entries(operation.responses)) {
			const isEmpty = status === '204' || (path === '/mcp' && status === '202');
			expect([name, status, Object.keys(content ?? {}).length === 0]).toEqual([name, status, isEmpty]);
			const problem = content?.['application/problem+json'];
			if (problem) expect([name, problem.schema]).toEqual([name, { $ref: '#/components/schemas/Problem' }]);
			else expect([name, status]).toEqual([name, expect.stringMatching(/^2|^503$/)]);
		}
		if (/^\/v2\/.*search$/.test(path))
			expect([name, operation.responses['200']?.content?.['application/json']?.schema]).toMatchObject([
				name,
				{ required: ['items', 'page'] },
			]);
	}
});

test('names the fields of each answer of the engine, and of each item', () => {
	interface Schema {
		type?: string;
		properties?: Record<string, Schema>;
		items?: Schema;
	}
	const isNamed = ({ type, properties = {}, items }: Schema): boolean =>
		type === 'array' ? isNamed(items ?? {}) : properties.items ? isNamed(properties.items) : Object.keys(properties).length > 0;
	const unnamed = operations.filter(({ path, operation: { responses } }) => {
		const schema = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']?.schema;
		return path.startsWith('/v2/') && schema !== undefined && !isNamed(schema as Schema);
	});
	// It streams.
	expect(unnamed.map(({ name }) => name)).toEqual(['get /v2/events']);
	const answered = document.paths['/v2/process-instances/{key}/call-hierarchy']?.get?.responses['200'];
	expect(answered?.content?.['application/json']?.schema).toMatchObject({ type: 'array' });
});

test('answers what it describes, to requests that fit, to such that do not, and to strangers', async () => {
	const ajv = addFormats(new Ajv2020({ strict: false })).addSchema({ ...document, $id: 'document' });
	for (const { path, method, name, operation } of operations) {
		if (/^\/(?:mcp|a2a|v2\/events|state)/.test(path)) continue;
		for (const [token, body] of [
			[undefined, undefined],
			[serviceToken, undefined],
			...(method === 'get' || method === 'delete' ? [] : [[serviceToken, {}] as const]),
		] as const) {
			const answer = await send(path, method, token, body);
			const described = operation.responses[String(answer.status)];
			const type = answer.headers.get('content-type')?.split(';')[0];
			expect([name, statusesOf(operation)]).toEqual([name, expect.arrayContaining([String(answer.status)])]);
			expect([name, answer.status, Object.keys(described?.content ?? {})[0]]).toEqual([name, answer.status, type]);
			if (!type?.endsWith('json')) continue;
			const pointer = described!.content![type]!.schema.$ref;
			const validate = ajv.compile(pointer ? { $ref: `document${pointer}` } : described!.content![type]!.schema);
			expect([name, answer.status, validate(await answer.json()), validate.errors]).toEqual([name, answer.status, true, null]);
		}
	}
});

test('is a valid document of OpenAPI 3.1, with patterns that other languages read', () => {
	expect(document.openapi).toBe('3.1.0');
	const ajv = addFormats(new Ajv2020({ strict: false, validateSchema: true })).addSchema({ ...document, $id: 'document' });
	const schemas: object[] = Object.values(document.components.schemas);
	for (const { path, name, operation } of operations) {
		const { parameters = [], requestBody, responses } = operation;
		const places = [...path.matchAll(/\{([^}]+)\}/g)].map(([, place]) => place);
		expect([name, parameters.filter((one) => one.in === 'path' && one.required).map((one) => one.name)]).toEqual([name, places]);
		expect([name, statusesOf(operation).filter((status) => !/^[1-5]\d\d$/.test(status))]).toEqual([name, []]);
		expect([name, Object.keys(operation).filter((field) => field.startsWith('x-'))]).toEqual([name, []]);
		for (const { description } of Object.values(responses)) expect([name, description]).toEqual([name, expect.stringMatching(/\w/)]);
		for (const { schema } of parameters) schemas.push(schema);
		for (const { content } of [...(requestBody ? [requestBody] : []), ...Object.values(responses)])
			for (const { schema } of Object.values(content ?? {})) schemas.push(schema);
	}
	for (const schema of schemas)
		ajv.compile('$ref' in schema && typeof schema.$ref === 'string' ? { $ref: `document${schema.$ref}` } : schema);
	const patterns = [...JSON.stringify(schemas).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
		([, text = '""']) => JSON.parse(text) as string,
	);
	expect(patterns).toContain(storableText);
	for (const pattern of new Set(patterns)) {
		for (const flags of ['', 'u']) expect(() => new RegExp(pattern, flags)).not.toThrow();
		// Python's `re` has neither, and writes named groups in another way.
		expect(pattern).not.toMatch(/\\[pPkcX]|\(\?<|\\u\{|\[\^?\]/);
	}
});

test.each(['', 'u'])('the pattern of stored text takes every character but U+0000 and lone surrogates (flags "%s")', (flags) => {
	const pattern = new RegExp(storableText, flags);
	for (const text of ['', 'ação', '日本', '😀👩‍👩‍👧', 'a\nb']) expect([text, pattern.test(text)]).toEqual([text, true]);
	for (const text of ['\0', 'a\ud800', '\udc00a', '\udc00\ud800', '😀\ud83d']) expect([text, pattern.test(text)]).toEqual([text, false]);
	expect(pattern.test(`${'😀'.repeat(10_000)}\ud83d`)).toBe(false);
});
