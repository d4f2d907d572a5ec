import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { TroupeError } from '../../core/base/errors';
import type { ChatRequest, ChatResponse } from '../../core/ports/models/models';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { DescribedWaiting } from '../../service/operations/runs/approvals';
import { runAgentRuns } from './agent-runs-run';
import { runAgentReplay, runAgentResume, runAgentRun } from './agent-run';
import { runTroupe } from '../program';
import { testTerminal, type TestTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';

let folder: string;
let agent: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-people-'));
	agent = join(folder, 'painter.json');
	const definition = {
		id: 'painter',
		version: '1.0.0',
		name: 'Painter',
		purpose: 'Paints.',
		prompt: 'Ask before you paint.',
		model: { extractive: false },
		tools: { askPerson: true },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
		limits: {},
	};
	writeFileSync(agent, JSON.stringify(definition));
});
afterEach(() => rmSync(folder, { recursive: true }));

const asks = (question: string) => ({
	finish: 'tool-calls' as const,
	toolCalls: [{ id: 'call-1', name: 'ask_person', arguments: JSON.stringify({ question, choices: ['Blue', 'Red'] }) }],
});
const gate = openGate();
const hostWith = (...steps: Parameters<typeof scriptedChatModel>) => {
	const model = scriptedChatModel(...steps);
	return { model, open: async () => ({ gate, agentFolders: [folder], providers: {}, model, stateFolder: folder, name: 'cli' }) };
};
const ask = (changes: object = {}) => ({ agent, conversation: 'c', message: 'Paint my door, I am ana@example.com.', ...changes });
const list = async () => {
	const terminal = testTerminal();
	expect(await runAgentRuns({ json: true }, terminal, hostWith().open)).toBe(0);
	return (JSON.parse(terminal.printed.join('\n')) as { runs: DescribedWaiting[] }).runs;
};
const outcomeOf = ({ printed }: TestTerminal) => JSON.parse(printed.join('\n')) as AgentOutcome;

slowTest('shows the steps of a run as they happen, apart from its answer', async () => {
	const terminal = testTerminal();
	await runAgentRun(ask(), terminal, hostWith({ text: 'Done.', costUsd: 0.001 }).open);
	expect(terminal.printed[0]).toBe('Done.');
	const steps = terminal.noted.slice(1);
	expect(steps).toEqual([
		'starts: painter 1.0.0',
		'guardrail personal-data: rewrite of the input',
		'1. model …',
		expect.stringMatching(/^1\. model script:model: 10 \+ 5 tokens, 0\.001000 USD, \d+ ms$/),
	]);
});

test('shows them as JSON lines for a program, the outcome last', async () => {
	const terminal = testTerminal();
	await runAgentRun(ask({ events: true }), terminal, hostWith('Done.').open);
	const lines = terminal.printed.map((line) => JSON.parse(line) as { event?: { kind: string; number: number }; outcome?: AgentOutcome });
	expect(lines.at(0)).toMatchObject({ event: { kind: 'started', number: 1 } });
	expect(lines.at(-2)).toMatchObject({ event: { kind: 'finished', outcome: 'reply' } });
	expect(lines.at(-1)).toMatchObject({ outcome: { kind: 'reply', reply: 'Done.' } });
	expect(terminal.noted).toHaveLength(1);
});

test('asks the person at the terminal, and goes on with the answer', async () => {
	const terminal = testTerminal();
	const questions: string[] = [];
	terminal.ask = async (question) => {
		questions.push(question);
		return 'Blue';
	};
	const { model, open } = hostWith(asks('Which colour?'), 'It is blue now.');
	await runAgentRun(ask(), terminal, open);
	expect(questions).toEqual(['Which colour? [Blue | Red] ']);
	expect(terminal.printed[0]).toBe('It is blue now.');
	expect(model.requests[1]!.messages.at(-1)).toMatchObject({ role: 'tool', content: expect.stringContaining('Blue') as string });
});

