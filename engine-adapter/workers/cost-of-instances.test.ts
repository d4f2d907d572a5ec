import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetsFile } from '../../core/base/home-folders';
import type { Host } from '../../providers/compose/hosts/host';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Job } from '../engine/jobs';
import { agentJobHandler } from './agent-worker';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-instances-'))));
afterEach(() => rmSync(home, { recursive: true }));

const agentDefinition = {
	...{ id: 'greeter', version: '1.0.0', name: 'Greeter', purpose: 'Greets.', prompt: 'You greet.' },
	model: { route: [], extractive: false },
	guardrails: { personalData: { types: [] } },
	limits: {},
};

const work = (instanceKey: string, elementId = 'answer') => {
	const host: Host = {
		...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, budgetsFile: budgetsFile({ TROUPE_HOME: home }) },
		model: scriptedChatModel('Good morning!'),
	};
	const job: Job = {
		...{ key: `job of ${instanceKey} ${elementId}`, type: 'troupe:agent', instanceKey, elementId, processId: 'support' },
		...{ processDefinitionKey: '3', elementInstanceKey: '8', headers: {}, retries: 3, deadline: 0 },
		variables: { message: 'Hello', agentDefinition, conversationId: 'ana@example.com' },
	};
	return agentJobHandler(host)(job, new AbortController().signal);
};

test('the ledger knows process, instance, element, run and conversation of a job’s calls, without the conversation’s id', async () => {
	await work('7');
	await work('7', 'check');
	const store = await composeUsageStore({ stateFolder: home });
	const [first, second] = await store.entries(0, 10, Date.now());
	expect(first).toMatchObject({ process: 'support', instance: '7', element: 'answer', host: 'worker', run: expect.any(String) });
	expect(first!.conversation).toMatch(/^[\w-]{20,}$/);
	expect(second!.conversation).toBe(first!.conversation);
	expect(second!.run).not.toBe(first!.run);
	expect(JSON.stringify(first)).not.toContain('ana@example.com');
	const groups = (await store.totals({ by: ['process', 'element'], instance: '7' }, Date.now())).map(({ group, calls }) => [group, calls]);
	expect(groups).toEqual([
		[{ process: 'support', element: 'answer' }, 1],
		[{ process: 'support', element: 'check' }, 1],
	]);
});

test('a budget per instance is each instance’s own', async () => {
	writeFileSync(join(home, 'budgets.json'), JSON.stringify({ budgets: [{ name: 'one refund', per: 'instance', calls: 2 }] }));
	const outcomes = [await work('7'), await work('7'), await work('7'), await work('8')];
	expect(outcomes.map((outcome) => (outcome.kind === 'bpmn-error' ? outcome.errorCode : outcome.kind))).toEqual([
		...['complete', 'complete', 'TROUPE_BUDGET_EXCEEDED', 'complete'],
	]);
});
