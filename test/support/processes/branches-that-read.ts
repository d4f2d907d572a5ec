/** Plays a process whose branches read or read nothing, and an agent that pays after them, on any engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatModel } from '../../../core/ports/models/models';
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
} from '../../contract/model-builder';
import type { Instance } from '../../../engine-adapter/engine/instances';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../fakes/tool-agent';
import { waitUntil } from '../wait-until';

const iban = 'DE89370400440532013000';
const agentDefinition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Pays.', capabilities: [], prompt: 'Pay.' },
	...{ model: { route: [], extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
	tools: { rules: [{ tool: '*', permission: 'allow' }] },
};

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

/** Ways in which a part that read nothing can end after one that read a mail. */
export const waysToEndClean: [string, ModelPart[]][] = [
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
];

/** Runs such a process until it ends; a clean part ends after the one that read. @returns its variables, and how often it paid */
export async function playBranches(
	engine: ProcessEngine,
	findInstance: (instanceKey: string) => Promise<Instance | undefined>,
	parts: ModelPart[],
): Promise<Pick<Instance, 'variables'> & { paid: number }> {
	const started = Promise.withResolvers<string>();
	const hasOrigins = async () => (await findInstance(await started.promise))?.variables.origins !== undefined;
	const pay = fakeTool('pay', () => 'done');
	const readMail = { ...fakeTool('read_mail', () => `The account is ${iban}.`), effect: 'reads' as const };
	const model = obeyingModel(hasOrigins);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-branches-'));
	const tools = [pay, readMail];
	const worker = await openAgentWorker(engine, { gate: openGate(), agentFolders: [], providers: {}, model, tools, stateFolder: folder });
	try {
		await engine.deploy([processModel('branches', parts)]);
		const { instanceKey } = await engine.start({ processId: 'branches', variables: { agentDefinition } });
		started.resolve(instanceKey);
		const ended = await waitUntil('the end', async () => {
			const found = await findInstance(instanceKey);
			return found?.state === 'COMPLETED' && found;
		});
		return { variables: ended.variables, paid: pay.calls.length };
	} finally {
		await worker.close(0);
		await closeOpened();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Reads, pays or answers as it is asked; "plain" is answered when the other part has ended. */
const obeyingModel = (hasOrigins: () => Promise<boolean>): ChatModel =>
	scriptedChatModel(
		...Array.from({ length: 9 }, () => async ({ messages }: Parameters<ChatModel['generate']>[0]) => {
			const { role, content } = messages.at(-1)! as { role: string; content: unknown };
			const asked = JSON.stringify(content);
			if (role !== 'tool' && asked.includes('plain')) await waitUntil('the other part', hasOrigins);
			const call = asked.includes('Pay') ? calling(['pay', { iban }]) : asked.includes('read') ? calling(['read_mail', {}]) : undefined;
			const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
			return { text: 'Done.', finish: 'stop' as const, model: 'script:model', usage, ...(role !== 'tool' && call) };
		}),
	);