describe('where nobody sits at the terminal, a run that waits for a person', () => {
	const suspend = async (): Promise<TestTerminal> => {
		const terminal = testTerminal();
		// The model sees a token, and asks with it.
		const asksAboutIt = async ({ messages }: ChatRequest): Promise<ChatResponse> => {
			const token = /\[EMAIL_1_\w+\]/.exec(messages.at(-1)!.content)![0];
			return {
				text: '',
				model: 'script:model',
				usage: { inputTokens: 10, outputTokens: 5, estimated: false },
				...asks(`Which colour for ${token}?`),
			};
		};
		expect(await runAgentRun(ask(), terminal, hostWith(asksAboutIt).open)).toBe(0);
		return terminal;
	};

	const findRun = async () => (await list())[0]!.runId;

	test('is stored, and the command says how to continue it', async () => {
		const terminal = await suspend();
		expect(terminal.printed).toContain('  call-1: Which colour for ana@example.com? (Blue | Red)');
		expect(terminal.noted.at(-1)).toContain(`troupe run resume ${await findRun()} --approve ID=VIEW`);
		const files = readdirSync(folder).filter((name) => name.startsWith('state.db'));
		for (const name of files) {
			expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
			expect(readFileSync(join(folder, name), 'latin1')).not.toMatch(/ana@example.com/);
		}
	});

	test('is listed with its agent, its time and what it waits for', async () => {
		await suspend();
		expect(await list()).toEqual([
			{
				...{ tenant: 'default', runId: expect.any(String), agent: { id: 'painter', version: '1.0.0' }, status: 'waiting' },
				...{ since: expect.any(String), expiresAt: expect.any(String), pending: [{ kind: 'question' }] },
				...{ decideBy: expect.any(String), whenTimedOut: 'end', host: 'cli' },
			},
		]);
		const terminal = testTerminal();
		await runAgentRuns({ allTenants: true }, terminal, hostWith().open);
		expect(terminal.printed[1]).toMatch(
			/^[\w-]{36} {2}default {2}painter 1.0.0 {2}waiting {2}[\d-]+ [\d:]+ {2}[\d-]+ [\d:]+ {2}ends {5}troupe serve {2}- {9}an answer$/,
		);
	});

	slowTest('is shown as overdue, with who continues it, when its time is over', async () => {
		const definition = JSON.parse(readFileSync(agent, 'utf8')) as { tools: object };
		definition.tools = { askPerson: true, approval: { timeoutMs: 1_000, whenTimedOut: 'decline' } };
		writeFileSync(agent, JSON.stringify(definition));
		const terminal = await suspend();
		expect(terminal.noted.at(-2)).toMatch(/^decide by \S+Z; then it is declined, by `troupe serve` if it runs$/);
		const shown = await waitUntil('the end of the time', async () => {
			const listing = testTerminal();
			await runAgentRuns({}, listing, hostWith().open);
			return listing.noted.length > 0 ? listing : undefined;
		});
		expect(shown.printed[1]).toMatch(/ {2}overdue {2}.+ {2}is declined {2}troupe serve {2}/);
		expect(shown.noted).toEqual([
			`1 run is overdue. \`troupe serve\` continues such a run within 30 s: start it, or run \`troupe run resume ${await findRun()}\`.`,
		]);
	});

	test('that nobody knows is refused with what to do', async () => {
		await expect(runAgentResume({ run: 'gone' }, testTerminal(), hostWith().open)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			fix: expect.stringContaining('troupe agent runs'),
		});
	});

	/** As `--json` prints it. */
	const saveState = async (file: string) => {
		const { openRuns } = await import('../../providers/compose/state/host-runs');
		const run = await (await openRuns({ stateFolder: folder }, folder)).findSuspended(await findRun());
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, JSON.stringify({ state: run!.state }));
		return file;
	};

	slowTest('continues with what options decide, once', async () => {
		await suspend();
		const copy = await saveState(join(folder, 'copy.json'));
		const { model, open } = hostWith('It is red now.');
		const terminal = testTerminal();
		const resume = { run: await findRun(), answer: ['call-1=Red'], json: true };
		expect(await runAgentResume(resume, terminal, open)).toBe(0);
		expect(outcomeOf(terminal)).toMatchObject({ kind: 'reply', reply: 'It is red now.', conversationId: 'c' });
		expect(model.requests).toHaveLength(1);
		expect(await list()).toEqual([]);
		await expect(runAgentResume(resume, testTerminal(), open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(runAgentResume({ ...resume, run: copy }, testTerminal(), open)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
	});

	test.each([
		[{}, 'decisions are missing'],
		[{ answer: ['call-1'] }, '--answer must be ID=TEXT'],
		[{ answer: ['call-9=Red'] }, 'no pending decision has the id "call-9"'],
		[{ approve: ['call-1'] }, '--approve must be ID=VIEW'],
		[{ approve: ['call-1=0123456789ab'] }, '"call-1" is a question'],
	])('is left alone by %j, which says what would do', async (decision, message) => {
		await suspend();
		await expect(runAgentResume({ run: await findRun(), ...decision }, testTerminal(), hostWith().open)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(message) as string,
			fix: expect.stringContaining('--answer call-1=TEXT') as string,
		});
	});

	test('is refused when somebody changed it', async () => {
		await suspend();
		const run = await saveState(join(folder, 'copy.json'));
		writeFileSync(run, readFileSync(run, 'utf8').replace('Which colour', 'Which price'));
		const resume = { run, answer: ['call-1=Red'] };
		await expect(runAgentResume(resume, testTerminal(), hostWith().open)).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
	});
});

