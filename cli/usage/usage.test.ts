import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TokenUsage } from '../../core/ports/models/models';
import type { Reservation } from '../../core/ports/usage';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { runTroupe } from '../program';
import { csvLines, tableLines } from '../terminal/table-lines';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-usage-'))));
afterEach(() => rmSync(home, { recursive: true }));

const noon = Date.UTC(2026, 10, 20, 12);
const day = 86_400_000;

interface Call extends Partial<Reservation> {
	at?: number;
	agent?: string | null;
	tenant?: string;
	open?: boolean;
	failed?: boolean;
}

async function record({ at = noon, agent = 'clerk', tenant = 'default', open, failed, ...rest }: Call): Promise<void> {
	const store = await composeUsageStore({ stateFolder: home });
	const usage: TokenUsage = { inputTokens: 1200, outputTokens: 34, estimated: false };
	const scope = { tenant, agent, host: 'n8n' };
	const reservation: Reservation = {
		scope,
		provider: 'openai',
		model: 'gpt-4.1',
		kind: 'chat',
		usage,
		costUsd: 0.0025,
		priceTable: null,
		...rest,
	};
	const id = await store.reserve(reservation, [], at);
	const { costUsd } = reservation;
	if (!open) await store.settle(id, { state: failed ? 'failed' : 'ok', errorCode: null, usage: reservation.usage, costUsd, durationMs: 1 });
}

async function troupe(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(['usage', ...args], terminal);
	return { code, lines: terminal.printed, notes: terminal.noted };
}

describe('troupe usage', () => {
	it('checks that the calls are those that were recorded (xinity-ai/xinity-ai#32)', async () => {
		expect(await troupe('--check')).toMatchObject({ code: 0, lines: ['as recorded: 0 calls, whole'] });
		for (const agent of ['clerk', 'lead', 'clerk']) await record({ agent });
		expect(await troupe('--check')).toMatchObject({ code: 0, lines: ['as recorded: 3 calls, whole'] });
		new DatabaseSync(join(home, 'state.db')).exec(`update usage_call set person = 'bo' where id = 1; delete from usage_call where id = 3`);
		expect(await troupe('--check', '--tenant', 'default')).toMatchObject({ code: 1, lines: ['#1 changed', '#3 removed'] });
		expect(JSON.parse((await troupe('--check', '--json')).lines.join('\n'))).toMatchObject({
			records: 2,
			faults: [{ tenant: 'default', id: 1, problem: 'changed' }, { id: 3 }],
		});
		expect(await troupe('--check', '--by', 'agent')).toMatchObject({ code: 2 });
	});

	it('shows each day, and the sum', async () => {
		await record({ at: noon - day });
		await record({});
		await record({ costUsd: null, failed: true });
		expect(await troupe()).toEqual({
			code: 0,
			lines: [
				'day         calls  failed  input  output   cost USD',
				'2026-11-19      1       0  1,200      34     0.0025',
				'2026-11-20      2       1  2,400      68  0.0025 +?',
				'total           3       1  3,600     102  0.0050 +?',
			],
			notes: ['+?: the cost does not include 1 call without a known price.'],
		});
	});

	it('adds up by what is asked for, in a time, for a tenant', async () => {
		await record({ at: noon - 40 * day });
		await record({ agent: null, tenant: 't' });
		await record({});
		const rows = async (...args: string[]) => (await troupe(...args, '--csv')).lines.slice(1).map((line) => line.split(',').slice(0, 3));
		expect(await rows('--by', 'month,agent')).toEqual([
			['2026-10', 'clerk', '1'],
			['2026-11', '', '1'],
			['2026-11', 'clerk', '1'],
		]);
		expect(await rows('--by', 'tenant,model', '--from', '2026-11')).toEqual([
			['default', 'openai:gpt-4.1', '1'],
			['t', 'openai:gpt-4.1', '1'],
		]);
		expect(await rows('--by', 'host,kind', '--to', '2026-10-31')).toEqual([['n8n', 'chat', '1']]);
		expect(await rows('--by', 'provider,day', '--tenant', 't', '--from', '2026-11-20', '--to', '2026-11-20')).toEqual([
			['openai', '2026-11-20', '1'],
		]);
	});

	it('says that it cannot look, in place of that there is nothing', async () => {
		const loop = join(home, 'loop');
		symlinkSync(loop, loop);
		const terminal = testTerminal({ TROUPE_HOME: loop });
		expect(await runTroupe(['usage'], terminal)).toBe(2);
		expect(terminal.noted[0]).toMatch(/^error: The usage of models in .*loop\/state\.db cannot be opened: .*ELOOP/);
	});

	it('says that the state was moved, although there was no ledger then', async () => {
		writeFileSync(join(home, 'moved-state.json'), JSON.stringify({ to: 'db.example.com/troupe', files: ['state.db'] }));
		const terminal = testTerminal({ TROUPE_HOME: home });
		expect(await runTroupe(['usage'], terminal)).toBe(1);
		expect(terminal.noted[0]).toMatch(/was moved to db\.example\.com\/troupe/);
	});

	it('is JSON for programs', async () => {
		await record({});
		const { lines } = await troupe('--by', 'agent', '--json');
		const sums = { calls: 1, inputTokens: 1200, outputTokens: 34, costUsd: 0.0025, unpriced: 0 };
		expect(JSON.parse(lines.join('\n'))).toMatchObject({
			by: ['agent'],
			totals: [{ group: { agent: 'clerk' }, ...sums }],
			total: { group: {}, ...sums },
		});
	});

	it('has nothing to show where nothing was asked, and makes no ledger for it', async () => {
		expect(await troupe()).toEqual({ code: 0, lines: [], notes: ['No model calls are recorded for this period.'] });
		expect((await troupe('--csv')).lines).toHaveLength(1);
		expect(JSON.parse((await troupe('--json')).lines.join('\n'))).toEqual({ by: ['day'], totals: [], total: null });
	});

	it.each([
		['--by', 'week'],
		['--from', '2026-13'],
		['--to', '2026-02-30'],
		['--from', 'yesterday'],
		['--csv', '--json'],
	])('refuses %s %s', async (...args) => {
		expect(await troupe(...args)).toMatchObject({ code: 2 });
	});
});

