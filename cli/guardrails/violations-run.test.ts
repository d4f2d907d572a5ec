import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../../core/guardrails/policy/guard';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { runTroupe } from '../program';
import { type TestTerminal, testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-violations-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const match = { type: 'BR_CPF', start: 4, end: 18, score: 1 };
const violation: Violation = {
	...{ guardrail: 'personal-data', code: 'PERSONAL_DATA', stage: 'input', action: 'block' },
	...{ matches: [match, { ...match, start: 20, end: 34 }], reason: 'The text contains personal data: CPF.' },
};

async function record(count: number, conversationId = 'c'): Promise<void> {
	const log = await composeViolationLog({ stateFolder: home });
	for (let number = 0; number < count; number++) await log.record([violation], { conversationId, agent: 'support', host: 'n8n' });
}

async function violations(...args: string[]): Promise<TestTerminal & { code: number }> {
	const terminal = testTerminal({ TROUPE_HOME: home });
	return Object.assign(terminal, { code: await runTroupe(['guard', 'violations', ...args], terminal) });
}

test('shows what was found where, for people', async () => {
	await record(1);
	expect((await violations()).printed).toEqual([
		expect.stringMatching(
			/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d #1 block PERSONAL_DATA in input by personal-data · BR_CPF 4-18, BR_CPF 20-34 · agent support · n8n$/,
		),
	]);
});

test('tells an auditor which record was changed, and that the last was cut off (msaad00/agent-bom#3697)', async () => {
	await record(3);
	expect(await violations('--check')).toMatchObject({ code: 0, printed: ['as recorded: 3 violations, whole'] });
	new DatabaseSync(join(home, 'state.db')).exec(`UPDATE violation SET action = 'log' WHERE id = 2; DELETE FROM violation WHERE id = 3`);
	expect(await violations('--check')).toMatchObject({ code: 1, printed: ['#2 changed', '#3 removed'] });
	const [json] = (await violations('--check', '--json')).printed;
	expect(JSON.parse(json!)).toEqual({
		records: 2,
		faults: [
			{ tenant: 'default', id: 2, problem: 'changed' },
			{ tenant: 'default', id: 3, problem: 'removed' },
		],
	});
});

test('shows the newest, those behind one, or those of a conversation, for programs', async () => {
	await record(3);
	await record(2, '5511987654321');
	const ids = async (...args: string[]) =>
		(await violations('--json', ...args)).printed.map((line) => (JSON.parse(line) as { id: number }).id);
	expect(await ids()).toEqual([1, 2, 3, 4, 5]);
	expect(await ids('-n', '2')).toEqual([4, 5]);
	expect(await ids('--after', '1', '-n', '2')).toEqual([2, 3]);
	expect(await ids('--conversation', '5511987654321')).toEqual([4, 5]);
});

test('shows the tool and the place of an argument, and only those of a tool', async () => {
	await record(1);
	const log = await composeViolationLog({ stateFolder: home });
	const refused = { ...violation, stage: 'tool-arguments', action: 'refuse', tool: 'send_email', argument: 'customer.notes[2]' } as const;
	await log.record([refused, { ...refused, tool: 'search' }], { agent: 'support', host: 'agent' });
	expect((await violations('--tool', 'send_email')).printed).toEqual([
		expect.stringMatching(
			/ #2 refuse PERSONAL_DATA in tool-arguments by personal-data · tool send_email argument customer\.notes\[2\] · BR_CPF /,
		),
	]);
	expect((await violations('--stage', 'tool-arguments')).printed).toHaveLength(2);
	expect((await violations('--stage', 'input', '--tool', 'search')).printed).toEqual([]);
	expect(await violations('--stage', 'nowhere')).toMatchObject({ code: 2 });
});

test('follows until it is told to stop', async () => {
	await record(2);
	const terminal = testTerminal({ TROUPE_HOME: home });
	const printed = new Promise<void>((resolve) => {
		terminal.print = (line) => {
			terminal.printed.push(line);
			if (terminal.printed.length === 2) void record(1);
			if (terminal.printed.length === 3) resolve();
		};
	});
	const ended = runTroupe(['guard', 'violations', '--follow', '-n', '2'], terminal);
	await printed;
	terminal.interrupt();
	expect(await ended).toBe(0);
});

test('says that nothing was found by saying nothing', async () => {
	expect(await violations()).toMatchObject({ code: 0, printed: [], noted: [] });
	expect(await violations('--follow', '--limit', '0')).toMatchObject({ code: 2 });
});
