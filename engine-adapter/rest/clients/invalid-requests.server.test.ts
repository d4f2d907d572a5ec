import { slowTest } from '../../../test/support/slow-tests';
import type { TestService } from '../../../test/support/engine/test-service';
import { openServiceOfEveryKind } from '../../../test/support/engine/every-kind';
import { createRequire } from 'node:module';
import { createCamundaClientLoose } from '@camunda8/orchestration-cluster-api';
import { Ajv2020 } from 'ajv/dist/2020';

interface InvalidRequest {
	operation: string;
	method: string;
	path: string;
	body?: unknown;
}

interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	allOf?: Schema[];
	anyOf?: Schema[];
	oneOf?: Schema[];
	enum?: unknown[];
	const?: unknown;
	default?: unknown;
	not?: object;
	pattern?: string;
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
}

/** Parts of the client that its types hide: the schemas of requests, in zod. */
interface Internals {
	_loadSchemas(): Promise<Record<string, object>>;
	[operation: string]: (request: object, options: object) => Promise<unknown>;
}

const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });

/** Makes the invalid requests of every operation that the client has. */
async function listInvalidRequests(): Promise<InvalidRequest[]> {
	const sent: Array<{ method: string; path: string }> = [];
	const client = createCamundaClientLoose({
		config: { CAMUNDA_REST_ADDRESS: 'http://localhost', CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_SDK_VALIDATION: 'req:none,res:none' },
		fetch: async (input) => {
			const { method, url } = input as Request;
			sent.push({ method, path: new URL(url).pathname });
			return new Response('{}', { headers: { 'content-type': 'application/json' } });
		},
	}) as unknown as Internals;
	const { z } = createRequire(require.resolve('@camunda8/orchestration-cluster-api'))('zod') as {
		z: { toJSONSchema(schema: object, options: object): Schema };
	};
	const requests: InvalidRequest[] = [];
	for (const [name, schema] of Object.entries(await client._loadSchemas())) {
		const operation = /^z(\w+)Data$/.exec(name)?.[1]?.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
		if (operation === undefined || typeof client[operation] !== 'function') continue;
		const { path = {}, body = {} } = z.toJSONSchema(schema, { unrepresentable: 'any' }).properties ?? {};
		const send = async (keys: object) => {
			await client[operation]!({ ...keys }, { consistency: { waitUpToMs: 0 } }).catch(() => undefined);
			return sent.pop();
		};
		const keys = path.properties ? Object.keys(path.properties) : [];
		const place = await send(Object.fromEntries(keys.map((key) => [key, '1'])));
		if (place === undefined) continue;
		if (keys.some((key) => key.endsWith('Key')))
			requests.push({ operation, ...(await send(Object.fromEntries(keys.map((key) => [key, 'no-key']))))! });
		if (body.not === undefined) for (const wrong of listInvalid(body)) requests.push({ operation, ...place, body: wrong });
	}
	return requests;
}

/** Values that the schema refuses, each wrong in one place. */
function listInvalid(schema: Schema): unknown[] {
	const relaxed = relax(schema);
	const fits = ajv.compile(relaxed);
	const wrong = new Map(spoil(relaxed).map((value) => [JSON.stringify(value), value]));
	return [...wrong.values()].filter((value) => !fits(value));
}

/** A field with a default may be missing. */
function relax(schema: Schema): Schema {
	const { properties, required, items, anyOf, oneOf, allOf } = schema;
	const [first, ...others] = (allOf ?? []).map(relax);
	const merged = first && {
		type: 'object',
		properties: Object.assign({}, first.properties, ...others.map((one) => one.properties)) as object,
	};
	return {
		...schema,
		...(merged && { ...merged, allOf: undefined, additionalProperties: false }),
		...(items && { items: relax(items) }),
		...(anyOf && { anyOf: anyOf.map(relax) }),
		...(oneOf && { oneOf: oneOf.map(relax) }),
		...(properties && {
			properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, relax(one)])),
			required: required?.filter((name) => properties[name]?.default === undefined),
		}),
	} as Schema;
}