test('replays a recorded run without asking anybody', async () => {
	const record = join(folder, 'run.json');
	const first = testTerminal();
	await runAgentRun(ask({ record, json: true }), first, hostWith('Done.').open);
	const again = testTerminal();
	expect(await runAgentReplay({ run: record, json: true }, again, hostWith().open)).toBe(0);
	expect(outcomeOf(again)).toMatchObject({ kind: 'reply', reply: 'Done.', usage: outcomeOf(first).usage });
	expect(readFileSync(record, 'utf8')).not.toContain('ana@example.com');
});

test('a dry run says what would be called, and calls and keeps nothing', async () => {
	const terminal = testTerminal();
	await runAgentRun(ask({ dryRun: true }), terminal, hostWith(asks('Which colour?'), 'I would paint it.').open);
	expect(terminal.printed[0]).toBe('I would paint it.');
	expect(terminal.printed.at(-1)).toMatch(/^would call ask_person \(ask\) with \{"question":"Which colour\?"/);
	expect(await list()).toEqual([]);
});

slowTest('Ctrl-C reaches the model', async () => {
	const terminal = testTerminal();
	const { open } = hostWith((_request, signal) => {
		terminal.interrupt();
		expect(signal.aborted).toBe(true);
		return Promise.reject(new TroupeError({ code: 'CANCELLED', message: 'Cancelled.' }));
	});
	await expect(runAgentRun(ask(), terminal, open)).rejects.toMatchObject({ code: 'CANCELLED' });
});

slowTest('files that are not runs are refused by name', async () => {
	const file = join(folder, 'other.json');
	writeFileSync(file, '{"state": {"trail": 7}}');
	for (const command of ['resume', 'replay']) {
		const terminal = testTerminal({ TROUPE_HOME: folder, TROUPE_TRUST: folder });
		expect(await runTroupe(['agent', command, join(folder, 'gone.json')], terminal)).not.toBe(0);
	}
	await expect(runAgentResume({ run: file }, testTerminal(), hostWith().open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(runAgentReplay({ run: file }, testTerminal(), hostWith().open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

slowTest('a question that is open when the agent is revoked is taken back: otherwise it would keep the process alive', async () => {
	const revoked = new AbortController();
	const watching = { ...gate, watch: () => ({ signal: revoked.signal, close: () => undefined }) };
	let takenBack: AbortSignal | undefined;
	const question = (_question: string, signal?: AbortSignal) => {
		takenBack = signal;
		setTimeout(() => revoked.abort(new TroupeError({ code: 'MANIFEST_REVOKED', message: 'painter 1.0.0 was revoked.' })), 10);
		return new Promise<string>(() => undefined);
	};
	const terminal = Object.assign(testTerminal(), { ask: question });
	const run = runAgentRun(ask(), terminal, async () => ({ ...(await hostWith(asks('Which colour?')).open()), gate: watching }));
	await expect(run).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	expect(takenBack?.aborted).toBe(true);
});
