import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { testTerminal } from '../../../test/support/test-terminal';
import type { AgentEvent } from '../../../core/agents/agent-event';
import type { Job } from '../../../engine-adapter/engine/jobs';
import { AgentTasks } from '../../../engine-adapter/instance/agent-tasks';
import { describeTask } from './describe-tasks';
import { runProcessCommand } from '../process-run';

const agentDefinition = {
	...{ id: 'greeter', version: '1.0.0', name: 'Greeter', purpose: 'Greets.', prompt: 'You greet.' },
	model: { route: [], extractive: false },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
	limits: {},
};
const model = processModel('greeted', [
	startEvent(),
	serviceTask('greet', { type: 'troupe:agent' }),
	serviceTask('again', { type: 'troupe:agent' }),
	endEvent(),
	...chain('start', 'greet', 'again', 'end'),
]);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-trace-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function run(trace: 'text' | 'json') {
	const file = join(folder, 'greeted.bpmn');
	writeFileSync(file, model.content);
	const terminal = testTerminal();
	const variables = { message: 'I am ana@example.com', agentDefinition, conversationId: 'c' };
	const host = async () => ({ gate: openGate(), agentFolders: [], providers: {}, model: scriptedChatModel('Good morning!', 'Hello!') });
	await runProcessCommand(
		{ files: [file], variables, engine: 'embedded', address: '', trace, lint: false, timeout: 20_000 },
		terminal,
		host,
	);
	return terminal.printed;
}

test('the trace shows what each agent task used and what its guardrails did, and the total', async () => {
	const text = (await run('text')).join('\n');
	expect(text.match(/✔ job troupe:agent +\S+, \d+ \+ \d+ tokens, .*personal-data: \w+ of the input/g)).toHaveLength(2);
	expect(text).toMatch(/\nagents: 2 tasks, 20 \+ 10 tokens, cost unknown/);
});

test('a run that goes on in another job is counted once', () => {
	const tasks = new AgentTasks();
	const job = (key: string) => ({ key, elementId: 'tools' }) as Job;
	const finished = (inputTokens: number, costUsd: number | null) =>
		({ kind: 'finished', runId: 'r', usage: { inputTokens, outputTokens: 1, costUsd } }) as unknown as AgentEvent;
	tasks.observe(finished(10, 0.5), job('1'));
	tasks.observe(finished(30, 0.75), job('2'));
	expect(tasks.total()).toEqual({ inputTokens: 30, outputTokens: 1, costUsd: 0.75, unpriced: 0 });
	expect(describeTask(tasks, '2')).toContain('20 + 0 tokens');
	tasks.observe(finished(20, null), job('3'));
	expect(tasks.total()).toMatchObject({ inputTokens: 50, unpriced: 1 });
});

test('the JSON trace has the tasks and their total', async () => {
	const last = JSON.parse((await run('json')).at(-1)!) as {
		agents: Array<Record<string, unknown>>;
		agentsTotal: { inputTokens: number };
		ending: { kind: string };
	};
	expect(last.ending.kind).toBe('completed');
	expect(last.agents).toMatchObject([
		{ elementId: 'greet', agent: 'greeter', guardrails: [{ guardrail: 'personal-data', stage: 'input' }] },
		{ elementId: 'again' },
	]);
	expect(last.agentsTotal.inputTokens).toBe(last.agents.reduce((total, { inputTokens }) => total + Number(inputTokens), 0));
	expect(last.agentsTotal.inputTokens).toBeGreaterThan(0);
});
