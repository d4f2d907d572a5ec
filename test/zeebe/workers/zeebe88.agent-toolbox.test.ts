import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adHocSubProcess, chain, endEvent, processModel, scriptTask, startEvent } from '../../../engine-adapter/contract/model-builder';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/zeebe-engine';
import { openGate } from '../../../sandbox/fakes/open-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../../sandbox/fakes/tool-agent';
import { describeWithZeebe88 } from '../broker/real-engine';

describeWithZeebe88('an agent whose tools are the elements of an ad-hoc sub-process, on Zeebe 8.8', ({ address, restAddress }) => {
	test('calls elements, several at once, and answers with their results', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-toolbox-'));
		const clerk = {
			...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Helps.', prompt: 'Help.', limits: {} },
			model: { extractive: false },
			guardrails: { personalData: { types: [] } },
		};
		writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk));
		const inputs = [{ source: '=fromAi(toolCall.n, "What is doubled.", "number")', target: 'n' }];
		const tools = adHocSubProcess('tools', [scriptTask('double', '=n * 2', 'toolCallResult', { inputs })], {
			jobType: 'troupe:agent',
			headers: { agent: 'clerk' },
			outputCollection: 'toolCallResults',
			outputElement: '={id: toolCall._meta.id, name: toolCall._meta.name, content: toolCallResult}',
		});
		const engine = await connectZeebe({ address, restAddress });
		await engine.deploy([processModel('agent-toolbox', [startEvent(), tools, endEvent(), ...chain('start', 'tools', 'end')])]);
		const model = scriptedChatModel(calling(['double', { n: 4 }, 'one'], ['double', { n: 5 }, 'two']), 'Eight and ten.');
		const worker = await openAgentWorker(engine, { gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: folder, model });
		try {
			const variables = { message: 'Double four and five.', conversationId: 'c' };
			const result = await engine.startAndAwait({ processId: 'agent-toolbox', variables }, 60_000);
			expect(result.variables).toMatchObject({ outcome: 'reply', reply: 'Eight and ten.', agentState: null });
			const results = model.requests[1]!.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
			expect(results).toEqual(['8', '10']);
			expect(model.requests[0]!.tools).toEqual([expect.objectContaining({ name: 'double' })]);
		} finally {
			await worker.close(0);
			await engine.close();
			rmSync(folder, { recursive: true });
		}
	});
});
