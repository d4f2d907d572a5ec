import { composeAbuseStore } from '../../providers/compose/guardrails/abuse';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { composeWantedTools } from '../../providers/compose/state/host-wanted-tools';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { serviceToken, startTestService } from '../../test/support/offering-service';

type Shape = { required?: string[]; properties?: Record<string, Shape>; content?: Record<string, { schema: Shape }> };
interface Described {
	operationId: string;
	parameters?: Array<{ name: string }>;
	requestBody?: Shape;
	responses: Record<string, Shape>;
}

/** An export is one document in portions, whose size the service chooses; its own tests try foreign cursors. */
const document = 'exportPersonEverywhere';

let service: Awaited<ReturnType<typeof startTestService>>;
const lists: Array<Described & { method: string; path: string }> = [];
beforeAll(async () => {
	service = await startTestService([], {}, {}, { rateLimits: { calls: 1_000_000 } });
	const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, Described>> };
	for (const [path, methods] of Object.entries(paths))
		for (const [method, one] of Object.entries(methods))
			if (one.operationId !== document && schemaOf(one.responses?.['200'])?.properties?.cursor)
				lists.push({ ...one, method: method.toUpperCase(), path });
});
afterAll(async () => {
	await closeKnowledge({ ...service.host, tenant: 'default' });
	await service.close();
});

const schemaOf = (described?: Shape) => described?.content?.['application/json']?.schema;

async function call(method: string, path: string, body?: object): Promise<[number, Record<string, unknown>]> {
	const response = await fetch(service.url + path, {
		headers: { authorization: `Bearer ${serviceToken}`, ...(body && { 'content-type': 'application/json' }) },
		...{ method, ...(body && { body: JSON.stringify(body) }) },
	});
	return [response.status, (await response.json()) as Record<string, unknown>];
}

/** Asks for a page of a list; a search has its input in its body. */
function ask({ method, path, requestBody }: (typeof lists)[number], page: Record<string, string | number>) {
	const place = path.replaceAll(/\{\w+\}/g, 'house');
	const required = Object.fromEntries((schemaOf(requestBody)?.required ?? []).map((name) => [name, 'house']));
	if (method === 'POST') return call(method, place, { ...required, ...page });
	return call(method, `${place}?${new URLSearchParams(page as Record<string, string>).toString()}`);
}

it('every list takes a cursor and a limit, and refuses a cursor of another list in the same words', async () => {
	expect(lists.length).toBeGreaterThan(15);
	for (const one of lists) {
		const names = [...(one.parameters ?? []).map(({ name }) => name), ...Object.keys(schemaOf(one.requestBody)?.properties ?? {})];
		expect([one.operationId, ...names]).toEqual(expect.arrayContaining(['cursor', 'limit']));
		for (const cursor of ['x', Buffer.from('[1,2,3,4,5]').toString('base64url')])
			expect([one.operationId, ...(await ask(one, { cursor }))]).toMatchObject([
				one.operationId,
				400,
				{ code: 'INPUT_INVALID', detail: expect.stringContaining('The cursor is not one of this list.') },
			]);
	}
});

const names = ['b', 'a', 'c-d'];
const each = (act: (name: string) => Promise<unknown>) => async () => {
	for (const name of names) await act(name);
};
const ingest = (collection: string, id: string) =>
	runKnowledgeTask({ operation: 'ingest', collection, documents: [{ id, text: id }] }, service.host, new AbortController().signal);
const post = (path: string, body: (name: string) => object) => each((name) => call('POST', `/api/v1/${path}`, body(name)));

it.each([
	['listTenants', each((name) => call('POST', `/api/v1/tenants/${name}`, { runDays: 1 }))],
	['listCredentials', post('credentials', (name) => ({ name, type: 'httpBearerAuth', data: { token: 'x' } }))],
	['listDocuments', each((name) => ingest('house', `/😀/${name}`))],
	['listCollections', each((name) => ingest(name, 'x'))],
	['listChanges', each((name) => call('PUT', '/api/v1/knowledge/collections/house/access', { writers: [`group:${name}`] }))],
	['listSwitches', post('switches/off', (name) => ({ target: `agent:${name}`, reason: 'wrong' }))],
	['listSwitchChanges', post('switches/on', (name) => ({ target: `agent:${name}` }))],
	[
		'listWantedTools',
		async () => {
			const wanted = (await composeWantedTools(service.host))!;
			const note = (tool: string) => wanted.note('default', { tool, agent: 'clerk', source: 'run' });
			for (const name of [...names, 'b']) await note(name);
		},
	],
	['listAbuse', each(async (name) => (await composeAbuseStore(service.host))!.change(name, 60_000, () => ({ violations: [1] })))],
	['listAbuseLifts', each(async (name) => (await composeAbuseStore(service.host))!.lift(name, 'user:ana'))],
	[
		'readUsage',
		async () => {
			const store = await composeUsageStore(service.host);
			const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
			for (const [index] of names.entries()) {
				const scope = { tenant: 'default', agent: null, host: 'cli' };
				const call = { provider: 'openai', model: 'm', kind: 'chat', costUsd: 1, priceTable: null, scope, usage } as const;
				await store.reserve(call, [], Date.UTC(2026, 10, index + 1));
			}
		},
	],
])('%s reads each item once, page by page', async (operationId, seed) => {
	await seed();
	const one = lists.find((list) => list.operationId === operationId)!;
	const [, whole] = await ask(one, { limit: 100 });
	expect((whole.items as unknown[]).length).toBeGreaterThanOrEqual(names.length);
	const items: unknown[] = [];
	let page: Record<string, unknown> = {};
	do {
		[, page] = await ask(one, { limit: 1, ...(page.cursor !== undefined && { cursor: page.cursor as string }) });
		items.push(...(page.items as unknown[]));
		expect(page.items).toHaveLength(1);
	} while (page.cursor !== undefined);
	expect(items).toEqual(whole.items);
});
