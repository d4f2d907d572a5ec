import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DatabaseSync } from 'node:sqlite';
import { packTar } from 'modern-tar';
import { openOperations } from '../../../providers/compose/state/host-operations';
import { bundleProgram } from '../../../test/support/bundle-program';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { describeSlow } from '../../../test/support/slow-tests';
import { waitUntil } from '../../../test/support/wait-until';

type Body = Record<string, unknown> & { id: string; state: string; answer?: object; error?: object };
interface Answer {
	status: number;
	body: Body;
}

const timeoutMs = 600_000;
let home: string;
let programs: { agent: string; process: string; workflow: string };
let service: Awaited<ReturnType<typeof startTestService>>;

const environment = () => ({
	TROUPE_SANDBOX_LEVEL: 'L0',
	TROUPE_SANDBOX_ALLOW: 'GET *.example.com',
	TROUPE_N8N: join(home, 'n8n/node_modules/n8n'),
});
const open = async () => {
	const providers = { openai: { apiKey: 'sk-of-the-service' } };
	service = await startTestService([], { environment: environment(), providers }, {}, { home, sandboxPrograms: programs });
};

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-kinds-'));
	// An n8n with nothing but the package that nodes require.
	write('n8n/node_modules/n8n/package.json', JSON.stringify({ name: 'n8n', version: '2.0.0', engines: { node: '*' } }));
	write('n8n/node_modules/n8n-workflow/package.json', JSON.stringify({ name: 'n8n-workflow', version: '2.0.0', main: 'index.js' }));
	write('n8n/node_modules/n8n-workflow/index.js', `exports.NodeConnectionTypes = { Main: 'main' };`);
	const bundle = (path: string) => bundleProgram(join(__dirname, '../../..', path));
	programs = {
		agent: bundle('sandbox/kinds/inside/agent-program.ts'),
		process: bundle('sandbox/kinds/inside/process-program.ts'),
		workflow: 'workflow-program.ts',
	};
	await open();
}, 300_000);
afterAll(async () => {
	await service.close();
	rmSync(home, { recursive: true, force: true });
});

function write(path: string, text: string): void {
	mkdirSync(join(home, path, '..'), { recursive: true });
	writeFileSync(join(home, path), text);
}

