import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../../test/fakes/tool-agent';
import {
	adHocSubProcess,
	chain,
	endEvent,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../../test/contract/model-builder';
import { searchAgentItems, searchAgents } from '../../embedded/agents/agent-directory';
import type { EmbeddedEngine } from '../../embedded/embedded-engine';
import { openEmbeddedEngine } from '../../embedded/open-embedded-engine';
import { waitUntil } from '../../../test/support/wait-until';
import { openAgentWorker } from '../agent-worker';

const clerk = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Helps.', prompt: 'You help Ana.' },
	model: { extractive: false },
	tools: { rules: [{ tool: '*', permission: 'allow', afterResults: true }] },
	guardrails: { personalData: { types: [] } },
	limits: {},
};
const double = scriptTask('double', '=n * 2', 'toolCallResult', {
	inputs: [{ source: '=fromAi(toolCall.n, "What is doubled.", "number")', target: 'n' }],
});
const toolbox = {
	...{ jobType: 'troupe:agent', headers: { agent: 'clerk' }, outputCollection: 'toolCallResults' },
	outputElement: '={id: toolCall._meta.id, name: toolCall._meta.name, content: toolCallResult}',
};
const secret = 'My number is 12345.';

let engine: EmbeddedEngine;
let folder: string;
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	folder = mkdtempSync(join(tmpdir(), 'troupe-reporter-'));
	writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk));
	await engine.deploy([
		processModel('tools', [startEvent(), adHocSubProcess('agent', [double], toolbox), endEvent(), ...chain('start', 'agent', 'end')]),
		processModel('task', [
			startEvent(),
			serviceTask('agent', { type: 'troupe:agent', headers: { agent: 'clerk' } }),
			userTask('check', { native: true }),
			endEvent(),
			...chain('start', 'agent', 'check', 'end'),
		]),
	]);
});
afterEach(async () => {
	await engine.close();
	rmSync(folder, { recursive: true });
});

const serve = (...steps: Parameters<typeof scriptedChatModel>) =>
	openAgentWorker(engine, {
		...{ gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: folder },
		model: scriptedChatModel(...steps),
	});
const read = async (instanceKey: string) => {
	const [agent, ...others] = await engine.read((kernel) => searchAgents(kernel, { instanceKey, tenants: 'every' }));
	expect(others).toEqual([]);
	return { agent: agent!, items: await engine.read((kernel) => searchAgentItems(kernel, agent!.key, undefined)) };
};

test('an agent that is a task is shown with its model, its calls and its tokens, and without its texts', async () => {
	await serve('It is 26.');
	const { instanceKey } = await engine.start({ processId: 'task', variables: { message: secret } });
	await waitUntil('the answer of the agent', async () => (await engine.searchUserTasks({ instanceKey })).length === 1);
	const { agent, items } = await read(instanceKey);
	expect(agent).toMatchObject({
		status: 'IDLE',
		elementId: 'agent',
		configuration: { systemPrompt: [{ text: 'You help Ana.' }], limits: { maxModelCalls: expect.any(Number) as number } },
		metrics: { modelCalls: 1, toolCalls: 0 },
	});
	expect(agent.configuration).toMatchObject({ provider: 'script', model: 'model' });
	expect(agent.metrics.inputTokens).toBeGreaterThan(0);
	expect(items).toMatchObject([{ role: 'ASSISTANT', status: 'COMMITTED', loopIteration: 1 }]);
	expect(JSON.stringify(items)).not.toMatch(/number is|It is/);
	const [task] = await engine.searchUserTasks({ instanceKey });
	await engine.completeUserTask(task!.key, {});
	expect((await read(instanceKey)).agent).toMatchObject({ status: 'COMPLETED', endedAt: expect.any(Number) as number });
});

test('an agent with elements as tools is one agent over all its jobs', async () => {
	await serve(calling(['double', { n: 4 }, 'one'], ['double', { n: 5 }, 'two']), calling(['double', { n: 18 }, 'three']), 'Done.');
	const { instanceKey } = await engine.startAndAwait({ processId: 'tools', variables: { message: secret, conversationId: 'c' } }, 50_000);
	const { agent, items } = await read(instanceKey);
	expect(agent).toMatchObject({ status: 'COMPLETED', metrics: { modelCalls: 3, toolCalls: 3 } });
	expect(agent.configuration.tools).toContainEqual(expect.objectContaining({ name: 'double', elementId: 'double' }));
	expect(items.map(({ role }) => role)).toEqual(['ASSISTANT', 'TOOL_RESULT', 'TOOL_RESULT', 'ASSISTANT', 'TOOL_RESULT', 'ASSISTANT']);
	expect(items.filter(({ role }) => role === 'TOOL_RESULT').map(({ toolCalls }) => toolCalls[0])).toEqual(
		['one', 'two', 'three'].map((toolCallId) => ({ toolCallId, toolName: 'double', elementId: 'double', arguments: null })),
	);
	expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['COMMITTED']));
});

test('what an activation wrote that was lost is discarded, and what it used stays counted', async () => {
	const { instanceKey } = await engine.start({ processId: 'task', variables: { message: secret } });
	const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 60_000 });
	const item = { loopIteration: 1, role: 'ASSISTANT', content: [], toolCalls: [], producedAt: '2026-11-01T10:00:00Z' } as const;
	await engine.reportAgent(job!, { begins: true, status: 'THINKING', history: [{ ...item, id: 'a' } as never] });
	expect((await read(instanceKey)).agent.status).toBe('THINKING');
	await engine.answer(job!.key, { kind: 'fail', message: 'The model is away.', retries: 1 });
	const [again] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 60_000 });
	await engine.reportAgent(again!, { begins: true, status: 'THINKING', history: [{ ...item, id: 'b' } as never] });
	await engine.answer(again!.key, { kind: 'complete', variables: {} });
	const { agent, items } = await read(instanceKey);
	expect(items.map(({ id, status }) => [id, status])).toEqual([
		['a', 'DISCARDED'],
		['b', 'COMMITTED'],
	]);
	expect(agent.metrics.modelCalls).toBe(2);
	// A worker that is late reports what it used: the job is over.
	await engine.reportAgent(again!, { status: 'TOOL_CALLING', history: [{ ...item, id: 'c' } as never] });
	const late = await read(instanceKey);
	expect(late.agent).toMatchObject({ status: 'THINKING', metrics: { modelCalls: 3 } });
	expect(late.items.at(-1)).toMatchObject({ id: 'c', status: 'DISCARDED' });
});
