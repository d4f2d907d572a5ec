import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../program';
import { testTerminal } from '../terminal/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-flags-'))));
afterEach(() => rmSync(home, { recursive: true }));

async function troupe(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(args, terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

test('switches agents off and on, and says who did it and why', async () => {
	const off = await troupe('flag', 'set', 'channel:sales', 'off', '--reason', 'wrong prices');
	expect(off).toMatchObject({ code: 0, noted: expect.stringContaining('channel:sales is off.') as string });
	expect(off.noted).toContain('warning: the tenant default has no channel sales');
	expect((await troupe('flag', 'list')).printed).toMatch(/channel:sales +off .*wrong prices/);
	expect(await troupe('flag', 'set', 'channel:sales', 'on', '--json')).toMatchObject({
		code: 0,
		printed: '{"name":"channel:sales","on":true,"conversations":0,"dropped":0}',
	});
	const log = JSON.parse((await troupe('flag', 'log', '--json')).printed) as object[];
	expect(log).toMatchObject([
		{ name: 'channel:sales', on: true, changedBy: expect.stringMatching(/^user:/) as string },
		{ on: false, reason: 'wrong prices' },
	]);
});

test('a tenant has its own', async () => {
	await troupe('flag', 'set', 'origin:ads', 'off', '--tenant', 'acme');
	expect((await troupe('flag', 'list')).noted).toContain('There are no flags of channels');
	expect((await troupe('flag', 'list', '--tenant', 'acme')).printed).toContain('origin:ads');
});

test.each([
	[['agent:support', 'off'], 'is not the name of a flag of channels'],
	[['channel:sales', 'maybe'], 'Allowed choices are on, off'],
	[['channel:sales', 'off', '--answer-waiting'], '--answer-waiting needs the state on'],
	[['channel:sales', 'off', '--reason', 'x'.repeat(501)], 'has 501 characters'],
])('refuses %j', async (args, problem) => {
	expect(await troupe('flag', 'set', ...args)).toMatchObject({ code: 2, noted: expect.stringContaining(problem) as string });
	expect((await troupe('flag', 'list')).noted).toContain('There are no flags of channels');
});
