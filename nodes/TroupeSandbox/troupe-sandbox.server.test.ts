import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { SandboxService } from '../../sandbox/client/sandbox-service';
import { bundleProgram } from '../../test/support/bundle-program';
import { waitUntil } from '../../test/support/wait-until';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { describeSlow } from '../../test/support/slow-tests';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { loseBubblewrap, own, run, usual, useTestHome, visitor } from '../../test/support/sandbox/run-sandbox-node';

const home = useTestHome();
const timeoutMs = 600_000;
const nest = (levels: number) => `${'{"in":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('wrong input', () => {
	beforeAll(() => {
		const n8n = join(home, 'n8n/node_modules/n8n');
		mkdirSync(n8n, { recursive: true });
		writeFileSync(join(n8n, 'package.json'), JSON.stringify({ name: 'n8n', version: '2.0.0', engines: { node: '*' } }));
		process.env.TROUPE_N8N = n8n;
	});
	afterAll(() => delete process.env.TROUPE_N8N);

	it('needs a credential to run a script at a service', async () => {
		await expect(run({ runOn: 'service' })).rejects.toThrow('"Run On" is set to "Troupe Service", and the node has no credential');
	});

	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(execute.call(fakeExecuteFunctions({ parameters: usual }), { gate: refusing })).rejects.toThrow('revoked');
	});

	it.each<[string, IDataObject, RegExp]>([
		['a script that is too long', { source: 'x'.repeat(2_000_001) }, /source must NOT have more than 2000000 characters/],
		['a script whose expression has no value', { source: null }, /Script.* has no value/],
		['an unknown level', { level: 'L9' }, /Least Level is not one of L0, L0\+, L1/],
		['no time', { options: { time: 0 } }, /Timeout \(Seconds\) is 0; expected a number from 0\.1 to 60/],
		['half a megabyte of memory', { options: { memory: 96.5 } }, /Max Memory \(MB\) is 96\.5; expected a whole number/],
		[
			'a definition at a service without a credential',
			{ runOn: 'service', operation: 'runAgent', agentSource: 'id', agentId: 'x', message: 'x', rules: {} },
			/"Run On" is set to "Troupe Service", and the node has no credential/,
		],
		[
			'a message that is too long',
			own({ operation: 'runAgent', agentSource: 'id', agentId: 'x', message: 'x'.repeat(100_001) }),
			/message must NOT/,
		],
		[
			'too many items',
			own({ operation: 'runNode', nodeType: 'a.b', parameters: {}, items: Array.from({ length: 1_001 }, () => ({})) }),
			/items must NOT/,
		],
		[
			'variables that are nested too deeply',
			own({ operation: 'runProcess', bpmn: '<x/>', variables: nest(200) }),
			/nested more than 100 levels/,
		],
		[
			'a definition that is nested too deeply',
			own({ operation: 'runAgent', agentSource: 'definition', definition: nest(5_000), message: 'x' }),
			/nested more than 100 levels/,
		],
		[
			'an agent that n8n lacks',
			own({ operation: 'runAgent', agentSource: 'id', agentId: 'none', message: 'x' }),
			/^This n8n offers no agent none/,
		],
		[
			'a path in place of an agent',
			own({ operation: 'runAgent', agentSource: 'id', agentId: '../a', message: 'x' }),
			/^This n8n offers no agent/,
		],
		[
			'a package that n8n lacks',
			own({ operation: 'runPackage', packageSource: 'name', packageName: 'n8n-nodes-none' }),
			/n8n-nodes-none is not installed in this n8n/,
		],
		[
			'a node of a package that n8n lacks',
			own({ operation: 'runNode', nodeType: 'n8n-nodes-none.a', parameters: {}, items: [{}] }),
			/n8n-nodes-none .*is not installed/,
		],
		['a workflow without nodes', own({ operation: 'runWorkflow', workflow: {}, items: [{}] }), /not a workflow of n8n/],
		['a stand-in that does not exist', own({ operation: 'run', rules: { standIn: 'a.example.com=b' } }), /not a stand-in/],
		['a report without a service', { operation: 'report', runId: '1' }, /the node has no credential/],
	])('is refused: %s', async (_case, parameters, message) => {
		await expect(run(parameters)).rejects.toThrow(message);
	});
});

const usualDefinition = { level: 'L0', options: {}, rules: {} };

describe('a definition at a service', () => {
	let service: Awaited<ReturnType<typeof startTestService>>;
	beforeAll(async () => {
		service = await startTestService([], { environment: { TROUPE_SANDBOX_LEVEL: 'L0', TROUPE_N8N: join(home, 'none') } }, {}, { home });
	});
	afterAll(() => service.close());
	const runThere = (parameters: IDataObject, options: Partial<FakeExecution> = {}) => {
		const credentials = { troupeRegistryApi: { baseUrl: service.url, accessToken: serviceToken, tenant: 'default' } };
		return run({ ...usualDefinition, ...parameters }, { credentials, ...options });
	};

	it.each<[string, IDataObject, RegExp]>([
		['broken JSON', { operation: 'runAgent', agentSource: 'definition', definition: '{', message: 'x' }, /"Agent Definition" is not JSON/],
		[
			'a definition that is not an agent',
			{ operation: 'runAgent', agentSource: 'definition', definition: '{}', message: 'x' },
			/definition/i,
		],
		[
			'an agent that the service lacks',
			{ operation: 'runAgent', agentSource: 'id', agentId: 'none', message: 'x' },
			/offers no agent none/,
		],
		[
			'a list in place of variables',
			{ operation: 'runProcess', bpmn: '<x/>', variables: '[]' },
			/"Variables as JSON" is not a JSON object/,
		],
		['a workflow without nodes', { operation: 'runWorkflow', workflow: { name: 'x' }, items: [{}] }, /not a workflow of n8n/],
		['items that are not a list', { operation: 'runNode', nodeType: 'a.b', parameters: {}, items: '{}' }, /"Items" is not a JSON list/],
		['a service without n8n', { operation: 'runNode', nodeType: 'a.b', parameters: {}, items: [{}] }, /n8n/],
		['requests that nobody permitted', { operation: 'run', rules: { allow: 'GET example.com' } }, /does not let runs request/],
		['a stand-in that does not exist', { operation: 'run', rules: { standIn: 'a.example.com=b' } }, /not a stand-in/],
		['an unknown operation', { operation: 'constructor' }, /no operation constructor/],
	])('says what is wrong: %s', async (_case, parameters, message) => {
		await expect(runThere(parameters)).rejects.toThrow(message);
	});

	it('sends a tarball of the item, up to 10 MB', async () => {
		const pack = (text: string) => ({ data: { data: Buffer.from(text).toString('base64'), mimeType: 'application/gzip' } });
		const parameters = { operation: 'runPackage', packageSource: 'tarball', tarballField: 'data' };
		const large = { items: [{ json: {}, binary: pack('x'.repeat(10_000_001)) }] };
		await expect(runThere(parameters, large)).rejects.toThrow('The tarball has 10000001 bytes; the max is 10000000');
		const binary = pack('not a tarball');
		await expect(runThere(parameters, { items: [{ json: {}, binary }] })).rejects.toThrow(/not a tarball of a package|n8n/);
	});
});

describeSlow('on this machine', () => {
	it(
		'runs an agent at a service with a stand-in, and returns what answered',
		async () => {
			const sandboxPrograms = {
				agent: bundleProgram(join(__dirname, '../../sandbox/kinds/inside/agent-program.ts')),
				process: '',
				workflow: '',
			};
			const environment = { TROUPE_SANDBOX_LEVEL: 'L0' };
			const service = await startTestService([], { environment }, {}, { home, sandboxPrograms });
			const credentials = { troupeRegistryApi: { baseUrl: service.url, accessToken: serviceToken, tenant: 'default' } };
			try {
				const what = { operation: 'runAgent', agentSource: 'definition', definition: visitor, message: 'Hello' };
				const [json] = await run({ ...what, rules: { standIn: 'openai' }, options: { report: true } }, { credentials });
				expect(json).toMatchObject({
					...{ outcome: 'completed', agent: { kind: 'reply' }, steps: [{ kind: 'model', rule: 'stand-in' }] },
					...{ runId: expect.any(String) as string, report: { subject: { kind: 'agent', name: 'visitor@1.0.0' } } },
				});
				expect(json).not.toHaveProperty('stdout');
			} finally {
				await service.close();
			}
		},
		timeoutMs,
	);

	it(
		'cancels the run at the service when the execution is stopped',
		async () => {
			const service = await startTestService([], { environment: { TROUPE_SANDBOX_LEVEL: 'L0' } }, {}, { home });
			const stop = new AbortController();
			const client = new SandboxService({ url: service.url, token: serviceToken, signal: stop.signal });
			const list = async () => {
				const response = await fetch(`${service.url}/api/v1/sandbox/runs?limit=1`, {
					headers: { authorization: `Bearer ${serviceToken}` },
				});
				return ((await response.json()) as { items: Array<{ state: string }> }).items[0];
			};
			try {
				const running = client.run({ kind: 'script', level: 'L0', source: 'setTimeout(() => {}, 60_000)', timeMs: 60_000 });
				await waitUntil('the run to work', async () => (await list())?.state === 'running');
				stop.abort();
				await expect(running).rejects.toThrow();
				expect(await list()).toMatchObject({ state: 'cancelled' });
			} finally {
				await service.close();
			}
		},
		timeoutMs,
	);

	it(
		'runs a script here, and returns output, level and the hash of the report',
		async () => {
			const [json] = await run({});
			expect(json).toMatchObject({ outcome: 'completed', exitCode: 0, stdout: 'hello', stderr: '', limit: null });
			expect(json!.level).toMatch(/^L/);
			expect(json!.reportSha256).toMatch(/^[0-9a-f]{64}$/);
			expect(json).not.toHaveProperty('report');
			const [withReport] = await run({ options: { report: true, time: 0.2 }, source: 'for (;;);' });
			expect(withReport).toMatchObject({ outcome: 'limit', limit: 'time', report: { version: 1, outcome: { kind: 'limit' } } });
		},
		timeoutMs,
	);

	it(
		'runs a script at a service, whose report can be got later',
		async () => {
			const service = await startTestService([], { environment: { TROUPE_SANDBOX_LEVEL: 'L0' } }, {}, { home });
			const credentials = { troupeRegistryApi: { baseUrl: service.url, accessToken: serviceToken, tenant: 'default' } };
			try {
				const [json] = await run({}, { credentials });
				expect(json).toMatchObject({ outcome: 'completed', stdout: 'hello', runId: expect.any(String) as string });
				const [report] = await run({ operation: 'report', runId: json!.runId! }, { credentials });
				expect(report).toMatchObject({ reportSha256: json!.reportSha256!, report: { subject: { kind: 'script' } } });
				await expect(run({ operation: 'report', runId: 'none' }, { credentials })).rejects.toThrow('There is no sandbox run "none"');
				const weaker = await service.createKey('reader', ['process:read']);
				const others = { troupeRegistryApi: { ...credentials.troupeRegistryApi, accessToken: weaker } };
				await expect(run({}, { credentials: others })).rejects.toThrow('does not have the scope sandbox:run');
				loseBubblewrap(join(home, 'sandbox/measured.json'));
				await expect(run({ level: 'L1' }, { credentials })).rejects.toMatchObject({
					message: expect.stringMatching(
						`^The service at ${service.url}: This machine isolates .* demands L1\\. bwrap is missing`,
					) as string,
					description: expect.stringMatching(/^On the machine of the service: Install bubblewrap\./) as string,
				});
			} finally {
				await service.close();
			}
		},
		timeoutMs,
	);
});
