import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalTerms } from '../../core/tools/definition/rules';
import { readUserName } from '../../core/base/user-name';
import { openRuns } from '../../providers/compose/state/host-runs';
import { createKeys, readSigningKey, toJwk } from '../../manifests/keys/create-keys';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgentResume, runAgentRun } from './agent-run';
import { runAgentRuns } from './agent-runs-run';
import { runAgentShow } from './agent-show-run';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-show-'))));
afterEach(() => rmSync(home, { recursive: true }));

const hostWith = (...steps: Parameters<typeof scriptedChatModel>) => {
	const model = scriptedChatModel(...steps);
	return async () => ({ gate: openGate(), agentFolders: [], providers: {}, model, stateFolder: home, name: 'cli' });
};
const asks = {
	finish: 'tool-calls' as const,
	toolCalls: [{ id: 'call-1', name: 'ask_person', arguments: JSON.stringify({ question: 'Which colour?' }) }],
	costUsd: 0.002,
};

/** A run of an agent that asks a person. */
async function suspend(approval: ApprovalTerms): Promise<string> {
	const agent = join(home, 'painter.json');
	const definition = {
		...{ id: 'painter', version: '1.0.0', name: 'Painter', purpose: 'Paints.', prompt: 'Ask before you paint.' },
		...{ model: { extractive: false }, tools: { askPerson: true, approval } },
		...{ guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } }, limits: {} },
	};
	writeFileSync(agent, JSON.stringify(definition));
	const message = 'Paint my door, I am ana@example.com.';
	await runAgentRun({ agent, conversation: 'c', message }, testTerminal(), hostWith(asks));
	const [run] = await (await openRuns({ stateFolder: home }, home)).listSuspended();
	return run!.runId;
}

const print = async (act: (terminal: ReturnType<typeof testTerminal>) => Promise<unknown>) => {
	const terminal = testTerminal();
	await act(terminal);
	return terminal.printed;
};
const show = (run: string) => print((terminal) => runAgentShow({ run }, terminal, hostWith()));

slowTest('prints a run signed, for people who do not have the key of its trail', async () => {
	const run = await suspend({ timeoutMs: 60_000 });
	const keys = join(home, 'keys');
	await createKeys({ into: keys, development: false, nowMs: Date.now() });
	const [token] = await print((terminal) => runAgentShow({ run, keys }, terminal, hostWith()));
	const jwks = join(home, 'jwks.json');
	writeFileSync(jwks, JSON.stringify({ keys: [toJwk(readSigningKey(keys, 'author'))] }));
	const check = async (text: string) => {
		const terminal = testTerminal({}, [Buffer.from(text)]);
		const code = await runTroupe(['manifest', 'check-token', '--keys', jwks, '--type', 'troupe-run+jwt'], terminal);
		return [code, terminal.printed.join('')] as const;
	};
	const [code, printed] = await check(token!);
	expect([code, JSON.parse(printed)]).toMatchObject([
		0,
		{ runId: run, agent: { id: 'painter', sha256: expect.any(String) }, by: `terminal:${readUserName()}`, recorded: 3 },
	]);
	const [header, payload, signature] = token!.split('.');
	const forged = Buffer.from(Buffer.from(payload!, 'base64url').toString().replace('painter', 'printer')).toString('base64url');
	expect((await check(`${header}.${forged}.${signature}`))[0]).toBe(1);
	const [approved] = await print((terminal) => runAgentShow({ run, keys, key: 'approver' }, terminal, hostWith()));
	expect(JSON.parse(Buffer.from(approved!.split('.')[0]!, 'base64url').toString())).toMatchObject({
		kid: expect.stringMatching(/^approver-/) as string,
	});
});

