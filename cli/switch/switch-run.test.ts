import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-switch-'))));
afterEach(() => rmSync(home, { recursive: true }));

/** @param answer undefined: there is no terminal */
async function troupe(args: string[], { answer, environment = {} }: { answer?: string; environment?: object } = {}) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const asked: string[] = [];
	if (answer !== undefined) terminal.ask = async (question) => (asked.push(question), answer);
	const code = await runTroupe(['switch', ...args], terminal);
	return { code, asked, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}
const because = ['--reason', 'wrong prices', '--yes'];

it('turns agents off without a registry, lists what is off, and turns it on', async () => {
	const off = await troupe(['off', 'all', '--everywhere', ...because, '--json']);
	expect(off).toMatchObject({ code: 0, err: expect.stringContaining('Undo it with: troupe switch on all --everywhere') as string });
	expect(JSON.parse(off.out)).toMatchObject({
		tenant: '*',
		target: 'all',
		reason: 'wrong prices',
		changedBy: expect.stringMatching(/^user:/) as string,
	});
	expect((await troupe(['list'])).out).toMatch(/all +\* +off .*wrong prices/);
	expect(await troupe(['on', 'all', '--everywhere', '--reason', 'corrected', '--json'])).toMatchObject({
		code: 0,
		out: '{"tenant":"*","target":"all","wasOff":true,"off":[]}',
	});
	expect(await troupe(['list'])).toMatchObject({ code: 0, err: 'Nothing is off.' });
	expect(JSON.parse((await troupe(['log', '--json'])).out)).toMatchObject([
		{ on: true, reason: 'corrected' },
		{ on: false, reason: 'wrong prices' },
	]);
	expect((await troupe(['log'])).err).toBe('');
	expect((await troupe(['log', '--limit', '1'])).err).toContain('Only 1 row shown; there are more.');
});

it.each([
	[['all'], 'all --tenant default', 'default all'],
	[['all', '--everywhere'], 'all --everywhere', '* all'],
	[['all', '--tenant', 'acme'], 'all --tenant acme', 'acme all'],
	[['agent:support'], 'agent:support --tenant default', 'default agent:support'],
	[['agent:support', '--everywhere'], 'agent:support --everywhere', '* agent:support'],
	[["run:7'; ls"], `'run:7'\\''; ls' --tenant default`, "default run:7'; ls"],
	[['tool:support/mcp:crm'], 'tool:support/mcp:crm --tenant default', 'default tool:support/mcp:crm'],
	[['tool:support@1.0.0/pay'], 'tool:support@1.0.0/pay --tenant default', 'default tool:support@1.0.0/pay'],
	[['origin:ads', '--tenant', 'acme'], 'origin:ads --tenant acme', 'acme origin:ads'],
	[['channel:sales+origin:ad'], 'channel:sales+origin:ad --tenant default', 'default channel:sales+origin:ad'],
])('%j turns that off', async (target, shown, name) => {
	const { err, out } = await troupe(['off', ...target, ...because, '--json']);
	expect(err).toContain(`troupe switch on ${shown}`);
	const stored = JSON.parse(out) as { tenant: string; target: string };
	expect(`${stored.tenant} ${stored.target}`).toBe(name);
	expect((await troupe(['on', ...target])).code).toBe(0);
});

it('silences the agents of a channel, and warns if the channel does not exist', async () => {
	const off = await troupe(['off', 'channel:sales', ...because]);
	expect(off.err).toContain('warning: the tenant default has no channel sales');
	expect(off.err).toMatch(
		/Turned off the agents of the channel sales of the tenant default.*At once: 0 conversations, 0 messages withdrawn/,
	);
	expect((await troupe(['on', 'channel:sales'])).err).toMatch(
		/Turned on the agents[^]*answer again in 0 conversations. Left to people: 0 messages/,
	);
	expect(await troupe(['on', 'channel:sales'])).toMatchObject({ code: 1, err: expect.stringContaining('Not off: the agents') as string });
});

it('shows since when in the time zone of the tenant', async () => {
	await runTroupe(['tenant', 'set', 'default', '--time-zone', 'Asia/Kathmandu'], testTerminal({ TROUPE_HOME: home }));
	await troupe(['off', 'channel:sales', ...because]);
	for (const list of ['list', 'log']) {
		const { out } = await troupe([list]);
		expect(out).toContain('since (Asia/Kathmandu)');
		expect(out).not.toMatch(/\d\dZ/);
	}
});

it('a check tells of a switch that somebody deleted in the database', async () => {
	await troupe(['off', 'all', '--everywhere', ...because]);
	expect(await troupe(['check'])).toMatchObject({ code: 0, out: 'as recorded: 2 switches, whole' });
	new DatabaseSync(join(home, 'state.db')).exec('delete from switch');
	expect(await troupe(['check'])).toMatchObject({ code: 1, out: '* all removed' });
	expect(JSON.parse((await troupe(['check', '--json'])).out)).toMatchObject({ records: 1, faults: [{ id: 'all' }] });
});

