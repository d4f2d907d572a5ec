import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { runAgent } from '../../../core/agents/run-agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { composeViolationLog } from '../guardrails/violations';
import { composeUsageStore } from '../models/usage';
import { composeAgent } from './agent';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-evidence-'))));
afterEach(() => rmSync(home, { recursive: true }));

test('a violation, the usage and the events of a run name the same run, version, key and person, and never the person', async () => {
	const policy = {
		...{ id: 'strict', version: '2.1.0', onFailure: 'block' },
		checks: [{ check: 'pattern', patterns: ['bluebird'], stages: ['input'], action: 'log' }],
	};
	const definition = {
		...{ id: 'painter', version: '1.2.0', name: 'Painter', purpose: 'Paints.', prompt: 'Paint.' },
		...{ model: { extractive: false }, guardrails: { personalData: { types: [] }, policy }, limits: {} },
	};
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, name: 'cli', model: scriptedChatModel('Done.') };
	const parts = await composeAgent({ kind: 'inline', definition }, host);
	const events: AgentEvent[] = [];
	const request = { message: 'Paint the bluebird.', conversationId: 'c', person: '+55 11 98765-4321', runId: 'r', by: 'mcp:key:k1' };
	await runAgent(request, { ...parts, onEvent: (event) => void events.push(event) }, new AbortController().signal);

	const started = events.find((event) => event.kind === 'started')!;
	const { person, agent } = started;
	expect(person).toMatch(/^\S{20,}$/);
	const about = { run: 'r', key: 'k1', agent: 'painter', agentVersion: '1.2.0', agentSha256: agent.sha256, person };
	const [violation] = await (await composeViolationLog(host)).read();
	expect(violation).toMatchObject({ ...about, policy: 'strict', policyVersion: '2.1.0', guardrail: 'pattern' });
	const usage = await (await composeUsageStore(host)).entries(0, 10, Date.now());
	expect(usage).toMatchObject([{ ...about, model: 'model' }]);
	expect(JSON.stringify([violation, usage])).not.toMatch(/98765|bluebird/);
});