test('shows what a run did, what it waits for, who decides until when, and what happens then', async () => {
	const run = await suspend({ approver: 'foreman', timeoutMs: 60_000, whenTimedOut: 'decline' });
	const lines = await show(run);
	expect(lines).toEqual([
		`run: ${run}`,
		'agent: painter 1.0.0',
		expect.stringMatching(/^definition: [0-9a-f]{64}$/),
		`asked by: terminal:${readUserName()}`,
		expect.stringMatching(/^started: \d{4}-\S+Z in cli$/),
		'state: waiting',
		'as recorded: chained, 3 steps, whole',
		expect.stringMatching(/^waits since: \d{4}-/),
		expect.stringMatching(/^decide by: \S+Z; then it is declined, by troupe serve, until \S+Z$/),
		expect.stringMatching(/^message: Paint my door, I am \[EMAIL_1_\w+\]\.$/),
		expect.stringMatching(/^ {2}├─ input, \d+ ms$/),
		'  │     guardrail personal-data: rewrite of the input, PERSONAL_DATA: The text contains personal data: e-mail address.',
		expect.stringMatching(/^ {2}├─ model script:model: 10 \+ 5 tokens, 0\.002000 USD, \d+ ms, calls 1 tool$/),
		...['  └─ waits for a person: 1 decision', '        the agent asks: Which colour?'],
		expect.stringMatching(/^usage: script:model, 10 \+ 5 tokens, 0\.002000 USD, \d+ ms$/),
		expect.stringMatching(/^slowest: .+ of \d+ ms$/),
		'decisions:',
		'  call-1 [foreman]: Which colour?',
		`decide with: troupe run resume ${run} --approve ID=VIEW | --decline ID | --answer ID=TEXT`,
	]);
	const [, listed] = await print((terminal) => runAgentRuns({}, terminal, hostWith()));
	expect(listed).toMatch(/waiting {2}.* {2}is declined {2}troupe serve {2}foreman {3}an answer$/);
});

test('shows how it ended, as long as its trail is stored', async () => {
	const run = await suspend({ approver: 'foreman' });
	await runAgentResume({ run, answer: ['call-1=Blue'] }, testTerminal(), hostWith('It is blue now.'));
	const lines = await show(run);
	expect(lines).toEqual(expect.arrayContaining(['state: completed', 'outcome: reply', 'reply: It is blue now.']));
	const decided = lines.find((line) => line.includes('answered by'));
	expect(decided).toMatch(
		new RegExp(`^  ├─ call-1: answered by terminal:${readUserName()} at \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z: Blue, after \\d+ ms$`),
	);
	const shown = () => print((terminal) => runAgentShow({ run, json: true }, terminal, hostWith()));
	const first = await shown();
	const { events } = JSON.parse(first.join('\n')) as { events: Array<{ kind: string; by: string; at: number }> };
	expect(events.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
		...[`guardrail terminal:${readUserName()}`, 'model-finished agent:painter', 'suspended agent:painter'],
		...[`decided terminal:${readUserName()}`, 'tool-finished agent:painter', 'model-finished agent:painter'],
	]);
	expect(events.every(({ at }) => Math.abs(at - Date.now()) < 60_000)).toBe(true);
	const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
	expect(await shown()).toEqual(first);
	later.mockRestore();
	expect(lines.join('\n')).not.toContain('decide');
	const all = await print((terminal) => runAgentRuns({ all: true, json: true }, terminal, hostWith()));
	expect(JSON.parse(all.join('\n'))).toMatchObject({
		runs: [
			{
				runId: run,
				agent: { id: 'painter', version: '1.0.0' },
				host: 'cli',
				state: 'completed',
				outcome: 'reply',
				attempts: 2,
				modelCalls: 2,
			},
		],
	});
	const table = await print((terminal) => runAgentRuns({ all: true }, terminal, hostWith()));
	expect(table[1]).toMatch(/painter 1\.0\.0 {2}cli {3}completed {2}reply/);
});

