import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calling, fakeTool } from '../../test/fakes/tool-agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { ApprovalRules } from '../../core/agents/approvals/approval-rules';
import { closeOpened } from '../../providers/compose/open-once';
import { waitUntil } from '../../test/support/wait-until';
import { endEvent, exclusiveGateway, flow, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import { TenantEngine } from '../embedded/tenant-engine';
import { openAgentWorker } from './agent-worker';
import { composeApiKeyStore } from '../../providers/compose/state/api-keys';
import { ApiKeys } from '../../service/access/keys/api-keys';

/** An agent task, and a user task that leads back to it while a person has to decide. */
const model = processModel('refund', [
	startEvent(),
	serviceTask('agent', {
		type: 'troupe:agent',
		inputs: ['message', 'agentDefinition', 'agentState', 'decisions'].map((target) => ({ source: `=${target}`, target })),
		outputs: ['outcome', 'pending', 'agentState', 'decisionRefused'].map((target) => ({ source: `=${target}`, target })),
	}),
	exclusiveGateway('waits', 'done'),
	userTask('decide', {
		native: true,
		outputs: [{ source: '=[{id: pending[1].id, approved: approved, viewSha256: pending[1].viewSha256}]', target: 'decisions' }],
	}),
	endEvent(),
	...[flow('f1', 'start', 'agent'), flow('f2', 'agent', 'waits'), flow('f3', 'waits', 'decide', '=outcome = "needs-human"')],
	...[flow('f4', 'decide', 'agent'), flow('done', 'waits', 'end')],
]);
const agentDefinition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Pays.', capabilities: [], prompt: 'Pay.' },
	...{ model: { route: [], extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
	tools: { rules: [{ tool: 'pay', permission: 'ask' }] },
};

let folder: string;
let engine: EmbeddedEngine;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-four-eyes-'));
	engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([model]);
});
afterEach(async () => {
	await engine.close();
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

const as = (name: string) => new TenantEngine(engine, { tenantId: '<default>', tenants: 'every', person: { name, decides: false } });

async function begin(approvals: ApprovalRules, startedBy?: string) {
	const pay = fakeTool('pay');
	const chat = scriptedChatModel({ text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' }, 'Paid.');
	const host = { gate: openGate(), agentFolders: [], providers: {}, model: chat, tools: [pay], stateFolder: folder, approvals };
	await openAgentWorker(engine, host);
	const { instanceKey } = await engine.start({ processId: 'refund', variables: { message: 'Pay.', agentDefinition }, startedBy });
	const seen = new Set<string>();
	/** Waits for the next user task. */
	const ask = () =>
		waitUntil('the user task', async () => {
			const task = (await engine.searchUserTasks({ instanceKey })).find(({ key }) => !seen.has(key));
			if (task) seen.add(task.key);
			return task;
		});
	const ended = () => waitUntil('the end', async () => (await engine.findInstance(instanceKey)).state === 'COMPLETED');
	return { pay, ask, ended, instanceKey };
}

test('two people approve a call in a process, by their user tasks, and nobody counts twice', async () => {
	const { pay, ask, ended } = await begin({ people: 2 });
	await as('oidc:ana').completeUserTask((await ask()).key, { approved: true });
	const second = await ask();
	expect(second.variables).toMatchObject({ decisionRefused: null, pending: [{ approvedBy: ['oidc:ana'] }] });
	await as('oidc:ana').completeUserTask(second.key, { approved: true });
	const third = await ask();
	expect(third.variables.decisionRefused).toMatch(/of oidc:ana was counted already/);
	expect(pay.calls).toEqual([]);
	await as('key:trp_2').completeUserTask(third.key, { approved: true });
	await ended();
	expect(pay.calls).toHaveLength(1);
});

test('whoever completes no task, or hides who they are, is nobody', async () => {
	const { pay, ask, instanceKey } = await begin({ people: 2 });
	const task = await ask();
	// What the variables say about the person does not count.
	await engine.completeUserTask(task.key, { approved: true, completedBy: 'oidc:ana', decidedBy: 'oidc:ana' });
	const again = await ask();
	expect(again.variables.decisionRefused).toMatch(/does not say which person/);
	await as('oidc:ana').completeUserTask(again.key, { approved: true });
	const second = await ask();
	// A caller who may change the process sets the decisions again and goes past the task.
	const { viewSha256 } = (second.variables.pending as Array<{ viewSha256: string }>)[0]!;
	await engine.setVariables(instanceKey, { decisions: [{ id: 'p', approved: true, viewSha256 }] });
	await engine.modify(instanceKey, { activate: [{ elementId: 'agent' }] });
	expect((await ask()).variables.decisionRefused).toMatch(/does not say which person/);
	expect(pay.calls).toEqual([]);
});

test('the token of the service completes a task for whom it is assigned to', async () => {
	const { pay, ask, ended } = await begin({ people: 2 });
	await as('oidc:ana').completeUserTask((await ask()).key, { approved: true });
	const { key } = await ask();
	await engine.assignUserTask(key, 'oidc:bia', { allowOverride: true });
	await new TenantEngine(engine, { tenantId: '<default>', tenants: 'every', person: { name: 'local', decides: true } }).completeUserTask(
		key,
		{
			approved: true,
		},
	);
	await ended();
	expect(pay.calls).toHaveLength(1);
});

test('who completes a task in place of its assignee is named, not the assignee (camunda/camunda-bpm-platform#4865, Appsilon/mediforce#202)', async () => {
	const { pay, ask } = await begin({ people: 2 });
	const ana = new TenantEngine(engine, { tenantId: '<default>', tenants: 'every', person: { name: 'oidc:ana', decides: true } });
	await ana.completeUserTask((await ask()).key, { approved: true });
	const { key } = await ask();
	await engine.assignUserTask(key, 'oidc:bia', { allowOverride: true });
	await ana.completeUserTask(key, { approved: true });
	expect((await ask()).variables.decisionRefused).toMatch(/of oidc:ana was counted already/);
	expect(pay.calls).toEqual([]);
});

test('whoever started the process does not approve what its agent wants', async () => {
	const { pay, ask, ended } = await begin({}, 'oidc:ana');
	await as('oidc:ana').completeUserTask((await ask()).key, { approved: true });
	const again = await ask();
	expect(again.variables.decisionRefused).toMatch(/whoever asked the agent cannot approve it/);
	expect(pay.calls).toEqual([]);
	await as('oidc:bia').completeUserTask(again.key, { approved: true });
	await ended();
	expect(pay.calls).toHaveLength(1);
});

test('whoever started the process does not approve without a name either, nor past the user task', async () => {
	const { pay, ask, instanceKey } = await begin({}, 'key:ana');
	await ask();
	const go = async (decisions: object[]) => {
		await engine.setVariables(instanceKey, { decisions });
		await engine.modify(instanceKey, { activate: [{ elementId: 'agent' }] });
		return (await ask()).variables;
	};
	const refusal = /does not say which person it is from, and whoever asked .* whoever completes the user task/;
	const seen = await go([{ id: 'p', approved: true }]);
	expect(seen.decisionRefused).toMatch(/does not say which view of the call of \w+ it is about/);
	const { viewSha256 } = (seen.pending as Array<{ viewSha256: string }>)[0]!;
	expect((await go([{ id: 'p', approved: true, viewSha256 }])).decisionRefused).toMatch(refusal);
	expect(pay.calls).toEqual([]);
});

describe('of callers with keys', () => {
	/** Creates a key, or the key that another one made. */
	async function createKey(maker = 'local') {
		const store = composeApiKeyStore({ stateFolder: folder });
		const { key } = await new ApiKeys(store).create({ tenant: 'default', name: 'k', role: 'owner' }, { subject: maker });
		await store.close();
		return `key:${key.id}`;
	}
	async function revoke(name: string) {
		const store = composeApiKeyStore({ stateFolder: folder });
		await store.revoke('default', name.slice('key:'.length), { actor: 'user:root', at: Date.now() });
		await store.close();
	}
	const incident = (instanceKey: string) => waitUntil('the incident', async () => (await engine.searchIncidents({ instanceKey }))[0]);

	test('who started the process does not approve with a key that it made', async () => {
		const ana = await createKey();
		const { pay, ask, ended } = await begin({}, ana);
		await as(await createKey(ana)).completeUserTask((await ask()).key, { approved: true });
		const again = await ask();
		expect(again.variables.decisionRefused).toMatch(/whoever asked the agent cannot approve it, and .* is the same person/);
		expect(pay.calls).toEqual([]);
		await as(await createKey()).completeUserTask(again.key, { approved: true });
		await ended();
	});

	test('an agent does not go on in a process that a revoked key started, and not begin either', async () => {
		const ana = await createKey();
		const { pay, ask, instanceKey } = await begin({}, ana);
		const { key } = await ask();
		await revoke(ana);
		await as(await createKey()).completeUserTask(key, { approved: true });
		expect(await incident(instanceKey)).toMatchObject({
			message: expect.stringContaining(`ACCESS_DENIED: What was asked for with ${ana} has ended`) as string,
		});
		expect(pay.calls).toEqual([]);
		const { instanceKey: later } = await engine.start({
			processId: 'refund',
			variables: { message: 'Pay.', agentDefinition },
			startedBy: ana,
		});
		expect(await incident(later)).toMatchObject({ message: expect.stringContaining('ACCESS_DENIED') as string });
	});
});