describe('troupe usage budgets', () => {
	it('shows where each stands, of the file and of agents, and exits with 1 when one is used up', async () => {
		const budgets = [
			{ name: 'all', per: 'total', costUsd: 1, calls: 2 },
			{ name: 't', tenant: 't', model: 'openai', per: 'total', tokens: 5000 },
		];
		writeFileSync(join(home, 'budgets.json'), JSON.stringify({ budgets }));
		mkdirSync(join(home, 'agents'));
		const agent = {
			...{ id: 'clerk', version: '1.0.0', name: 'C', purpose: 'P', prompt: 'P', model: {}, limits: {} },
			guardrails: { personalData: { types: [] } },
			budgets: [{ name: 'own', per: 'total', calls: 9 }],
		};
		writeFileSync(join(home, 'agents', 'clerk.json'), JSON.stringify(agent));
		await record({});
		expect(await troupe('budgets')).toEqual({
			code: 0,
			lines: [
				'budget  for                     per    of         cap   spent  reserved    left  resets (UTC)  set in',
				'all     all                     total  USD     1.0000  0.0025    0.0000  0.9975  never         file',
				'all     all                     total  calls        2       1         0       1  never         file',
				't       tenant t, model openai  total  tokens   5,000       0         0   5,000  never         file',
				'own     agent clerk             total  calls        9       1         0       8  never         agent',
			],
			notes: [`Counts the calls of ${home} only. Other machines count their own. TROUPE_DATABASE_URL makes them count together.`],
		});
		await record({ at: Date.now(), open: true });
		const { code, lines } = await troupe('budgets', '--json');
		expect([code, JSON.parse(lines.join('\n'))]).toMatchObject([
			1,
			[
				{ name: 'all', countedIn: home, reserved: { calls: 1 }, left: { costUsd: 0.995, calls: 0 }, resetsAt: null },
				{ name: 't' },
				{ name: 'own' },
			],
		]);
		expect((await troupe('budgets', '--csv')).lines[1]).toBe(`all,,,,all,total,USD,1,0.0025,0.0025,0.995,,${home},file\r`);
	});

	it('are those of the tenant that is named, with its limits', async () => {
		await runTroupe(['tenant', 'set', 'acme', '--tokens-per-month', '5000'], testTerminal({ TROUPE_HOME: home }));
		const names = async (...args: string[]) => (await troupe(...args, '--csv')).lines.slice(1).map((line) => line.split(',')[0]);
		expect(await names('budgets')).toEqual([]);
		expect(await names('budgets', '--tenant', 'acme')).toEqual(['tenant acme']);
		expect(await names('forecast', '--tenant', 'acme')).toEqual(['tenant acme']);
		expect(await troupe('--tenant', '*')).toMatchObject({ code: 2 });
	});

	it('are stored for all machines, with who set them, and replace those of the file with the same name', async () => {
		writeFileSync(join(home, 'budgets.json'), JSON.stringify({ budgets: [{ name: 'all', per: 'total', calls: 2 }] }));
		const file = join(home, 'shared.json');
		const write = (...budgets: object[]) => writeFileSync(file, JSON.stringify({ budgets }));
		expect(await troupe('budgets', 'show')).toMatchObject({ code: 1 });
		write({ name: 'all', per: 'day', calls: 7 });
		expect(await troupe('budgets', 'set', file)).toMatchObject({
			code: 0,
			lines: [
				expect.stringMatching(/^Version 1 of the budgets of the installation counts within seconds for .* only; TROUPE_DATABASE_URL/),
			],
		});
		write({ name: 'mine', per: 'day', calls: 3 });
		expect(await troupe('budgets', 'set', file, '--tenant', 'default')).toMatchObject({ code: 0 });
		const { lines } = await troupe('budgets', '--json');
		expect(JSON.parse(lines.join('\n'))).toMatchObject([
			{ name: 'all', per: 'day', setIn: 'shared' },
			{ name: 'mine', tenant: 'default', setIn: 'tenant' },
		]);
		const shown = JSON.parse((await troupe('budgets', 'show', '--json')).lines.join('\n')) as object;
		expect(shown).toMatchObject({ version: 1, author: expect.stringContaining('@'), budgets: [{ name: 'all' }] });
	});

	it('of a tenant count no other one’s calls, and a faulty list changes nothing', async () => {
		const file = join(home, 'shared.json');
		writeFileSync(file, JSON.stringify({ budgets: [{ name: 'theirs', tenant: 'u', per: 'day', calls: 7 }] }));
		expect(await troupe('budgets', 'set', file, '--tenant', 't')).toMatchObject({
			code: 2,
			notes: [expect.stringContaining('its budget "theirs" counts calls of "u"'), expect.any(String)],
		});
		writeFileSync(file, JSON.stringify({ budgets: [{ name: 'all', per: 'week', calls: 7 }] }));
		expect(await troupe('budgets', 'set', file)).toMatchObject({
			code: 2,
			notes: [expect.stringContaining('budgets.0.per'), expect.any(String)],
		});
		expect(await troupe('budgets', 'set', join(home, 'missing.json'))).toMatchObject({ code: 2 });
		expect(await troupe('budgets', 'show')).toMatchObject({ code: 1 });
	});

	it('says that there are none, and what is wrong with a file', async () => {
		expect(await troupe('budgets')).toEqual({
			code: 0,
			lines: [],
			notes: [`No budgets are set: the calls that ${home} counts have no cap. See docs/agents/usage.md.`],
		});
		writeFileSync(join(home, 'budgets.json'), '{"budgets": [{"name": "a", "per": "day"}]}');
		expect(await troupe('budgets')).toMatchObject({
			code: 2,
			notes: [expect.stringContaining('budgets.0 needs costUsd'), expect.any(String)],
		});
	});
});