test('shows a run of an agent without tools, and one that failed', async () => {
	const agent = join(home, 'talker.json');
	const talker = { id: 'talker', version: '1.0.0', name: 'Talker', purpose: 'Talks.', prompt: 'Talk.', model: { extractive: false } };
	writeFileSync(agent, JSON.stringify({ ...talker, limits: {}, guardrails: { personalData: { types: [] } } }));
	const ask = (model: Parameters<typeof hostWith>[0]) =>
		runAgentRun({ agent, conversation: 'c', message: 'Good morning' }, testTerminal(), hostWith(model));
	await ask('Good morning.');
	await ask(new Error('down')).catch(() => undefined);
	const runs = await (await openRuns({ stateFolder: home }, home)).list(2);
	const [failed, answered] = runs.sort((one, other) => one.state.localeCompare(other.state)).reverse();
	expect([failed, answered]).toMatchObject([
		{ state: 'failed', outcome: null, errorCode: expect.stringMatching(/^[A-Z_]+$/), agent: { id: 'talker' } },
		{ state: 'completed', outcome: 'reply', errorCode: null, modelCalls: 1, by: `terminal:${readUserName()}` },
	]);
	expect(await show(answered!.runId)).toEqual([
		`run: ${answered!.runId}`,
		'agent: talker 1.0.0',
		expect.stringMatching(/^definition: [0-9a-f]{64}$/),
		`asked by: terminal:${readUserName()}`,
		expect.stringMatching(/^started: \d{4}-\S+Z in cli$/),
		...['state: completed', 'outcome: reply'],
		'as recorded: chained, 3 steps, whole',
		'message: Good morning',
		expect.stringMatching(/^ {2}├─ input, \d+ ms$/),
		expect.stringMatching(/^ {2}├─ model script:model: 10 \+ 5 tokens, \d+ ms$/),
		'  └─ end: reply',
		'reply: Good morning.',
		expect.stringMatching(/^usage: script:model, 10 \+ 5 tokens, cost unknown, \d+ ms$/),
		expect.stringMatching(/^slowest: .+ of \d+ ms$/),
	]);
	expect(await show(failed!.runId)).toEqual(expect.arrayContaining(['state: failed', `outcome: ${failed!.errorCode}`]));
});

test('says of a run that somebody continues what its record says, and not that its process ended (langgenius/dify#19223)', async () => {
	const run = await suspend({ approver: 'foreman' });
	const store = await openRuns({ stateFolder: home }, home);
	const { state } = (await store.findSuspended(run))!;
	expect(await store.claim((state as { id: string }).id, 'somebody', true)).toBe('ours');
	expect(await show(run)).toContain('state: interrupted');
	await store.open(run, 'somebody', 60_000);
	await store.begin({ runId: run, agent: { id: 'painter', version: '1.0.0', sha256: 'x' }, host: 'cli', conversationId: 'c' });
	expect(await show(run)).toContain('state: running');
	await store.release(run, 'somebody');
});

test('shows what a rule denied, with its arguments', async () => {
	const agent = join(home, 'payer.json');
	const http = {
		kind: 'http',
		method: 'POST',
		description: 'Pays.',
		parameters: { type: 'object', properties: { amount: { type: 'integer' } } },
	};
	const define = ['pay', 'send'].map((name) => ({ ...http, name, url: `http://127.0.0.1:9/${name}` }));
	writeFileSync(
		agent,
		JSON.stringify({
			...{ id: 'payer', version: '1.0.0', name: 'Payer', purpose: 'Pays.', prompt: 'Pay.', model: { extractive: false }, limits: {} },
			...{ guardrails: { personalData: { types: [] } }, tools: { define, rules: [{ tool: 'pay', permission: 'deny' }] } },
		}),
	);
	const call = (id: string, name: string) => ({ id, name, arguments: JSON.stringify({ amount: 5 }) });
	const calls = { finish: 'tool-calls' as const, toolCalls: [call('call-1', 'pay'), call('call-2', 'send')] };
	await runAgentRun({ agent, conversation: 'c', message: 'Pay five.' }, testTerminal(), hostWith(calls));
	const { runId } = (await (await openRuns({ stateFolder: home }, home)).listSuspended())[0]!;
	await runAgentResume({ run: runId, decline: ['call-2'] }, testTerminal(), hostWith('I did not.'));
	const lines = (await show(runId)).join('\n');
	expect(lines).toContain('pay {"amount":5}: denied (TOOL_DENIED)');
});

