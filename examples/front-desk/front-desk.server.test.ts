import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAgentReplay, runAgentResume, runAgentRun } from '../../cli/agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { readDefinition } from '../../providers/compose/agents/read-definition';
import { readRun } from '../../providers/compose/runs/read-run';
import { openRuns } from '../../providers/compose/state/host-runs';
import { checkTeam } from '../../providers/compose/agents/check-team';
import { openGate } from '../../test/fakes/permissive-gate';
import { type FrontDesk, frontDeskMessage, frontDeskProcess, openFrontDesk, shopPort } from '../../test/support/front-desk';
import { testFrontDeskProcess } from '../../test/support/front-desk-suite';
import { slowTest } from '../../test/support/slow-tests';
import { nameView } from '../../test/support/with-views';

/** Written by the test of the command line with TROUPE_RECORD=true, after a change of one of the agents. */
const recording = join(__dirname, 'refunded.run.json');
const isRecording = process.env.TROUPE_RECORD === 'true';

let desk: FrontDesk;
beforeEach(async () => {
	desk = await openFrontDesk(isRecording ? shopPort : 0);
});
afterEach(() => desk.close());

/** Runs a command and returns the outcomes that it printed. */
async function printed(command: (terminal: ReturnType<typeof testTerminal>) => Promise<unknown>): Promise<AgentOutcome> {
	const outcomes: AgentOutcome[] = [];
	await command({ ...testTerminal(), print: (text: string) => void outcomes.push(JSON.parse(text) as AgentOutcome) });
	return outcomes[0]!;
}

test('the agents that it calls are there', async () => {
	const { definition } = await readDefinition({ kind: 'id', id: 'front-desk' }, desk.host);
	expect(await checkTeam(definition, undefined, desk.host)).toEqual([]);
});

test('on the command line, the team waits for a person and goes on, and its trail is replayed without a model', async () => {
	const open = async () => desk.host;
	const agent = 'front-desk';
	const waiting = await printed((to) => runAgentRun({ agent, message: frontDeskMessage, conversation: 'c', json: true }, to, open));
	expect(waiting).toMatchObject({ kind: 'needs-human', reason: 'approval', agent: { id: 'front-desk' } });
	const pending = 'pending' in waiting ? waiting.pending : [];
	expect(pending).toEqual([expect.objectContaining({ agent: 'refund-clerk', tool: 'refund_order' })]);
	const store = await openRuns(desk.host, desk.host.stateFolder!);
	const listCalled = async () =>
		(await store.list(10, false, { caller: waiting.runId })).map(({ agent: called, state }) => `${called!.id} ${state}`).sort();
	expect(await listCalled()).toEqual(['refund-clerk waiting', 'support completed']);
	expect(desk.shop.asked).toEqual([]);
	const record = join(desk.host.stateFolder!, 'run.json');
	const end = await printed((to) => runAgentResume({ run: waiting.runId, approve: [nameView(pending[0])], record, json: true }, to, open));
	expect(end).toMatchObject({
		kind: 'reply',
		team: [{ agent: { id: 'support' } }, { agent: { id: 'refund-clerk' }, usage: { toolCalls: 2 } }],
	});
	expect(await listCalled()).toEqual(['refund-clerk completed', 'support completed']);
	const [clerk] = await store.list(1, false, { caller: waiting.runId, agent: 'refund-clerk' });
	expect((await readRun(clerk!.runId, desk.host)).steps).toContainEqual(expect.objectContaining({ kind: 'tool', tool: 'refund_order' }));
	expect(desk.shop.orders.get('A-1002')!.refunds).toHaveLength(1);
	expect(readFileSync(record, 'utf8')).not.toContain('ana@example.com');
	if (isRecording) copyFileSync(record, recording);
	const calls = desk.model.calls.length;
	expect(await printed((to) => runAgentReplay({ run: record, json: true }, to, open))).toMatchObject({ reply: end.reply, team: end.team });
	expect(desk.model.calls).toHaveLength(calls);
});

test('the recording in this folder is replayed without a key, a model or a shop', async () => {
	const host = { gate: openGate(), agentFolders: [join(__dirname, '..')], providers: {} };
	const outcome = await printed((to) => runAgentReplay({ run: recording, json: true }, to, async () => host));
	expect(outcome).toMatchObject({
		kind: 'reply',
		reply: expect.stringContaining('24 months'),
		team: [
			{ by: 'front-desk', agent: { id: 'support', version: '1.0.0' }, depth: 1, outcome: 'ok' },
			{ by: 'front-desk', agent: { id: 'refund-clerk', version: '1.0.0' }, depth: 1, outcome: 'ok' },
		],
	});
});

describe('in a process on the embedded engine', () => {
	testFrontDeskProcess(async () => {
		const engine = await openEmbeddedEngine({ file: ':memory:' });
		return { engine, observer: engine, close: () => engine.close() };
	});
});

slowTest('the model has no mistake that a linter knows', async () => {
	for (const target of ['8.6', '8.8'] as const) {
		const findings = await lintDeployment([frontDeskProcess], { target });
		expect(findings.filter(({ rule }) => rule !== 'camunda-compat/user-task-definition')).toEqual([]);
	}
});
