import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { Variables } from '../../engine-adapter/engine/variables';
import { n8nNodeJobHandler } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { fields } from './fields';
import { reply, type Service, startService } from './service';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-jobs-'));
let service: Service;
let respond: Parameters<typeof startService>[0];
beforeAll(async () => {
	service = await startService((response, asked) => respond(response, asked));
});
beforeEach(() => {
	respond = (response) => reply(response, 200, { ok: true });
	service.asked.length = 0;
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true });
});

const host = (changes: Partial<Host> = {}): Host => ({
	...{ gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder },
	...changes,
});

interface Asked {
	headers?: Record<string, string>;
	variables?: Variables;
	retries?: number;
	on?: Host;
	signal?: AbortSignal;
	/** Key of the job: the same for one that comes again. Default: another for each. */
	key?: string;
}

let jobs = 0;

const types: Record<string, [string, string]> = {
	set: ['n8n-nodes-base.set', '3.4'],
	http: ['n8n-nodes-base.httpRequest', '4.2'],
	if: ['n8n-nodes-base.if', '2.2'],
};

/** @param node of the table above, or the full name of a node with its version */
function run(
	node: string,
	parameters: object,
	{ headers, variables = {}, retries = 3, on = host(), signal, key = `job ${++jobs}` }: Asked = {},
): Promise<JobOutcome> {
	const [nodeType = '', typeVersion = ''] = types[node] ?? node.split('@v');
	const job: Job = {
		...{ key, type: 'troupe:n8n-node', instanceKey: '7', processId: 'leads', processDefinitionKey: '3', elementId: 'tell-sales' },
		...{ elementInstanceKey: '8', retries, deadline: 0, variables },
		headers: { nodeType, typeVersion, inputs: 'parameters, credentials, items', parameters: JSON.stringify(parameters), ...headers },
	};
	return n8nNodeJobHandler(on)(job, signal ?? new AbortController().signal);
}

const get = (path = '/items') => ({ url: `${service.url}${path}`, options: {} });

