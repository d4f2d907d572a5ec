/** Shows that a process keeps what one of its branches had read, whichever branch ends last. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatModel } from '../../core/ports';
import { openGate } from '../../sandbox/fakes/open-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../sandbox/fakes/tool-agent';
import { closeOpened } from '../../providers/compose/open-once';
import { waitUntil } from '../../test/support/wait-until';
import {
	chain,
	endEvent,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
} from '../contract/model-builder';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import type { Variables } from '../engine';
import { openAgentWorker } from './agent-worker';

const iban = 'DE89370400440532013000';
const agentDefinition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Pays.', capabilities: [], prompt: 'Pay.' },
	...{ model: { route: [], extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
	tools: { rules: [{ tool: '*', permission: 'allow' }] },
};

let folder: string;
let engine: EmbeddedEngine;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-branches-'));
	engine = await openEmbeddedEngine({ file: ':memory:' });
});
afterEach(async () => {
	await engine.close();
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

const agent = (id: string, message: string, more: Partial<Parameters<typeof serviceTask>[1]> = {}): ModelPart =>
	serviceTask(id, { type: 'troupe:agent', inputs: [{ source: message, target: 'message' }], ...more });
const keep = (...names: string[]) => names.map((target) => ({ source: `=${target === 'answer' ? 'reply' : target}`, target }));

/** Two branches, and then an agent that pays. */
const branches = (more: Partial<Parameters<typeof serviceTask>[1]> = {}): ModelPart[] => [
	...[startEvent(), parallelGateway('fork'), agent('mail', '="read"', more), agent('plain', '="plain"', more)],
	...[parallelGateway('join'), agent('pay', '="Pay what they say."'), endEvent()],
	...[flow('f1', 'start', 'fork'), flow('f2', 'fork', 'mail'), flow('f3', 'fork', 'plain')],
	...[flow('f4', 'mail', 'join'), flow('f5', 'plain', 'join'), flow('f6', 'join', 'pay'), flow('f7', 'pay', 'end')],
];

/** Runs a process whose clean part ends after the other one has. @returns its variables */
async function run(parts: ModelPart[]): Promise<{ variables: Variables; paid: number }> {
	await engine.deploy([processModel('p', parts)]);
	const pay = fakeTool('pay', () => 'done');
	const readMail = { ...fakeTool('read_mail', () => `The account is ${iban}.`), effect: 'reads' as const };
	const started = Promise.withResolvers<string>();
	const hasOrigins = async () => (await engine.findInstance(await started.promise)).variables.origins !== undefined;
	const model = scriptedChatModel(
		...Array.from({ length: 9 }, () => async ({ messages }: Parameters<ChatModel['generate']>[0]) => {
			const { role, content } = messages.at(-1)! as { role: string; content: unknown };
			const asked = JSON.stringify(content);
			if (role !== 'tool' && asked.includes('plain')) await waitUntil('the other part', hasOrigins);
			const call = asked.includes('Pay') ? calling(['pay', { iban }]) : asked.includes('read') ? calling(['read_mail', {}]) : undefined;
			const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
			return { text: 'Done.', finish: 'stop' as const, model: 'script:model', usage, ...(role !== 'tool' && call) };
		}),
	);
	await openAgentWorker(engine, { gate: openGate(), agentFolders: [], providers: {}, model, tools: [pay, readMail], stateFolder: folder });
	const { instanceKey } = await engine.start({ processId: 'p', variables: { agentDefinition } });
	started.resolve(instanceKey);
	await waitUntil('the end', async () => (await engine.findInstance(instanceKey)).state === 'COMPLETED');
	return { variables: (await engine.findInstance(instanceKey)).variables, paid: pay.calls.length };
}

test.each<[string, ModelPart[]]>([
	['a parallel branch', branches()],
	['a parallel branch with output mappings', branches({ outputs: keep('answer', 'origins') })],
	['a parallel branch with a result expression', branches({ headers: { resultExpression: '={answer: reply, origins: origins}' } })],
	[
		'another round of a multi-instance',
		[
			...[startEvent(), forEach(agent('each', '=text'), { inputCollection: '=["read", "plain"]', inputElement: 'text' })],
			...[agent('pay', '="Pay what they say."'), endEvent(), ...chain('start', 'each', 'pay', 'end')],
		],
	],
])('what was poisoned stays so after %s that read nothing (a2aproject/A2A#2041)', async (_way, parts) => {
	const { variables, paid } = await run(parts);
	expect(variables).toMatchObject({ outcome: 'needs-human', origins: ['tool'] });
	expect(paid).toBe(0);
});
