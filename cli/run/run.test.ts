import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ShownRun } from '../../providers/compose/runs/read-run';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { runTroupe } from '../program';
import { runAgentResume, runAgentRun } from '../agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import { runOff } from '../switch/switch-run';
import { runAgentShow } from '../agent/agent-show-run';
import { runRunCancel } from './run-cancel-run';
import { runRunExport } from './run-export-run';
import { runRunFollow } from './run-follow-run';
import { runRunList } from './run-list-run';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-runs-'))));
afterEach(() => rmSync(home, { recursive: true }));

const hostWith = (...steps: Parameters<typeof scriptedChatModel>) => {
	const model = scriptedChatModel(...steps);
	return async () => ({ gate: openGate(), agentFolders: [], providers: {}, model, stateFolder: home, name: 'cli' });
};
const asks = {
	finish: 'tool-calls' as const,
	toolCalls: [{ id: 'call-1', name: 'ask_person', arguments: JSON.stringify({ question: 'Which colour?' }) }],
};

/** Runs an agent that asks a person where the model wants to. @returns the id of the run */
async function run(...steps: Parameters<typeof scriptedChatModel>): Promise<string> {
	const agent = join(home, 'painter.json');
	writeFileSync(
		agent,
		JSON.stringify({
			...{ id: 'painter', version: '1.0.0', name: 'Painter', purpose: 'Paints.', prompt: 'Paint.', model: { extractive: false } },
			...{ limits: {}, guardrails: { personalData: { types: [] } }, tools: { askPerson: true } },
		}),
	);
	await runAgentRun({ agent, conversation: 'c', message: 'Paint my door.' }, testTerminal(), hostWith(...steps));
	return (await store()).list(1).then(([one]) => one!.runId);
}
const store = () => openRuns({ stateFolder: home }, home);

test('lists and exports runs, in pages, with their steps', async () => {
	const asked = await run(asks);
	await run('It is painted.');
	const lines = async (act: (terminal: ReturnType<typeof testTerminal>) => Promise<unknown>) => {
		const terminal = testTerminal();
		await act(terminal);
		return terminal.printed;
	};
	expect(await lines((terminal) => runRunList({ limit: 10 }, terminal, hostWith()))).toEqual([
		expect.stringMatching(/^run +tenant +agent or node +host +state/),
		expect.stringMatching(/painter 1\.0\.0 {2}cli +completed +reply/),
		expect.stringMatching(/painter 1\.0\.0 {2}cli +waiting +question/),
	]);
	const few = testTerminal();
	await runRunList({ limit: 1 }, few, hostWith());
	expect([few.printed.length, few.noted]).toEqual([2, ['Only 1 row shown; there are more. Raise --limit, or run `troupe run export`.']]);
	await runRunList({ limit: 2 }, few, hostWith());
	expect(few.noted).toHaveLength(1);
	const exported = await lines((terminal) => runRunExport({ steps: true, state: 'waiting' }, terminal, hostWith()));
	expect(exported.map((line) => JSON.parse(line))).toMatchObject([{ runId: asked, state: 'waiting', events: [{}, { kind: 'suspended' }] }]);
	const csv = await lines((terminal) => runRunExport({ csv: true }, terminal, hostWith()));
	expect([csv.length, csv.at(-1)]).toEqual([
		3,
		expect.stringMatching(new RegExp(`^${asked},default,painter,1\\.0\\.0,.*,cli,waiting,,question,,,\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z,,`)),
	]);
	const names = csv[0]!.trim().split(',');
	for (const page of ['docs/cli.md', 'docs/cli.pt.md']) expect(readFileSync(page, 'utf8')).toContain(`\`${names.join('`, `')}\``);
	const [newest] = await (await store()).list(1);
	expect((await (await store()).list(10, false, { after: newest! })).map(({ runId }) => runId)).toEqual([asked]);
});

test('cancels a run that waits, for good: nobody can continue it', async () => {
	const asked = await run(asks);
	const cancel = async () => {
		const terminal = testTerminal();
		return [await runRunCancel(asked, { reason: 'wrong door', yes: true }, terminal, hostWith()), terminal.noted.join('\n')];
	};
	expect(await cancel()).toEqual([0, 'Cancelled.']);
	expect(await (await store()).find(asked)).toMatchObject({ state: 'cancelled', reason: 'operator', endedAt: expect.any(Number) });
	await expect(runAgentResume({ run: asked, answer: ['call-1=Blue'] }, testTerminal(), hostWith('Done.'))).rejects.toThrow(asked);
	expect(await cancel()).toEqual([0, 'Cancelled.']);
	await expect(runRunCancel('unknown', { reason: 'x', yes: true }, testTerminal(), hostWith())).rejects.toThrow('no stored run');
	await expect(runRunCancel(asked, { reason: ' ', yes: true }, testTerminal(), hostWith())).rejects.toThrow('reason');
});