it('a tool without a version is turned on in each version', async () => {
	for (const agent of ['support@1.0.0', 'support@1.1.0', 'other@1.0.0']) await troupe(['off', `tool:${agent}/mcp:crm`, ...because]);
	const { code, out } = await troupe(['on', 'tool:support/mcp:crm', '--json']);
	expect({ code, done: JSON.parse(out) as object }).toMatchObject({
		code: 0,
		done: { wasOff: true, off: [{ tenant: 'default', target: 'tool:other@1.0.0/mcp:crm' }] },
	});
});

slowTest('a drill ends nothing and prints how long the switch took to arrive (jaylfc/taOS#132)', async () => {
	const drill = troupe(['drill', '--wait', '1m', '--json']);
	await new Promise((later) => setTimeout(later, 500));
	await troupe(['off', 'run:drill', '--everywhere', ...because]);
	const { code, out } = await drill;
	expect({ code, report: JSON.parse(out) as object }).toMatchObject({
		code: 0,
		report: { host: hostname(), feltAfterMs: expect.any(Number) as number, changedBy: expect.stringMatching(/^user:/) as string },
	});
	expect(await troupe(['drill'])).toMatchObject({
		code: 1,
		err: expect.stringContaining('troupe switch on run:drill --everywhere') as string,
	});
	await troupe(['on', 'run:drill', '--everywhere']);
	// This process read the switch, and reads it again after this time.
	await new Promise((later) => setTimeout(later, 1100));
	expect(await troupe(['drill', '--wait', '1s'])).toMatchObject({
		code: 1,
		err: expect.stringContaining('It was not turned off') as string,
	});
});

it('an agent belongs to the tenant of the environment', async () => {
	const { out } = await troupe(['off', 'agent:support', ...because, '--json'], { environment: { TROUPE_TENANT: 'acme' } });
	expect(JSON.parse(out)).toMatchObject({ tenant: 'acme' });
});

it('turning on says what is still off, and that the target was not', async () => {
	await troupe(['off', 'all', '--everywhere', ...because]);
	expect(await troupe(['on', 'agent:support'])).toMatchObject({
		code: 1,
		err: expect.stringMatching(
			/^Not off: the agent support of the tenant default\.\nStill off: all --everywhere \(wrong prices\)/,
		) as string,
	});
});

const notATarget = 'is not the target of a switch';
it.each([
	[['off', '--reason', 'x'], "missing required argument 'target'"],
	[['on'], "missing required argument 'target'"],
	[['off', 'all'], 'The reason is missing'],
	[['off', 'all', '--reason', ' '], 'The reason is missing'],
	[['off', 'all', '--reason', 'x'.repeat(501)], 'is not a text of 1 to 500 characters'],
	[['off', 'all', '--everywhere', '--tenant', 'acme', '--reason', 'x'], 'cannot be used with option'],
	[['off', 'channel:sales', '--everywhere', '--reason', 'x'], 'channels and origins belong to a tenant'],
	[['off', 'support', '--reason', 'x'], notATarget],
	[['off', 'agent:support@1', '--reason', 'x'], notATarget],
	[['off', 'run:', '--reason', 'x'], notATarget],
	[['off', 'tool:mcp:crm', '--reason', 'x'], notATarget],
	[['off', 'tool:support/a b', '--reason', 'x'], notATarget],
	...['channel:', 'channel:A', '+', 'channel:a+', 'origin:', 'origin:a+channel:b', 'origin:a b', 'channel:aorigin:b'].map(
		(target): [string[], string] => [['off', target, '--reason', 'x'], notATarget],
	),
	[['off', 'all', '--tenant', '*', '--reason', 'x'], 'not *'],
	[['off', 'all', '--reason', 'x'], '--yes'],
	[['off', 'channel:sales', '--answer-waiting'], "unknown option '--answer-waiting'"],
])('refuses %j', async (args, problem) => {
	expect(await troupe(args, { environment: { TROUPE_TENANT: 'acme' } })).toMatchObject({
		code: 2,
		err: expect.stringContaining(problem) as string,
	});
	expect((await troupe(['list'])).err).toBe('Nothing is off.');
});

it('asks the person at the terminal, who can decline; turning on asks nobody (neondatabase/neon-pkgs#547)', async () => {
	expect(await troupe(['off', 'all', '--everywhere', '--reason', 'x'], { answer: 'n' })).toMatchObject({
		...{ code: 1, asked: [expect.stringContaining('Turn off all agents in all tenants')], err: 'Nothing was changed.' },
	});
	expect((await troupe(['off', 'all', '--reason', 'x'], { answer: 'y' })).code).toBe(0);
	expect(await troupe(['on', 'all'], { answer: 'n' })).toMatchObject({ code: 0, asked: [] });
});