describe('what goes in and comes out', () => {
	it('without items, the variables of the task are the one item', async () => {
		const outcome = await run(
			'set',
			{ ...fields({ greeting: '=Hello {{ $json.lead.name }}' }), includeOtherFields: true },
			{
				variables: { lead: { name: 'Ada' }, count: 2, credentials: {}, parameters: {} },
			},
		);
		const json = { lead: { name: 'Ada' }, count: 2, greeting: 'Hello Ada' };
		expect(outcome).toEqual({
			kind: 'complete',
			variables: { item: json, items: [{ json, pairedItem: { item: 0 } }], outputs: null, nodeError: null },
		});
	});

	it('integers beyond 2^53 lose no digits, also those that the node does not read', async () => {
		const variables = { id: 9007199254740993n, list: [-(2n ** 60n)] };
		const passed = await run('n8n-nodes-base.noOp@v1', {}, { variables });
		expect(passed).toMatchObject({ kind: 'complete', variables: { item: variables } });
		const said = await run('set', { ...fields({ text: '=id {{ $json.id }}' }), includeOtherFields: true }, { variables });
		expect(said).toMatchObject({ kind: 'complete', variables: { item: { ...variables, text: 'id 9007199254740993' } } });
		const sent = { method: 'POST', url: `${service.url}/x`, sendBody: true, specifyBody: 'json', jsonBody: '={{ $json }}', options: {} };
		expect(await run('http', sent, { variables })).toMatchObject({ kind: 'complete' });
		expect(JSON.stringify(service.asked.at(-1))).toContain('9007199254740993');
	});

	it('each has a record, as runs of agents have: what it belongs to, its state, and why it failed', async () => {
		const tenant = 'recorded';
		await run('set', fields({ a: '1' }), { on: host({ tenant }) });
		respond = (response) => reply(response, 400, { message: 'bad' });
		await run('http', { method: 'POST', ...get() }, { on: host({ tenant }), key: 'refused' }).catch(() => undefined);
		const store = await openRuns(host({ tenant }), stateFolder);
		expect(await store.list(10)).toMatchObject([
			{ state: 'failed', errorCode: 'NODE_FAILED', of: { node: 'n8n-nodes-base.httpRequest', instance: '7' }, agent: null },
			{ state: 'completed', outcome: 'done', of: { node: 'n8n-nodes-base.set', process: 'leads', element: 'tell-sales' }, host: 'worker' },
		]);
		await run('http', { method: 'POST', ...get() }, { on: host({ tenant }), key: 'refused' }).catch(() => undefined);
		expect(await store.list(10, false, { node: 'n8n-nodes-base.httpRequest' })).toMatchObject([{ attempts: 2 }]);
	});

	it('items can be plain objects', async () => {
		const outcome = await run('set', fields({ twice: '={{ $json.n * 2 }}' }), { variables: { items: [{ n: 1 }, { json: { n: 2 } }] } });
		expect(outcome).toMatchObject({ variables: { items: [{ json: { twice: '2' } }, { json: { twice: '4' } }] } });
	});

	it('each output of a node has its items', async () => {
		const condition = { leftValue: '={{ $json.n }}', rightValue: 1, operator: { type: 'number', operation: 'gt' } };
		const parameters = { conditions: { options: { version: 2 }, combinator: 'and', conditions: [condition] }, options: {} };
		const outcome = await run('if', parameters, { variables: { items: [{ n: 1 }, { n: 2 }] } });
		expect(outcome).toMatchObject({ variables: { item: { n: 2 }, outputs: [[{ json: { n: 2 } }], [{ json: { n: 1 } }]] } });
	});

	it('files are references, which a later task reads', async () => {
		const made = await run('n8n-nodes-base.convertToFile@v1.1', { operation: 'toJson', options: {} }, { variables: { a: 1 } });
		const { items } = (made as unknown as { variables: { items: Array<{ binary: { data: { id: string; data: string } } }> } }).variables;
		expect(items[0]!.binary.data.id).toMatch(/^filesystem-v2:workflows\/default\/executions\/7\//);
		expect(JSON.stringify(items)).not.toContain(Buffer.from('[{"a":1}]').toString('base64'));
		const read = await run('n8n-nodes-base.extractFromFile@v1', { operation: 'fromJson', options: {} }, { variables: { items } });
		expect(read).toMatchObject({ kind: 'complete', variables: { item: { data: [{ a: 1 }] } } });
		const other = { ...host(), tenant: 'acme' };
		expect(
			await run('n8n-nodes-base.extractFromFile@v1', { operation: 'fromJson', options: {} }, { variables: { items }, on: other }),
		).toMatchObject({
			...{ kind: 'fail', code: 'INPUT_INVALID', retries: 0 },
			message: expect.stringContaining('a file that is not one of the tenant') as string,
		});
	});
});

describe('variables are data', () => {
	const hostile = '={{ $json.secret }}';

	it('a text of a variable that begins with = stays a text', async () => {
		const data = fields({ said: hostile, brackets: '="}} {{ ${$json.secret}` \\u0041 é 😀\n' });
		const outcome = await run('set', {}, { variables: { secret: 'x', parameters: data } });
		expect(outcome).toMatchObject({ variables: { item: { said: hostile, brackets: '="}} {{ ${$json.secret}` \\u0041 é 😀\n' } } });
	});

	it('also where the node evaluates a parameter by itself', async () => {
		const parameters = { operation: 'generateHtmlTemplate' };
		const html = '<p>{{ $json.secret }}</p>';
		const fromCustomer = await run('n8n-nodes-base.html@v1.2', parameters, { variables: { secret: 'hidden', parameters: { html } } });
		expect(fromCustomer).toMatchObject({ variables: { item: { html: html } } });
		const designed = await run('n8n-nodes-base.html@v1.2', { ...parameters, html }, { variables: { secret: 'hidden' } });
		expect(designed).toMatchObject({ variables: { item: { html: '<p>hidden</p>' } } });
	});

	it('no expression reads the environment', async () => {
		const outcome = await run('set', fields({ home: '={{ $env.PATH }}' }));
		expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('access to env vars denied') as string });
	});

	it('values are converted to what the node expects', async () => {
		respond = (response) => reply(response, 200, { ok: true });
		const parameters = {
			method: 'POST',
			url: `${service.url}/x`,
			sendBody: 'true',
			specifyBody: 'json',
			jsonBody: { a: [1] },
			options: { timeout: '5000' },
		};
		expect(await run('http', {}, { variables: { parameters: { ...parameters, sendQuery: null } } })).toMatchObject({ kind: 'complete' });
		expect(service.asked).toMatchObject([{ method: 'POST', body: '{"a":[1]}' }]);
	});
});