function spoil(schema: Schema): unknown[] {
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (alternatives) return alternatives.flatMap(spoil);
	const type = [schema.type].flat()[0];
	if (type === 'string') return spoilText(schema);
	if (type === 'integer' || type === 'number') return ['x', {}, 1.5, (schema.minimum ?? 0) - 1, (schema.maximum ?? 0) + 1].filter(isSafe);
	if (type === 'boolean') return ['maybe', {}];
	if (type === 'array') return ['x', {}, ...spoil(schema.items ?? {}).map((item) => [item])];
	if (type !== 'object') return [];
	const valid = sample(schema) as object;
	const fields = Object.entries(schema.properties ?? {});
	return [
		...['x', [], { ...valid, unheardOf: 1 }],
		...(schema.required ?? []).map((name) => Object.fromEntries(Object.entries(valid).filter(([field]) => field !== name))),
		...fields.flatMap(([name, field]) => spoil(field).map((value) => ({ ...valid, [name]: value }))),
	];
}

function spoilText({ enum: values, pattern, minLength = 0, maxLength }: Schema): unknown[] {
	const long = maxLength === undefined ? [] : ['1'.repeat(maxLength + 1)];
	return [1, {}, ...(values ? ['UNHEARD_OF'] : []), ...(pattern ? ['!'] : []), ...(minLength > 0 ? [''] : []), ...long];
}

/** Zod writes the limits of JavaScript's integers where the schema has none. */
const isSafe = (value: unknown): boolean => typeof value !== 'number' || Math.abs(value) < Number.MAX_SAFE_INTEGER;

/** Texts of which one fits each pattern. */
const texts = ['1', 'a', '1-1', 'QQ==', '2030-01-31T10:00:00Z', 'c0ffee00-0000-4000-8000-000000000000'];

/** A value that the schema takes. */
function sample(schema: Schema): unknown {
	const { enum: values, properties = {}, required = [] } = schema;
	if (schema.default !== undefined) return schema.default;
	if (schema.const !== undefined) return schema.const;
	if (values) return values[0];
	if (schema.anyOf ?? schema.oneOf) return sample((schema.anyOf ?? schema.oneOf)![0]!);
	const type = [schema.type].flat()[0];
	if (type === 'object') return Object.fromEntries(required.map((name) => [name, sample(properties[name]!)]));
	if (type === 'string') return texts.find((text) => new RegExp(schema.pattern ?? '', 'u').test(text));
	return { integer: 1, number: 1, boolean: true, array: [] }[type ?? ''] ?? {};
}

let service: TestService;
beforeAll(async () => {
	service = await openServiceOfEveryKind();
});
afterAll(() => service.close());

async function send({
	method,
	path,
	body,
}: Omit<InvalidRequest, 'operation'>): Promise<{ status: number; title?: string; detail: string }> {
	const init = { method, headers: { 'content-type': 'application/json' }, ...(method !== 'GET' && { body: JSON.stringify(body) }) };
	const response = await fetch(`${service.url}${path}`, init);
	const text = await response.text();
	const { title, detail = '' } = (text.startsWith('{') ? JSON.parse(text) : {}) as { title?: string; detail?: string };
	return { status: response.status, title, detail };
}

slowTest(
	"what Camunda's published schema refuses is refused (camunda/camunda#37895)",
	async () => {
		const [unserved, other] = [new Set<string>(), [] as string[]];
		let refused = 0;
		for (const { operation, ...request } of await listInvalidRequests()) {
			if (unserved.has(operation)) continue;
			const { status, title, detail } = await send(request);
			if (status === 405 || detail.endsWith('does not exist.')) unserved.add(operation);
			else if (status === 400 && title === 'INVALID_ARGUMENT') refused++;
			else other.push(`${operation} ${request.path} ${JSON.stringify(request.body)?.slice(0, 150)}: ${status}`);
		}
		expect(other).toEqual([]);
		expect(refused).toBeGreaterThan(5_000);
	},
	240_000,
);

test.each<[method: string, path: string, body: unknown, status: number]>([
	['POST', '/messages/publication', { name: 5, correlationKey: '1' }, 400],
	['POST', '/messages/publication', { name: 'a', correlationKey: '1', unheardOf: true }, 400],
	['POST', '/messages/publication', { name: 'a', correlationKey: null, messageId: null, tenantId: null }, 200],
	['POST', '/decision-requirements/search', { filter: { decisionRequirementsId: 23 } }, 400],
	['GET', '/decision-instances/+++', undefined, 400],
	['POST', '/process-instances/cancellation', { filter: { $or: [[]] } }, 400],
	['POST', '/variables/search?truncateValues=maybe', {}, 400],
	['POST', '/variables/search?truncateValues=false', {}, 200],
])('%s %s with %j is answered with %i (camunda/camunda#21483, camunda/camunda#43425)', async (method, path, body, status) => {
	expect(await send({ method, path: `/v2${path}`, body })).toMatchObject({ status });
});
