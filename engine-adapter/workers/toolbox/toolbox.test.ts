/** An agent whose tools are the elements of an ad-hoc sub-process, on the embedded engine. */
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
	errorBoundary,
	type ModelPart,
	processModel,
	scriptTask,
	startEvent,
	userTask,
} from '../../../test/contract/model-builder';
import type { EmbeddedEngine } from '../../embedded/embedded-engine';
import { openEmbeddedEngine } from '../../embedded/open-embedded-engine';
import { openAgentWorker } from '../agent-worker';

type Steps = Parameters<typeof scriptedChatModel>;

const clerk = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Helps.', prompt: 'Help.' },
	model: { extractive: false },
	tools: { askPerson: true, rules: [{ tool: '*', permission: 'allow', afterResults: true }] },
	guardrails: { personalData: { types: [] } },
	limits: {},
};
const number = (name: string, about: string) => ({ source: `=fromAi(toolCall.${name}, "${about}", "number")`, target: name });
const add = scriptTask('add', '=a + b', 'toolCallResult', { inputs: [number('a', 'The first.'), number('b', 'The second.')] });
const double = scriptTask('double', '=n * 2', 'toolCallResult', { inputs: [number('n', 'What is doubled.')] });
const toolbox = {
	jobType: 'troupe:agent',
	headers: { agent: 'clerk' },
	outputCollection: 'toolCallResults',
	outputElement: '={id: toolCall._meta.id, name: toolCall._meta.name, content: toolCallResult}',
};

let engine: EmbeddedEngine;
let folder: string;
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	folder = mkdtempSync(join(tmpdir(), 'troupe-toolbox-'));
});
afterEach(async () => {
	await engine.close();
	rmSync(folder, { recursive: true });
});

async function open(tools: ModelPart[], steps: Steps, { definition = {}, parts = [] }: { definition?: object; parts?: ModelPart[] } = {}) {
	writeFileSync(join(folder, 'clerk.json'), JSON.stringify({ ...clerk, ...definition }));
	await engine.deploy([
		processModel('p', [startEvent(), adHocSubProcess('tools', tools, toolbox), endEvent(), ...chain('start', 'tools', 'end'), ...parts]),
	]);
	const model = scriptedChatModel(...steps);
	await openAgentWorker(engine, { gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: folder, model });
	return model;
}
const run = () => engine.startAndAwait({ processId: 'p', variables: { message: 'How much is it?', conversationId: 'c' } }, 50_000);

test('the model sees the elements as tools, calls some, and answers with their results', async () => {
	const model = await open(
		[add, double],
		[calling(['add', { a: 2, b: 3 }, 'one'], ['double', { n: 4 }, 'two']), calling(['double', { n: 13 }, 'three']), 'It is 26.'],
	);
	const { variables } = await run();
	expect(variables).toMatchObject({ outcome: 'reply', reply: 'It is 26.', agentState: null });
	expect(model.requests[0]!.tools).toEqual(
		expect.arrayContaining([
			expect.objectContaining({
				name: 'add',
				parameters: {
					type: 'object',
					properties: { a: { type: 'number', description: 'The first.' }, b: { type: 'number', description: 'The second.' } },
					required: ['a', 'b'],
					additionalProperties: false,
				},
			}),
		]),
	);
	expect(model.requests[1]!.messages.filter(({ role }) => role === 'tool').map(({ content }) => content)).toEqual(['5', '8']);
	expect(model.requests[2]!.messages.at(-1)).toMatchObject({ role: 'tool', content: '26' });
});

test('wrong arguments start nothing: the model is told, and corrects them', async () => {
	const model = await open([double], [calling(['double', { n: 'four' }, 'one']), calling(['double', { n: 4 }, 'two']), 'Eight.']);
	expect((await run()).variables.reply).toBe('Eight.');
	expect(model.requests[1]!.messages.at(-1)).toMatchObject({ role: 'tool', failed: true });
});

test('more calls than have a place wait for one', async () => {
	const calls = Array.from({ length: 11 }, (_, n) => ['double', { n }, `call-${n}`] as [string, { n: number }, string]);
	const model = await open([double], [calling(...calls), 'Done.']);
	expect((await run()).variables.reply).toBe('Done.');
	const results = model.requests[1]!.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
	expect(results).toEqual(calls.map(([, { n }]) => String(2 * n)));
});

const caught = [
	errorBoundary('stopped', 'tools', 'TROUPE_LIMIT_REACHED', [
		{ source: '=reply', target: 'reply' },
		{ source: '=null', target: 'agentState' },
	]),
	endEvent('other'),
	...chain('stopped', 'other'),
];

test('a limit is an error that the process catches, with an answer from the results so far', async () => {
	const steps: Steps = [calling(['double', { n: 4 }, 'one']), 'So far, eight.'];
	const model = await open([double], steps, { definition: { limits: { modelCalls: 2 } }, parts: caught });
	expect((await run()).variables).toMatchObject({ reply: expect.stringMatching(/So far, eight\.$/) as string, agentState: null });
	expect(model.requests).toHaveLength(2);
});

test('a limit without a soft stop is an error that the process catches', async () => {
	const definition = { limits: { modelCalls: 1, softStop: false } };
	await open([double], [calling(['double', { n: 4 }, 'one'])], { definition, parts: caught });
	const { instanceKey } = await run();
	const events: string[] = [];
	for await (const { kind, elementId } of engine.subscribe(0, { instanceKey }, new AbortController().signal, true))
		if (kind === 'element-completed') events.push(elementId);
	expect(events).toContain('other');
});

test('a person in the toolbox does a user task', async () => {
	const model = await open([userTask('check', { native: true })], [calling(['check', {}, 'one']), 'Checked.']);
	const done = run();
	let task: { key: string } | undefined;
	while (!task) {
		[task] = await engine.searchUserTasks({});
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	await engine.completeUserTask(task.key, { toolCallResult: { ok: true } });
	expect((await done).variables.reply).toBe('Checked.');
	expect(model.requests[1]!.messages.at(-1)).toMatchObject({ content: '{"ok":true}' });
});