describe('troupe usage forecast', () => {
	it('continues the use of the last days, and exits with 1 when a budget ends before its reset', async () => {
		const today = Math.floor(Date.now() / day) * day;
		writeFileSync(join(home, 'budgets.json'), JSON.stringify({ budgets: [{ name: 'all', per: 'total', costUsd: 0.025 }] }));
		await record({ at: today - 2 * day });
		expect(await troupe('forecast')).toMatchObject({
			code: 0,
			lines: [expect.any(String), expect.stringContaining('too little data: 2 complete days')],
		});
		for (const ago of [6, 5, 4]) await record({ at: today - ago * day });
		const { code, lines } = await troupe('forecast', '--json');
		const [forecast] = JSON.parse(lines.join('\n')) as Array<{ endsAt: string; perDay: number }>;
		// Four calls in six days: 0.015 of 0.025 USD are left, for nine days.
		expect([code, forecast]).toMatchObject([1, { budget: 'all', kind: 'ends', days: 6, latest: expect.any(String) }]);
		expect((Date.parse(forecast!.endsAt) - Date.now()) / day).toBeCloseTo(9, 1);
	});

	it('says that there is nothing to forecast', async () => {
		expect(await troupe('forecast')).toMatchObject({ code: 0, lines: [] });
	});
});

describe('troupe usage advise', () => {
	it('names what would have saved, from the ledger', async () => {
		const usage: TokenUsage = { inputTokens: 200_000, outputTokens: 20_000, estimated: false };
		await record({ at: Date.now() - day, provider: 'anthropic', model: 'claude-fable-5', usage, costUsd: 3, priceTable: 'litellm 1' });
		const { code, lines } = await troupe('advise', '--json');
		expect([code, JSON.parse(lines.join('\n'))]).toMatchObject([
			0,
			expect.arrayContaining([
				expect.objectContaining({ kind: 'cheaper-model', agent: 'clerk', costUsd: 3 }),
				expect.objectContaining({ kind: 'batching', savedUsd: 1.5 }),
			]),
		]);
		expect((await troupe('advise')).notes[0]).toContain('do not add them');
	});

	it('invents nothing', async () => {
		await record({ at: Date.now() - day, priceTable: 'host', costUsd: 3 });
		expect(await troupe('advise')).toMatchObject({ code: 0, lines: [], notes: [expect.stringContaining('Nothing in the ledger')] });
	});
});

describe('a table', () => {
	const columns = [{ name: 'a', title: 'a', value: (row: string) => row }];

	it('is CSV as spreadsheets read it, without formulas', () => {
		expect(csvLines(columns, ['plain', 'a "b", c', '=1+1', '-x', '@y', 'two\nlines'])).toEqual(
			['a', 'plain', '"a ""b"", c"', "'=1+1", "'-x", "'@y", '"two\nlines"'].map((line) => `${line}\r`),
		);
	});

	it('shows no control characters', () => {
		expect(tableLines(columns, ['\u001b[31mred'], { style: (_, text) => text })).toEqual(['a', 'red']);
	});
});
