import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../core/agents/run-agent';
import { parseEvaluationSet } from '../../core/evaluation/cases/parse-evaluation-set';
import type { RunContent } from '../../core/ports/runs/run-content';
import { readRun } from '../../providers/compose/runs/read-run';
import { composeRuns, openRuns } from '../../providers/compose/state/host-runs';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { ask } from '../../test/fakes/agent-team';
import { teamMember, toolAgent } from '../../test/fakes/tool-agent';
import { runAgentReplay, runAgentRun } from '../agent/agent-run';
import { runAgentShow } from '../agent/agent-show-run';
import { testTerminal } from '../../test/support/test-terminal';
import { runRunToCase } from './run-to-case-run';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
let agent: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-records-'));
	agent = join(home, 'painter.json');
	writeFileSync(
		agent,
		JSON.stringify({
			...{ id: 'painter', version: '1.0.0', name: 'Painter', purpose: 'Paints.', prompt: 'Paint.', model: { extractive: false } },
			...{ limits: {}, guardrails: { personalData: { types: [] } }, tools: { askPerson: true } },
		}),
	);
});
afterEach(() => rmSync(home, { recursive: true }));

/** A tenant is named as what it keeps of texts. */
const hostOf = (tenant: RunContent, ...steps: Parameters<typeof scriptedChatModel>) => {
	const model = scriptedChatModel(...steps);
	return async () => ({ gate: openGate(), agentFolders: [], providers: {}, model, stateFolder: home, name: 'cli', tenant });
};

/** Runs the agent once. @returns the id of the run */
async function run(content: RunContent, ...steps: Parameters<typeof scriptedChatModel>): Promise<string> {
	await (await openTenants({ stateFolder: home }))!.set({ name: content, rules: { runContent: content }, changedAt: 0, changedBy: 'ops' });
	const request = { agent, conversation: 'c', message: 'Paint my door.' };
	await runAgentRun(request, testTerminal(), hostOf(content, ...steps)).catch(() => undefined);
	const [newest] = await (await openRuns({ stateFolder: home, tenant: content }, home)).list(1);
	return newest!.runId;
}

test('replays a run whose texts were kept, and says why another one cannot be replayed', async () => {
	const replay = async (tenant: RunContent, of: string) => {
		const terminal = testTerminal();
		await runAgentReplay({ run: of, agent, json: true }, terminal, hostOf(tenant));
		return JSON.parse(terminal.printed.join('\n')) as object;
	};
	const full = await run('full', 'It is painted.');
	expect(await replay('full', full)).toMatchObject({ runId: full, kind: 'reply', reply: 'It is painted.' });
	const refused = (why: string) => ({ code: 'STATE_CONFLICT', message: expect.stringContaining(why) as string });
	await expect(replay('masked', await run('masked', 'It is red.'))).rejects.toMatchObject(refused('its texts were kept masked'));
	await expect(replay('none', await run('none', 'It is blue.'))).rejects.toMatchObject(refused('its texts were not kept'));
	await expect(replay('full', await run('full', new Error('down')))).rejects.toMatchObject(refused('it is failed'));
	await expect(replay('full', 'unknown')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	await expect(replay('full', join(home, 'unknown.json'))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const called = { runId: `${full}/call_1`, host: 'cli', of: { caller: full }, isCalled: true as const, withinMs: 1_000 };
	await (await openRuns({ stateFolder: home, tenant: 'full' }, home)).begin(called);
	const itsCaller = expect.stringContaining(`run replay ${full}.`) as string;
	await expect(replay('full', called.runId)).rejects.toMatchObject({ ...refused('another agent called it'), fix: itsCaller });
});

test('shows the steps of a called agent whose call the model named itself, and keeps that name to itself', async () => {
	const [stateFolder, tenant, callId] = [home, 'masked' as const, '111.444.777-35'];
	await (await openTenants({ stateFolder }))!.set({ name: tenant, rules: { runContent: tenant }, changedAt: 0, changedBy: 'ops' });
	const stored = await composeRuns({ stateFolder, tenant });
	const counter = { ...toolAgent(scriptedChatModel('42'), { id: 'counter' }), ...stored };
	const lead = {
		...toolAgent(scriptedChatModel(ask('counter', 'Count.', callId), 'There are 42.'), { members: [teamMember(counter)] }),
		...stored,
	};
	await runAgent({ message: 'How many?', conversationId: 'c', runId: 'r'.repeat(150) }, lead, new AbortController().signal);
	const [member] = await (await openRuns({ stateFolder, tenant }, home)).list(1, false, { agent: 'counter' });
	expect(member!.runId).toBe(`${'r'.repeat(150)}/call-1`);
	const shown = await readRun(member!.runId, { ...(await hostOf(tenant)()) });
	expect(shown.steps.map(({ kind }) => kind)).toEqual(['input', 'model', 'end']);
});

test('shows what a run said masked, and whole for a reason', async () => {
	const [email, told] = ['ana@example.com', 'She asked what we know.'];
	const id = await run('full', `Write to ${email}.`);
	const show = async (more: { reveal?: boolean; reason?: string } = {}) => {
		const terminal = testTerminal();
		await runAgentShow({ run: id, ...more }, terminal, hostOf('full'));
		return terminal.printed.join('\n');
	};
	const masked = await show();
	expect(masked).not.toContain(email);
	expect(masked).toContain('--reveal --reason');
	expect(await show({ reveal: true, reason: told })).toContain(`Write to ${email}.`);
	for (const part of [{ reveal: true }, { reason: told }]) await expect(show(part)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

slowTest('makes a run a case of a set, which is created, and keeps its comments', async () => {
	const set = join(home, 'doors.eval.yaml');
	const add = (of: string, more: { expect?: string } = {}, tenant: RunContent = 'masked') =>
		runRunToCase(of, { set, ...more }, testTerminal(), hostOf(tenant));
	const one = await run('masked', 'It is painted.');
	await add(one);
	writeFileSync(set, `# Doors alone.\n${readFileSync(set, 'utf8')}`);
	const other = await run('masked', 'No.');
	await add(other, { expect: 'It will be red on Monday.' });
	const text = readFileSync(set, 'utf8');
	expect(text).toContain('# Doors alone.');
	expect(await parseEvaluationSet(text, set)).toMatchObject({
		...{ name: 'doors', agent: 'painter' },
		cases: [
			{ name: `run ${one}`, input: { message: 'Paint my door.' }, expect: [{ assert: 'outcome', outcome: 'reply' }] },
			{ name: `run ${other}`, expect: [{ assert: 'rubric', rubric: expect.stringMatching(/: "It will be red on Monday\."$/) as string }] },
		],
	});
	await expect(add(one)).rejects.toThrow('is the name of another case too');
	expect(readFileSync(set, 'utf8')).toBe(text);
	await expect(add(await run('none', 'Done.'), {}, 'none')).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: expect.stringContaining('was not kept') as string,
	});
});
