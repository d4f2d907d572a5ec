import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcessTests } from '../../cli/process/test-run';
import { testTerminal } from '../../test/support/test-terminal';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Worker } from '../../engine-adapter/engine/workers';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openHttpWorker } from '../../engine-adapter/workers/requests/http-worker';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOperationsService } from '../../test/support/operations-service';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { waitUntil } from '../../test/support/wait-until';

const files = globSync('*.{bpmn,form}', { cwd: __dirname }).map((name) => ({ name, content: readFileSync(join(__dirname, name), 'utf8') }));
const phone = '5544988880001';

it('has no mistake that a linter knows, and passes its cases', async () => {
	expect(await lintDeployment(files, { target: '8.6' })).toEqual([]);
	const terminal = testTerminal();
	const host = { gate: openGate(), agentFolders: [], providers: {} };
	const code = await runProcessTests([__dirname], {}, terminal, async () => host);
	expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringContaining('3 passed')]);
});

describe('with a service', () => {
	let service: Awaited<ReturnType<typeof startOperationsService>>;
	let engine: ProcessEngine;
	let worker: Worker;
	beforeAll(async () => {
		service = await startOperationsService(['channel:manage']);
		const key = await service.createKey('process', ['channel:manage']);
		engine = await openEmbeddedEngine({ file: ':memory:' });
		const environment = {
			TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
			TROUPE_TOOL_SECRET_TROUPE_KEY: key,
			TROUPE_TOOL_SECRET_TROUPE_KEY_SERVERS: new URL(service.url).hostname,
		};
		worker = await openHttpWorker(engine, { gate: openGate(), agentFolders: [], providers: {}, ...toolsFromEnvironment(environment) });
		await engine.deploy(files);
	});
	afterAll(async () => {
		await worker.close();
		await engine.close();
		await service.close();
	});

	const ask = async (text: string) => {
		const { contact } = await hearPerson(phone, [{ kind: 'text', text }], { ...service.host, tenant: 'default' });
		const [, page] = (await service.call('GET privacy/requests')) as [number, { items: Array<{ protocol: string; contact: string }> }];
		const { protocol } = page.items.find((request) => request.contact === contact)!;
		const { instanceKey } = await engine.start({ processId: 'data-request', variables: { service: service.url, protocol } });
		const complete = async (elementId: string, variables = {}) => {
			const find = async () => (await engine.searchUserTasks({ instanceKey })).find((task) => task.elementId === elementId);
			await engine.completeUserTask((await waitUntil(`the task ${elementId}`, find)).key, variables);
		};
		const show = async () => (await service.call(`GET privacy/requests/${protocol}`))[1] as Record<string, unknown>;
		const variables = async () => (await engine.findInstance(instanceKey)).variables ?? {};
		const end = () => waitUntil('the end', async () => (await engine.findInstance(instanceKey)).state === 'COMPLETED');
		return { complete, show, variables, end, contact };
	};

	it('extends a request for access and answers it, and no variable of the process says whose it is', async () => {
		const { complete, show, variables, end, contact } = await ask('quais dados vocês têm sobre mim?');
		await complete('check-identity', { isProven: true });
		await complete('review', { decision: 'extend', reason: 'Many records' });
		await waitUntil('the extension', async () => (await show())['state'] === 'extended');
		// A second extension is refused, and decided again.
		await complete('review', { decision: 'extend', reason: 'Still many' });
		await complete('review', { decision: 'answer', reason: '' });
		expect(JSON.stringify(await variables())).not.toMatch(new RegExp(`${contact}|${phone}`));
		expect(await variables()).toMatchObject({ kind: 'access', found: expect.arrayContaining(['message: 1']) as string[] });
		await complete('deliver', { outcome: 'Sent by mail' });
		await end();
		expect(await show()).toMatchObject({ state: 'done', outcome: 'Sent by mail', extensionReason: 'Many records' });
	});

	it('refuses a request of somebody who has not proven who they are', async () => {
		const { complete, show, variables, end } = await ask('apague meus dados');
		await complete('check-identity', { isProven: false });
		await complete('tell-refusal');
		await end();
		expect(await show()).toMatchObject({ state: 'refused', outcome: 'The identity was not proven' });
		expect((await variables())['found']).toBeUndefined();
	});

	it('ends also where forgetting the person has settled the request', async () => {
		const { complete, show, end } = await ask('apague meus dados');
		await complete('check-identity', { isProven: true });
		await complete('review', { decision: 'answer', reason: '' });
		expect((await service.call('POST privacy/forget', { body: { person: `phone=+${phone}`, leaveUnreached: true } }))[0]).toBe(200);
		await complete('deliver', { outcome: 'Forgotten' });
		await end();
		expect(await show()).toMatchObject({ state: 'done', contact: null, outcome: expect.stringContaining('forgotten') as string });
	});
});