describe('an error of the node', () => {
	it('that can pass is tried again, after the time that the service requests', async () => {
		respond = (response) => reply(response, 429, { error: 'slow down' }, { 'retry-after': '7' });
		expect(await run('http', get())).toMatchObject({ kind: 'fail', code: 'NODE_FAILED', retries: 2, backoffMs: 7_000 });
		respond = (response) => reply(response, 503, {});
		expect(await run('http', get(), { headers: { onError: 'bpmn-error' } })).toMatchObject({ kind: 'fail', retries: 2, backoffMs: 30_000 });
		expect(await run('http', { url: 'http://127.0.0.1:9/', options: {} })).toMatchObject({
			kind: 'fail',
			retries: 2,
			message: expect.stringContaining('ECONNREFUSED') as string,
		});
	});

	it('is an incident with the message of n8n', async () => {
		respond = (response) => reply(response, 404, { message: 'no such lead' });
		expect(await run('http', get())).toMatchObject({
			kind: 'fail',
			code: 'NODE_FAILED',
			retries: 0,
			message: expect.stringMatching(
				/^NODE_FAILED: The node n8n-nodes-base.httpRequest of task "tell-sales" failed \(404\): .*no such lead/,
			) as string,
		});
	});

	it('is a BPMN error where the designer says so, at the latest with the last retry', async () => {
		const headers = { onError: 'bpmn-error' };
		respond = (response) => reply(response, 404, { message: 'no such lead' });
		expect(await run('http', get(), { headers })).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'TROUPE_NODE_ERROR',
			variables: { item: null, items: null, outputs: null, nodeError: { httpCode: '404', itemIndex: 0 } },
		});
		respond = (response) => reply(response, 503, {});
		expect(await run('http', get(), { headers, retries: 1 })).toMatchObject({
			kind: 'bpmn-error',
			variables: { nodeError: { httpCode: '503' } },
		});
	});

	it('is an item where the node continues', async () => {
		respond = (response, { url }) => reply(response, url === '/1' ? 404 : 200, { url });
		const outcome = await run(
			'http',
			get('=/{{ $json.n }}').url.startsWith('http') ? { url: `=${service.url}/{{ $json.n }}`, options: {} } : {},
			{
				headers: { onError: 'continue' },
				variables: { items: [{ n: 1 }, { n: 2 }] },
			},
		);
		expect(outcome).toMatchObject({
			kind: 'complete',
			variables: { items: [{ json: { error: expect.anything() as unknown } }, { json: { url: '/2' } }] },
		});
	});
});

describe('stopping', () => {
	it('a timeout ends the node, and the job is tried again', async () => {
		respond = () => undefined;
		const outcome = await run('http', get(), { headers: { timeoutMs: '300' } });
		expect(outcome).toMatchObject({ kind: 'fail', code: 'NODE_TIMEOUT', retries: 2 });
		const last = await run('http', get(), { headers: { timeoutMs: '300', onError: 'bpmn-error' }, retries: 1 });
		expect(last).toMatchObject({
			kind: 'bpmn-error',
			variables: { nodeError: { message: expect.stringContaining('0.3 seconds') as string } },
		});
	});

	it('a worker that stops waiting ends the node', async () => {
		respond = () => undefined;
		const stop = new AbortController();
		const running = run('http', get(), { signal: stop.signal });
		setTimeout(() => stop.abort(), 200);
		await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(await run('set', fields({ next: 'runs' }))).toMatchObject({ kind: 'complete' });
	});
});

