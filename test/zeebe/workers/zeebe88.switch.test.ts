import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testTerminal } from '../../support/test-terminal';
import { runTroupe } from '../../../cli/program';
import type { ChatModel, ChatRequest } from '../../../core/ports/models/models';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { describeWithZeebe88 } from '../broker/real-engine';

/** What ends within a second on an idle machine; another suite can have both cores. */
const maxMs = 5_000;

describeWithZeebe88('troupe switch and a worker on Zeebe 8.8', ({ address, restAddress }) => {
	test.each([['all --everywhere'], ['agent:clerk'], ['all']])(
		'%s ends the agent of a job at once, which goes on when it is on again, with all its retries',
		async (target) => {
			const folder = mkdtempSync(join(tmpdir(), 'troupe-switch-zeebe-'));
			const clerk = {
				id: 'clerk',
				version: '1.0.0',
				name: 'Clerk',
				purpose: 'Helps.',
				prompt: 'Help.',
				model: { extractive: false },
				limits: {},
				guardrails: { personalData: { types: [] } },
			};
			writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk));
			const troupe = async (...args: string[]) => {
				const terminal = testTerminal({ TROUPE_HOME: folder });
				expect({ code: await runTroupe(args, terminal), noted: terminal.noted }).toMatchObject({ code: 0 });
			};
			const began = Promise.withResolvers<void>();
			const ended = Promise.withResolvers<number>();
			const answers = scriptedChatModel('Thirty days.');
			let calls = 0;
			const model: ChatModel = {
				...answers,
				generate(request: ChatRequest, signal) {
					if (calls++ > 0) return answers.generate(request, signal);
					began.resolve();
					signal.addEventListener('abort', () => ended.resolve(performance.now()), { once: true });
					return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
				},
			};
			const engine = await connectZeebe({ address, restAddress });
			const id = `switch-${target.replaceAll(/\W+/g, '-')}`;
			const task = serviceTask('ask', { type: 'troupe:agent', headers: { agent: 'clerk' }, retries: 1 });
			await engine.deploy([processModel(id, [startEvent(), task, endEvent(), ...chain('start', 'ask', 'end')])]);
			const worker = await openAgentWorker(engine, { gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: folder, model });
			try {
				const variables = { message: 'How long is the warranty?', conversationId: 'c' };
				const awaited = engine.startAndAwait({ processId: id, variables }, 120_000);
				await began.promise;
				await troupe('switch', 'off', ...target.split(' '), '--reason', 'wrong prices', '--yes');
				const stoppedAt = performance.now();
				expect((await ended.promise) - stoppedAt).toBeLessThan(maxMs);
				await troupe('switch', 'on', ...target.split(' '));
				expect((await awaited).variables).toMatchObject({ outcome: 'reply', reply: 'Thirty days.' });
			} finally {
				await worker.close(0);
				await engine.close();
				rmSync(folder, { recursive: true });
			}
		},
	);
});