test('shows why a call failed and why no reply was sent', async () => {
	const agent = join(home, 'searcher.json');
	const search = { kind: 'knowledge', name: 'handbook', description: 'Answers.', collection: 'lost' };
	writeFileSync(
		agent,
		JSON.stringify({
			...{ id: 'searcher', version: '1.0.0', name: 'Searcher', purpose: 'Searches.', prompt: 'Search.', model: { extractive: false } },
			...{ limits: {}, guardrails: { personalData: { types: [] } }, tools: { define: [search] } },
		}),
	);
	const calls = { finish: 'tool-calls' as const, toolCalls: [{ id: 'call-1', name: 'handbook', arguments: '{"question":"when?"}' }] };
	const terminal = testTerminal();
	await runAgentRun({ agent, conversation: 'c', message: 'When?' }, terminal, hostWith(calls, 'On Monday.'));
	const failed = /handbook.*: error \(TOOL_FAILED\), \d+ characters, [\d.]+ m?s/;
	expect(terminal.noted.join('\n')).toMatch(failed);
	const [run] = await (await openRuns({ stateFolder: home }, home)).list(1);
	const lines = (await show(run!.runId)).join('\n');
	expect(lines).toMatch(new RegExp(`${failed.source}\n +│ +There is no collection "lost"\\.`));
	expect(lines).toContain('outcome: needs-human: no-citation');
});

test('a run whose time is over is continued as declined, without asking anyone', async () => {
	const run = await suspend({ timeoutMs: 60_000, whenTimedOut: 'decline' });
	const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
	try {
		expect(await show(run)).toContain('state: waiting, overdue');
		const terminal = testTerminal();
		terminal.ask = () => Promise.reject(new Error('nobody is asked'));
		expect(await runAgentResume({ run }, terminal, hostWith('Then I do not paint.'))).toBe(0);
		expect(terminal.printed[0]).toBe('Then I do not paint.');
	} finally {
		later.mockRestore();
	}
});

test('tells an auditor which step of which run was changed in the database', async () => {
	const run = await suspend({ approver: 'foreman' });
	const check = async (json: boolean) => {
		const terminal = testTerminal();
		const exitCode = await runAgentRuns({ check: true, json }, terminal, hostWith());
		return { exitCode, printed: terminal.printed.join('\n') };
	};
	await runAgentResume({ run, answer: ['call-1=Blue'] }, testTerminal(), hostWith('It is blue now.'));
	expect(await check(false)).toEqual({ exitCode: 0, printed: 'as recorded: 7 steps of all stored runs (1), whole' });
	expect(await show(run)).toContain('as recorded: chained, 7 steps, whole');
	new DatabaseSync(join(home, 'state.db')).exec(`UPDATE run_entry SET entry = replace(entry, 'colour', 'price') WHERE number = 1`);
	const found = await check(true);
	expect(found.exitCode).toBe(1);
	expect(JSON.parse(found.printed)).toMatchObject({ runs: 1, faults: [{ tenant: 'default', runId: run, step: 2, problem: 'changed' }] });
	expect((await check(false)).printed).toMatch(new RegExp(`${run} +default +2 +changed`));
	await expect(show(run)).rejects.toMatchObject({ code: 'RUN_STATE_INVALID', message: expect.stringContaining('step 2 was changed') });
});

test('knows no run that is not stored', async () => {
	await expect(show('nothing')).rejects.toMatchObject({
		code: 'RESOURCE_NOT_FOUND',
		message: 'There is no stored run with the id "nothing".',
	});
});