test('says of an agent in the sandbox whose words its record is, and which run is cancelled in its place', async () => {
	const runs = await store();
	const agent = { id: 'painter', version: '1.0.0', sha256: 'a'.repeat(64) };
	await runs.begin({ runId: 'job', host: 'sandbox', of: { sandbox: 'agent' }, withinMs: 60_000 });
	await runs.begin({ runId: 'job/agent', agent, host: 'sandbox', of: { caller: 'job' }, withinMs: 60_000 });
	await runs.begin({ runId: 'job/agent/call', agent, host: 'sandbox', of: { caller: 'job/agent' }, withinMs: 60_000 });
	const shown = testTerminal();
	await runAgentShow({ run: 'job/agent' }, shown, hostWith());
	expect(shown.printed).toContain('told by: the code in the sandbox, run job');
	for (const runId of ['job/agent', 'job/agent/call'])
		for (const end of [
			runRunCancel(runId, { reason: 'x', yes: true }, testTerminal(), hostWith()),
			runOff({ target: `run:${runId}`, reason: 'x', yes: true }, testTerminal({ TROUPE_HOME: home })),
		])
			await expect(end).rejects.toMatchObject({ code: 'STATE_CONFLICT', fix: expect.stringContaining('troupe run cancel job') as string });
	expect(await (await store()).findRecord('job/agent')).toMatchObject({ state: 'running' });
});

slowTest('shows what a run used before it ended, and who cancelled it why', async () => {
	let ask!: () => void;
	const asked = new Promise<void>((resolve) => (ask = resolve));
	const ran = run((_request, signal) => {
		ask();
		return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
	}).catch(() => undefined);
	await asked;
	const [{ runId, startedAt }] = (await (await store()).list(1)) as [RecordedRun];
	const show = async () => {
		const [json, text] = [testTerminal(), testTerminal()];
		await runAgentShow({ run: runId, json: true }, json, hostWith());
		await runAgentShow({ run: runId }, text, hostWith());
		return { ...(JSON.parse(json.printed[0]!) as ShownRun), lines: text.printed };
	};
	const usage = { model: 'script:model', modelCalls: 1, inputTokens: expect.any(Number), estimated: true };
	const began = new Date(startedAt).toISOString();
	expect(await show()).toMatchObject({ state: 'running', startedAt: began, usage });
	await runRunCancel(runId, { reason: 'wrong door', yes: true }, testTerminal(), hostWith());
	await ran;
	const shown = await show();
	expect(shown).toMatchObject({ state: 'cancelled', startedAt: began, cancelled: { reason: 'wrong door' } });
	expect(shown.usage).toMatchObject({ model: 'script:model', modelCalls: 1 });
	expect(shown.lines).toContainEqual(expect.stringMatching(/^cancelled by: .+: wrong door$/));
	expect(shown.lines).toContainEqual(expect.stringMatching(/^usage: script:model, /));
});

slowTest('follows a run over the time in which it waits, until it ends', async () => {
	const asked = await run(asks);
	const terminal = testTerminal();
	const followed = runRunFollow(asked, {}, terminal, hostWith());
	await runAgentResume({ run: asked, answer: ['call-1=Blue'] }, testTerminal(), hostWith('It is blue now.'));
	expect(await followed).toBe(0);
	expect(terminal.printed).toEqual([
		expect.stringMatching(/^1\. model script:model: .*calls 1 tool$/),
		expect.stringContaining('waits for a person'),
		expect.stringContaining('call-1: answered by'),
		expect.stringContaining('ask_person'),
		expect.stringMatching(/^2\. model script:model/),
		'completed: reply',
	]);
	expect(terminal.noted).toEqual([`The run waits. Decide with: troupe run resume ${asked}`]);
	const failing = testTerminal();
	await run(new Error('down')).catch(() => undefined);
	const [failed] = await (await store()).list(1);
	expect(await runRunFollow(failed!.runId, { json: true }, failing, hostWith())).toBe(1);
	expect(JSON.parse(failing.printed.at(-1)!)).toMatchObject({ run: { state: 'failed' } });
});

test('exports the other runs too where the steps of one were changed', async () => {
	const changed = await run(asks);
	const whole = await run(asks);
	new DatabaseSync(join(home, 'state.db'))
		.prepare(`UPDATE run_entry SET entry = replace(entry, 'sealed":"', 'sealed":"A') WHERE run = ?`)
		.run(changed);
	const terminal = testTerminal();
	expect(await runRunExport({ steps: true }, terminal, hostWith())).toBe(1);
	expect(terminal.printed.map((line) => JSON.parse(line))).toMatchObject([
		{ runId: whole, events: [{}, { kind: 'suspended' }] },
		{ runId: changed, problem: expect.stringContaining('was changed') },
	]);
});

test.each([
	['list', '--all-tenants', '--contact', 'ana'],
	['list', '--all-tenants', '--conversation', 'c'],
	['export', '--steps', '--csv'],
	['export', '--steps', '--all-tenants'],
])('refuses to %s with %s and %s, which would be incomplete', async (...args) => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['run', ...args], terminal)).toBe(2);
	expect(terminal.noted.join()).toMatch(/cannot be used with option/);
});

test('asks for a beginning of a minimum cost, also for all tenants', async () => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['run', 'list', '--all-tenants', '--min-cost', '1'], terminal)).toBe(2);
	expect(terminal.noted.join()).toContain('--from');
});
