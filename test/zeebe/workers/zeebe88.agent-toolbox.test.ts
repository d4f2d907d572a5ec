import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolRule } from '../../../core/tools/definition/rules';
import type { Job } from '../../../engine-adapter/engine/jobs';
import {
	adHocSubProcess,
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	type ModelPart,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
} from '../../contract/model-builder';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../fakes/tool-agent';
import { describeWithZeebe88 } from '../broker/real-engine';

const inputs = [{ source: '=fromAi(toolCall.n, "What is doubled.", "number")', target: 'n' }];
const toolbox = adHocSubProcess('tools', [scriptTask('double', '=n * 2', 'toolCallResult', { inputs })], {
	jobType: 'troupe:agent',
	headers: { agent: 'clerk' },
	outputCollection: 'toolCallResults',
	outputElement: '={id: toolCall._meta.id, name: toolCall._meta.name, content: toolCallResult}',
});

describeWithZeebe88('an agent whose tools are the elements of an ad-hoc sub-process, on Zeebe 8.8', ({ address, restAddress }) => {
	async function run(processId: string, parts: ModelPart[], rules: ToolRule[], steps: Parameters<typeof scriptedChatModel>) {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-toolbox-'));
		const clerk = {
			...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Helps.', prompt: 'Help.', limits: {}, tools: { rules } },
			model: { extractive: false },
			guardrails: { personalData: { types: [] } },
		};
		writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk));
		const engine = await connectZeebe({ address, restAddress });
		await engine.deploy([processModel(processId, parts)]);
		const model = scriptedChatModel(...steps);
		const host = { gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: folder, model };
		const asked: Job[] = [];
		const workers = [
			await openAgentWorker(engine, host),
			await engine.openWorker('toolbox-decide', { name: 'person', concurrency: 1, timeoutMs: 60_000 }, async (job) => {
				asked.push(job);
				const pending = job.variables.pending as Array<{ id: string; viewSha256: string }>;
				const decisions = pending.map(({ id, viewSha256 }) => ({ id, approved: true, viewSha256 }));
				return { kind: 'complete', variables: { decisions } };
			}),
		];
		try {
			const variables = { message: 'Double four and five.', conversationId: 'c' };
			const { variables: ended } = await engine.startAndAwait({ processId, variables }, 60_000);
			return { variables: ended, model, asked };
		} finally {
			for (const worker of workers) await worker.close(0);
			await engine.close();
			rmSync(folder, { recursive: true });
		}
	}

	const both = calling(['double', { n: 4 }, 'one'], ['double', { n: 5 }, 'two']);
	const readResults = (model: ReturnType<typeof scriptedChatModel>) =>
		model.requests[1]!.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);

	test('calls elements, several at once, and answers with their results', async () => {
		const parts = [startEvent(), toolbox, endEvent(), ...chain('start', 'tools', 'end')];
		const { variables, model } = await run('agent-toolbox', parts, [{ tool: 'double', permission: 'allow' }], [both, 'Eight and ten.']);
		expect(variables).toMatchObject({ outcome: 'reply', reply: 'Eight and ten.', agentState: null });
		expect(readResults(model)).toEqual(['8', '10']);
		expect(model.requests[0]!.tools).toEqual([expect.objectContaining({ name: 'double' })]);
	});

	test('waits for a person where a rule asks, and calls the elements once they are approved', async () => {
		const parts = [
			startEvent(),
			toolbox,
			exclusiveGateway('waits', 'done'),
			serviceTask('decide', { type: 'toolbox-decide' }),
			endEvent(),
			...[flow('f1', 'start', 'tools'), flow('f2', 'tools', 'waits'), flow('f3', 'waits', 'decide', '=outcome = "needs-human"')],
			...[flow('f4', 'decide', 'tools'), flow('done', 'waits', 'end')],
		];
		const { variables, model, asked } = await run(
			'agent-toolbox-asks',
			parts,
			[{ tool: 'double', permission: 'ask' }],
			[both, 'Eight and ten.'],
		);
		expect(asked).toHaveLength(1);
		expect(asked[0]!.variables).toMatchObject({
			...{ outcome: 'needs-human', reason: 'approval', toolCallResults: [] },
			pending: [{ id: 'one' }, { id: 'two' }],
		});
		expect(variables).toMatchObject({ outcome: 'reply', reply: 'Eight and ten.', agentState: null });
		expect(readResults(model)).toEqual(['8', '10']);
	});
});