async function call(method: string, path: string, body?: unknown, token = serviceToken): Promise<Answer> {
	const response = await fetch(`${service.url}/api/v1/sandbox/runs${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Body };
}

const isOpen = ({ state }: Body) => state === 'queued' || state === 'running';

async function runToEnd(body: object): Promise<Record<string, unknown> & { id: string }> {
	let { body: run } = await call('POST', '?waitSeconds=30', body);
	while (isOpen(run)) ({ body: run } = await call('GET', `/${run.id}?waitSeconds=30`));
	expect(run).toMatchObject({ state: 'completed' });
	return { id: run.id, ...run.answer };
}

const clerk = (changes: object = {}) => ({
	...{ id: 'visitor', version: '1.0.0', name: 'Visitor', purpose: 'Answers.', prompt: 'Answer.', limits: {} },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: [] } },
	...changes,
});
const bpmn = (type: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="order" isExecutable="true"><bpmn:startEvent id="start" />
<bpmn:serviceTask id="stock"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" /></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:endEvent id="end" /><bpmn:sequenceFlow id="a" sourceRef="start" targetRef="stock" /><bpmn:sequenceFlow id="b" sourceRef="stock" targetRef="end" />
</bpmn:process></bpmn:definitions>`;

async function packPackage(files: Record<string, string>): Promise<string> {
	const entries = Object.entries(files).map(([name, text]) => ({
		header: { name: `package/${name}`, size: Buffer.byteLength(text), type: 'file' as const },
		body: text,
	}));
	return gzipSync(await packTar(entries)).toString('base64');
}

describe('rules of callers', () => {
	it('let a run request what the operator permits, and nothing else', async () => {
		const { status, body } = await call('POST', '', { kind: 'script', source: '1', allow: ['GET api.example.com', 'GET 169.254.169.254'] });
		expect([status, body.code]).toEqual([403, 'ACCESS_DENIED']);
		expect(body.detail).toContain('"GET 169.254.169.254"');
		expect(body.detail).toContain('GET *.example.com');
	});

	it.each([
		['no agent', { kind: 'agent', message: 'Hello' }, /either agent or definition/],
		['an agent that is not offered', { kind: 'agent', agent: 'cashier', message: 'Hello' }, /offers no agent cashier/],
		[
			'a path in place of an agent',
			{ kind: 'agent', agent: '../agents/clerk.json', message: 'Hello' },
			/AGENT_NOT_FOUND.*Name one of its agents/,
		],
		['a definition that is not an agent', { kind: 'agent', definition: { id: 'x' }, message: 'Hello' }, /definition/i],
		[
			'a stand-in that does not exist',
			{ kind: 'agent', definition: clerk(), message: 'Hello', standIn: ['a.example.com=b'] },
			/not a stand-in/,
		],
		['a document that is not recordings', { kind: 'script', source: '1', recordings: { version: 9 } }, /recordings/],
		['a document that is not a workflow', { kind: 'workflow', workflow: { nodes: 1 } }, /not a workflow/],
		['a node of a package that is not installed', { kind: 'node', node: 'n8n-nodes-none.thing' }, /not installed/],
		['a package that is not installed', { kind: 'package', package: 'n8n-nodes-none' }, /not installed in the n8n/],
		['neither package nor tarball', { kind: 'package' }, /either package or tarball/],
		['a text that is not a tarball', { kind: 'package', tarball: 'AAAA' }, /not a tarball/],
		['a name of a package that is a path', { kind: 'package', package: '../x' }, /body\/package must match pattern/],
		['a process without files', { kind: 'process', files: [] }, /body\/files must NOT have fewer than 1 items/],
		['a field of another kind', { kind: 'node', node: 'a.b', source: '1' }, /additional properties: \\"source\\"/],
		['a level that does not exist', { kind: 'script', source: '1', level: 'L9' }, /body\/level must be one of L0, L0\+, L1/],
		['a kind that does not exist', { kind: 'skript' }, /body\/kind must be one of script, agent/],
		[
			'a list with a request without a method',
			{ kind: 'script', source: '1', capabilities: { version: 1, requests: ['a.example.com'] } },
			/capabilities: requests\.0: \\"a\.example\.com\\" does not name requests/,
		],
		['a list of another version', { kind: 'script', source: '1', capabilities: { version: 2 } }, /version must be 1/],
	])('say what is wrong: %s', async (_case, body, message) => {
		const answer = await call('POST', '?waitSeconds=30', body);
		expect(JSON.stringify(answer.body)).toMatch(message);
		if (answer.status < 400) expect(answer.body).toMatchObject({ state: 'failed' });
	});

	it('name no folder of the service for an agent that it does not have', async () => {
		const { body } = await call('POST', '?waitSeconds=30', { kind: 'agent', agent: 'nobody', message: 'Hello' });
		expect(body).toMatchObject({ state: 'failed', error: { code: 'AGENT_NOT_FOUND', message: 'This service offers no agent nobody.' } });
	});

	it('refuse what is nested too deeply', async () => {
		let parameters: object = {};
		for (let depth = 0; depth < 200; depth++) parameters = { inner: parameters };
		expect((await call('POST', '', { kind: 'node', node: 'a.b', parameters })).body.detail).toMatch(/nested more than 100 levels/);
	});
});

it('lists what the own tenant started, page by page', async () => {
	const key = await service.createKey('lister', ['sandbox:run'], 'listers');
	for (let count = 0; count < 3; count++) await call('POST', '?waitSeconds=5', { kind: 'package' }, key);
	const first = (await call('GET', '?limit=2', undefined, key)).body as unknown as { items: Body[]; cursor: string };
	expect(first.items).toMatchObject([{ about: 'package' }, { about: 'package' }]);
	const second = (await call('GET', `?limit=2&cursor=${first.cursor}`, undefined, key)).body as unknown as {
		items: Body[];
		cursor?: string;
	};
	expect([second.items.length, second.cursor]).toEqual([1, undefined]);
	expect((await call('GET', '?kind=agent', undefined, key)).body).toEqual({ items: [] });
	expect((await call('GET', '?cursor=xyz', undefined, key)).status).toBe(400);
});

it('says of a run that is removed meanwhile that it is not there', async () => {
	const { store } = await openOperations(service.host);
	const find = jest.spyOn(store, 'find');
	const database = new DatabaseSync(join(home, 'state.db'));
	const columns = 'tenant, id, name, scope, caller, repeatable, state, created_at, bytes';
	database.exec(`INSERT INTO operation (${columns}) VALUES ('default', 'old', 'startSandboxRun', 'sandbox:run', 'x', 0, 'queued', 1, 0)`);
	const waiting = call('GET', '/old?waitSeconds=30');
	await waitUntil('a first look', () => find.mock.results.length > 0);
	await find.mock.results[0]!.value;
	database.exec(`DELETE FROM operation WHERE id = 'old'`);
	database.close();
	find.mockRestore();
	expect((await waiting).body).toMatchObject({ code: 'RESOURCE_NOT_FOUND', detail: 'There is no sandbox run "old".' });
});

describeSlow('on this machine', () => {
	it(
		'an agent answers with a stand-in, under its own guardrails, and the report has the hash of its text',
		async () => {
			const definition = JSON.stringify(clerk());
			const run = await runToEnd({ kind: 'agent', definition, message: 'Hello', standIn: ['openai'] });
			expect(run).toMatchObject({ outcome: 'completed', agent: { kind: 'reply' } });
			expect(run.steps).toMatchObject([{ kind: 'model', rule: 'stand-in' }]);
			const { report } = (await call('GET', `/${run.id}/report`)).body as unknown as { report: { subject: object } };
			const sha256 = createHash('sha256').update(definition).digest('hex');
			expect(report.subject).toEqual({ kind: 'agent', name: 'visitor@1.0.0', sha256 });
			const refused = await runToEnd({ kind: 'agent', definition: clerk(), message: 'Hello' });
			expect(refused).toMatchObject({ outcome: 'failed', steps: [{ rule: 'refused' }] });
			expect(JSON.stringify(refused)).not.toContain('sk-of-the-service');
			const told = await runToEnd({ kind: 'agent', definition, message: 'Hello', origins: ['document'], standIn: ['openai'] });
			expect(told).toMatchObject({ agent: { kind: 'reply', origins: ['document'] } });
		},
		timeoutMs,
	);

	it(
		'a list of capabilities bounds a run, and gives it nothing of the machine of the service',
		async () => {
			const file = join(home, 'prices.csv');
			writeFileSync(file, 'prices');
			const source = `const { readFileSync } = require('fs');
				try { console.log(readFileSync(${JSON.stringify(file)}, 'utf8')); } catch (error) { console.log(error.code); }
				console.log(process.env.HOME ?? 'no home');`;
			const capabilities = { version: 1, files: [{ path: file, access: 'read' }], programs: ['git'], environment: ['HOME'] };
			const run = await runToEnd({ kind: 'script', source, capabilities });
			expect(run).toMatchObject({
				outcome: 'completed',
				stdout: expect.stringMatching(/^(ERR_ACCESS_DENIED|ENOENT)\nno home\n$/) as string,
			});
			const { report } = (await call('GET', `/${run.id}/report`)).body as unknown as { report: { capabilities: object } };
			const reason = 'A service gives runs of callers nothing of its machine.';
			expect(report.capabilities).toMatchObject({
				notGranted: [
					{ kind: 'files', value: file, reason },
					{ kind: 'programs', value: 'git', reason },
					{ kind: 'environment', value: 'HOME', reason },
				],
			});
		},
		timeoutMs,
	);

	it(
		'a list without the request to the model refuses it as a missing capability',
		async () => {
			const capabilities = { version: 1, requests: ['GET shop.example.com'] };
			const run = await runToEnd({ kind: 'agent', definition: clerk(), message: 'Hello', standIn: ['openai'], capabilities });
			expect(run).toMatchObject({
				outcome: 'failed',
				error: { code: 'CAPABILITY_MISSING', message: expect.stringContaining('POST api.openai.com') as string },
				steps: [{ rule: 'refused', error: 'CAPABILITY_MISSING' }],
			});
		},
		timeoutMs,
	);

	it(
		'a process runs with a script of answers',
		async () => {
			const script = {
				start: { processId: 'order' },
				script: [{ completeJob: { type: 'shop-stock', variables: { stock: 3 } } }],
				expect: {},
			};
			const files = [{ name: 'order.bpmn', content: bpmn('shop-stock') }];
			const run = await runToEnd({ kind: 'process', files, script, variables: { id: 1 } });
			expect(run).toMatchObject({ outcome: 'completed', process: { ending: { kind: 'completed' }, variables: { stock: 3, id: 1 } } });
		},
		timeoutMs,
	);

	it(
		'a package is loaded from a tarball',
		async () => {
			const tarball = await packPackage({
				'package.json': JSON.stringify({ name: 'n8n-nodes-weather', version: '1.2.3', n8n: { nodes: ['dist/Weather.node.js'] } }),
				'dist/Weather.node.js': `exports.Weather = class { description = { name: 'weather', displayName: 'Weather', version: 1 }; };`,
			});
			const run = await runToEnd({ kind: 'package', tarball });
			expect(run).toMatchObject({ outcome: 'completed', stdout: expect.stringContaining('"name":"weather"') as string });
		},
		timeoutMs,
	);

	const sleeper = { kind: 'script', source: 'setTimeout(() => {}, 60_000)', timeMs: 60_000 };

	it(
		'a run is cancelled while it works, and while it waits',
		async () => {
			const started = [];
			for (let count = 0; count < 3; count++) started.push((await call('POST', '', sleeper)).body);
			const [working, , waiting] = started as [Body, Body, Body];
			await waitUntil('the run to work', async () => (await call('GET', `/${working.id}`)).body.state === 'running');
			expect((await call('DELETE', `/${waiting.id}`)).body).toMatchObject({ state: 'cancelled' });
			for (const { id } of started.slice(0, 2)) await call('DELETE', `/${id}`);
			expect((await call('GET', `/${working.id}`)).body).toMatchObject({ state: 'cancelled' });
			expect((await call('DELETE', `/${working.id}`)).status).toBe(200);
			const other = await service.createKey('other', ['sandbox:run'], 'acme');
			expect((await call('DELETE', `/${working.id}`, undefined, other)).status).toBe(404);
		},
		timeoutMs,
	);

	it(
		'a restart keeps what ended, runs what waited, and says what was lost',
		async () => {
			const ended = await runToEnd({ kind: 'script', source: 'console.log("kept")' });
			const working = [(await call('POST', '', sleeper)).body, (await call('POST', '', sleeper)).body];
			const waiting = (await call('POST', '', { kind: 'script', source: 'console.log("later")' })).body;
			await waitUntil('the runs to work', async () => {
				const states = await Promise.all(working.map(async ({ id }) => (await call('GET', `/${id}`)).body.state));
				return states.every((state) => state === 'running');
			});
			await service.close();
			await open();
			expect((await call('GET', `/${ended.id}`)).body).toMatchObject({ state: 'completed', answer: { stdout: 'kept\n' } });
			expect((await call('GET', `/${ended.id}/report`)).status).toBe(200);
			expect((await call('GET', `/${working[0]!.id}`)).body).toMatchObject({
				...{ state: 'interrupted', error: { code: 'CANCELLED' } },
			});
			let run = waiting;
			while (isOpen(run)) ({ body: run } = await call('GET', `/${waiting.id}?waitSeconds=30`));
			expect(run).toMatchObject({ state: 'completed', answer: { outcome: 'completed', stdout: 'later\n' } });
		},
		timeoutMs,
	);
});