describe('what cannot run', () => {
	const incident = (text: string) => ({ kind: 'fail', retries: 0, message: expect.stringContaining(text) as string });
	it.each([
		[
			'a node of no package',
			'n8n-nodes-nowhere.thing@v1',
			{},
			'The package n8n-nodes-nowhere of the node n8n-nodes-nowhere.thing is not installed',
		],
		['an unknown node', 'n8n-nodes-base.sett@v1', {}, 'The package n8n-nodes-base has no node sett. Did you mean "set"?'],
		['an unknown version', 'n8n-nodes-base.set@v9', {}, 'has no version 9; it has 1, 2, 3, 3.1'],
		['a trigger', 'n8n-nodes-base.scheduleTrigger@v1.2', {}, 'is a trigger'],
		['a webhook', 'n8n-nodes-base.webhook@v2', {}, 'it is a webhook'],
		['a part of another node', '@n8n/n8n-nodes-langchain.lmChatOpenAi@v1.2', {}, 'part of another node'],
		['what n8n excludes', 'n8n-nodes-base.executeCommand@v1', {}, 'NODES_EXCLUDE'],
		['a missing parameter', 'n8n-nodes-base.httpRequest@v4.2', { url: '' }, 'Parameter "URL" is required'],
		['code', 'n8n-nodes-base.code@v2', { jsCode: 'return []' }, 'task runner'],
		['a workflow', 'n8n-nodes-base.executeWorkflow@v1.2', { workflowId: { __rl: true, mode: 'id', value: '1' } }, 'troupe:n8n-workflow'],
	])('%s', async (_what, node, parameters, text) => {
		expect(await run(node, parameters)).toMatchObject(incident(text));
	});

	it.each([
		['an unknown parameter', { metod: 'GET' }, 'The node has no parameter "metod". Did you mean "method"?'],
		['a value of another type', { sendBody: 'perhaps' }, 'The parameter "sendBody" is a text; true or false is expected'],
		['a secret that the worker does not have', { url: 'http://x', options: {}, password: 'x' }, 'no parameter "password"'],
	])('%s in a variable', async (_what, parameters, text) => {
		expect(await run('http', {}, { variables: { parameters } })).toMatchObject(incident(text));
	});

	it('names the versions of the package where the designer had another', async () => {
		const outcome = await run('n8n-nodes-base.set@v9', {}, { headers: { packageVersion: '1.0.0' } });
		expect(outcome).toMatchObject(incident('the task was made for 1.0.0'));
	});
});

