import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callTroupe } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-mutes-'))));
afterEach(() => rmSync(home, { recursive: true }));

const troupe = (...args: string[]) => callTroupe(args, { TROUPE_HOME: home });

test('mutes agents and lets them answer again, and says who did it and why', async () => {
	const off = await troupe('mute', 'add', 'channel:sales', '--reason', 'wrong prices');
	expect(off).toMatchObject({ code: 0, noted: expect.stringContaining('channel:sales is muted.') as string });
	expect(off.noted).toContain('warning: the tenant default has no channel sales');
	expect((await troupe('mute', 'list')).printed).toMatch(/channel:sales +yes .*wrong prices/);
	expect(await troupe('mute', 'remove', 'channel:sales', '--json')).toMatchObject({
		code: 0,
		printed: '{"name":"channel:sales","muted":false,"conversations":0,"dropped":0,"wasMuted":true}',
	});
	expect((await troupe('mute', 'remove', 'channel:sales')).noted).toContain('channel:sales was not muted.');
	const log = JSON.parse((await troupe('mute', 'log', '--json')).printed) as object[];
	expect(log).toMatchObject([
		{ name: 'channel:sales', muted: false, changedBy: expect.stringMatching(/^user:/) as string },
		{ muted: true, reason: 'wrong prices' },
	]);
});

test('shows since when in the time zone of the tenant', async () => {
	await troupe('tenant', 'set', 'default', '--time-zone', 'Asia/Kathmandu');
	await troupe('mute', 'add', 'channel:sales');
	for (const list of ['list', 'log']) {
		const { printed } = await troupe('mute', list);
		expect(printed).toContain('since (Asia/Kathmandu)');
		expect(printed).not.toMatch(/\d\dZ/);
	}
});

test('a tenant has its own', async () => {
	await troupe('mute', 'add', 'origin:ads', '--tenant', 'acme');
	expect((await troupe('mute', 'list')).noted).toContain('No agents of channels are muted');
	expect((await troupe('mute', 'list', '--tenant', 'acme')).printed).toContain('origin:ads');
});

test.each([
	[['agent:support'], "is not the name of a channel's or origin's mute"],
	[['channel:sales', '--answer-waiting'], "unknown option '--answer-waiting'"],
	[['channel:sales', '--reason', 'x'.repeat(501)], 'has 501 characters'],
])('refuses %j', async (args, problem) => {
	expect(await troupe('mute', 'add', ...args)).toMatchObject({ code: 2, noted: expect.stringContaining(problem) as string });
	expect((await troupe('mute', 'list')).noted).toContain('No agents of channels are muted');
});