describe('a job that comes again', () => {
	const post = () => ({ method: 'POST', url: `${service.url}/orders`, options: {} });
	const unknown = { kind: 'fail', code: 'NODE_UNKNOWN', retries: 0, message: expect.stringContaining('idempotencyKey') as string };

	/** Stops the worker while the service is at work. */
	const stopWithin = async (asked: Asked): Promise<void> => {
		const stop = new AbortController();
		respond = () => stop.abort();
		await expect(run('http', post(), { ...asked, signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
		respond = (response) => reply(response, 200, { order: service.asked.length });
	};

	it('gets what its node returned, which does not run again', async () => {
		respond = (response) => reply(response, 200, { order: service.asked.length });
		const first = await run('http', post(), { key: 'returned' });
		expect(first).toMatchObject({ kind: 'complete', variables: { item: { order: 1 } } });
		expect(await run('http', post(), { key: 'returned' })).toEqual(first);
		expect(service.asked).toHaveLength(1);
		expect(await run('http', post(), { key: 'returned', on: { ...host(), tenant: 'acme' } })).toMatchObject({
			variables: { item: { order: 2 } },
		});
	});

	it('runs its node again after an error that it reported', async () => {
		respond = (response) => reply(response, 503, {});
		expect(await run('http', post(), { key: 'failed' })).toMatchObject({ kind: 'fail', retries: 2 });
		respond = (response) => reply(response, 200, {});
		expect(await run('http', post(), { key: 'failed', retries: 2 })).toMatchObject({ kind: 'complete' });
		expect(service.asked).toHaveLength(2);
	});

	it('is an incident if nobody knows what the node did, until somebody decides', async () => {
		await stopWithin({ key: 'unknown' });
		expect(await run('http', post(), { key: 'unknown' })).toMatchObject(unknown);
		expect(await run('http', post(), { key: 'unknown', headers: { onError: 'bpmn-error' } })).toMatchObject(unknown);
		const variables = { idempotencyKey: 'again' };
		expect(await run('http', post(), { key: 'unknown', variables })).toMatchObject({ kind: 'complete' });
		expect(await run('http', post(), { key: 'unknown', variables })).toMatchObject({ kind: 'complete' });
		expect(service.asked).toHaveLength(2);
	});

	it('runs its node again where the designer says that it may', async () => {
		const headers = { repeatable: 'true' };
		await stopWithin({ key: 'repeatable', headers });
		expect(await run('http', post(), { key: 'repeatable', headers })).toMatchObject({ kind: 'complete' });
		expect(await run('http', post(), { headers: { repeatable: 'perhaps' } })).toMatchObject({
			kind: 'fail',
			code: 'INPUT_INVALID',
			retries: 0,
		});
	});

	it('runs its node again if it only reads', async () => {
		const stop = new AbortController();
		respond = () => stop.abort();
		await expect(run('http', get(), { key: 'reads', signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
		respond = (response) => reply(response, 200, {});
		expect(await run('http', get(), { key: 'reads' })).toMatchObject({ kind: 'complete' });
	});

	it('is an incident at once after a timeout of a node that writes', async () => {
		respond = () => undefined;
		const headers = { timeoutMs: '300' };
		expect(await run('http', post(), { headers, key: 'late' })).toMatchObject({
			...{ kind: 'fail', code: 'NODE_TIMEOUT', retries: 0 },
			message: expect.stringContaining('It is unknown whether it did its work') as string,
		});
		expect(await run('http', post(), { headers, key: 'late' })).toMatchObject(unknown);
	});

	it('leaves no outcome readable in the state', async () => {
		respond = (response) => reply(response, 200, { name: 'Ana Sigilosa' });
		await run('http', post());
		const files = readdirSync(stateFolder).filter((name) => name.startsWith('state.db'));
		expect(files.length).toBeGreaterThan(0);
		for (const name of files) expect(readFileSync(join(stateFolder, name)).includes('Sigilosa')).toBe(false);
	});
});

describe('without private networks', () => {
	const others = (extra: Record<string, string> = {}) =>
		host({ environment: { ...process.env, TROUPE_ALLOW_PRIVATE_NETWORKS: undefined, ...extra } });

	it.each<[string, string, () => object]>([
		['HTTP Request', 'http', get],
		['its name for this machine', 'http', () => ({ ...get(), url: service.url.replace('127.0.0.1', 'localhost') })],
		['an address from the data', 'http', () => ({ url: '={{ $json.target }}', options: {} })],
		['GraphQL', 'n8n-nodes-base.graphql@v1.1', () => ({ endpoint: service.url, query: '{ a }', requestMethod: 'GET' })],
		['RSS', 'n8n-nodes-base.rssFeedRead@v1.2', () => ({ url: service.url, options: {} })],
	])('a node calls none: %s', async (_, node, parameters) => {
		const variables = { target: 'http://169.254.169.254/latest' };
		expect(await run(node, parameters(), { variables, on: others() })).toMatchObject({
			...{ kind: 'fail', retries: 0, code: 'ADDRESS_REFUSED' },
			message: expect.stringContaining('leads to a private network') as string,
		});
		expect(service.asked).toEqual([]);
	});

	it('a node that goes on after an error passes on why it was refused', async () => {
		const headers = { onError: 'continue' };
		const outcome = await run('http', get(), { headers, on: others() });
		expect(JSON.stringify(outcome)).toContain('leads to a private network');
		expect(service.asked).toEqual([]);
	});
});

describe('a node that asks people', () => {
	const question = { resource: 'message', operation: 'sendAndWait', select: 'channel', message: 'Pay?', options: {} };
	const ask = (parameters: object, environment: Record<string, string>) =>
		run('n8n-nodes-base.slack@v2.4', { ...question, ...parameters }, { on: host({ environment: { ...process.env, ...environment } }) });

	it('needs an address at which they answer', async () => {
		const refused = (text: string) => ({
			kind: 'fail',
			code: 'INPUT_INVALID',
			retries: 0,
			message: expect.stringContaining(text) as string,
		});
		expect(await ask({}, {})).toMatchObject(refused('Set TROUPE_PUBLIC_URL'));
		expect(await ask({}, { TROUPE_PUBLIC_URL: 'http://troupe.example.com' })).toMatchObject(refused('not an address of https'));
	});

	it('does not use buttons whose clicks only n8n receives', async () => {
		const outcome = await ask({ captureResponder: true }, { TROUPE_PUBLIC_URL: 'https://troupe.example.com' });
		expect(outcome).toMatchObject({
			kind: 'fail',
			code: 'INPUT_INVALID',
			message: expect.stringContaining('"captureResponder"') as string,
		});
	});
});
