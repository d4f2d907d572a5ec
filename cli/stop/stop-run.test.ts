import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-stop-'))));
afterEach(() => rmSync(home, { recursive: true }));

/** @param answer undefined: there is no terminal */
async function troupe(args: string[], { answer, environment = {} }: { answer?: string; environment?: object } = {}) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const asked: string[] = [];
	if (answer !== undefined) terminal.ask = async (question) => (asked.push(question), answer);
	const code = await runTroupe(args, terminal);
	return { code, asked, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}
const because = ['--reason', 'wrong prices', '--yes'];

it('stops without a registry, says what holds where, and undoes it', async () => {
	const stopped = await troupe(['stop', '--all', ...because, '--json']);
	expect(stopped).toMatchObject({ code: 0, err: expect.stringContaining('Undo it with: troupe start --all') as string });
	expect(JSON.parse(stopped.out)).toMatchObject({
		tenant: '*',
		name: 'all',
		reason: 'wrong prices',
		stoppedBy: expect.stringMatching(/^user:/) as string,
	});
	expect((await troupe(['stop', '--list'])).out).toMatch(/--all +stopped .*wrong prices/);
	expect(await troupe(['start', '--all', '--reason', 'corrected', '--json'])).toMatchObject({
		code: 0,
		out: '{"tenant":"*","name":"all","started":true,"stopped":[]}',
	});
	expect(await troupe(['stop', '--list'])).toMatchObject({ code: 0, err: 'Nothing is stopped.' });
	expect(JSON.parse((await troupe(['stop', '--log', '--json'])).out)).toMatchObject([
		{ stopped: false, reason: 'corrected' },
		{ stopped: true, reason: 'wrong prices' },
	]);
	expect((await troupe(['stop', '--log'])).err).toBe('');
	expect((await troupe(['stop', '--log', '--limit', '1'])).err).toContain('Only 1 row shown; there are more.');
});

it.each([
	[['--all'], '--all', '* all'],
	[['--tenant', 'acme'], '--tenant acme', 'acme all'],
	[['--agent', 'support'], '--tenant default --agent support', 'default agent:support'],
	[['--agent', 'support', '--all'], '--all --agent support', '* agent:support'],
	[['--run', "7'; ls"], `--tenant default --run '7'\\''; ls'`, "default run:7'; ls"],
	[['--run', 'turn 7', '--tenant', 'acme'], "--tenant acme --run 'turn 7'", 'acme run:turn 7'],
	[['--agent', 'support', '--tool', 'mcp:crm'], '--tenant default --agent support --tool mcp:crm', 'default tool:support/mcp:crm'],
	[['--agent', 'support@1.0.0', '--tool', 'pay'], '--tenant default --agent support@1.0.0 --tool pay', 'default tool:support@1.0.0/pay'],
])('%j stops that', async (target, shown, name) => {
	const { err, out } = await troupe(['stop', ...target, ...because, '--json']);
	expect(err).toContain(`troupe start ${shown}`);
	const stored = JSON.parse(out) as { tenant: string; name: string };
	expect(`${stored.tenant} ${stored.name}`).toBe(name);
	expect((await troupe(['start', ...target])).code).toBe(0);
});

it('a check tells of a stop that somebody deleted in the database', async () => {
	await troupe(['stop', '--all', ...because]);
	expect(await troupe(['stop', '--check'])).toMatchObject({ code: 0, out: 'as recorded: 2 mutes and stops, whole' });
	new DatabaseSync(join(home, 'state.db')).exec('delete from flag');
	expect(await troupe(['stop', '--check'])).toMatchObject({ code: 1, out: '* all removed' });
	expect(JSON.parse((await troupe(['stop', '--check', '--json'])).out)).toMatchObject({ records: 1, faults: [{ id: 'all' }] });
});

it('a start of a tool without a version starts it in each version', async () => {
	for (const agent of ['support@1.0.0', 'support@1.1.0', 'other@1.0.0'])
		await troupe(['stop', '--agent', agent, '--tool', 'mcp:crm', ...because]);
	expect(await troupe(['start', '--agent', 'support', '--tool', 'mcp:crm', '--json'])).toMatchObject({
		code: 0,
		out: expect.stringMatching(/"started":true,"stopped":\[\{"tenant":"default","name":"tool:other@1\.0\.0\/mcp:crm"[^{]*\]/) as string,
	});
});

it('a drill ends nothing and prints how long the stop took to arrive (jaylfc/taOS#132)', async () => {
	const drill = troupe(['stop', '--drill', '1m', '--json']);
	await new Promise((later) => setTimeout(later, 500));
	await troupe(['stop', '--all', '--run', 'drill', ...because]);
	const { code, out } = await drill;
	expect({ code, report: JSON.parse(out) as object }).toMatchObject({
		...{
			code: 0,
			report: { host: hostname(), feltAfterMs: expect.any(Number) as number, stoppedBy: expect.stringMatching(/^user:/) as string },
		},
	});
	expect(await troupe(['stop', '--drill'])).toMatchObject({
		code: 1,
		err: expect.stringContaining('troupe start --all --run drill') as string,
	});
	await troupe(['start', '--all', '--run', 'drill']);
	// This process read the stop, and reads it again after this time.
	await new Promise((later) => setTimeout(later, 1100));
	expect(await troupe(['stop', '--drill', '1s'])).toMatchObject({ code: 1, err: expect.stringContaining('No stop came') as string });
});

it('an agent belongs to the tenant of the environment', async () => {
	const { out } = await troupe(['stop', '--agent', 'support', ...because, '--json'], { environment: { TROUPE_TENANT: 'acme' } });
	expect(JSON.parse(out)).toMatchObject({ tenant: 'acme' });
});

it('a start says what is stopped still, and that nothing was', async () => {
	await troupe(['stop', '--all', ...because]);
	expect(await troupe(['start', '--agent', 'support'])).toMatchObject({
		code: 1,
		err: expect.stringMatching(
			/^There is no stop for the agent support of the tenant default\.\nStill stopped: --all \(wrong prices\)/,
		) as string,
	});
});

it.each([
	[['stop', '--reason', 'x'], 'No agent, run or tenant is named'],
	[['start'], 'No agent, run or tenant is named'],
	[['stop', '--all'], 'reason of the stop is missing'],
	[['stop', '--all', '--reason', ' '], 'reason of the stop is missing'],
	[['stop', '--all', '--reason', 'x'.repeat(501)], 'is not a text of 1 to 500 characters'],
	[['stop', '--all', '--tenant', 'acme', '--reason', 'x'], 'exclude each other'],
	[['stop', '--agent', 'a', '--run', 'b', '--reason', 'x'], 'exclude each other'],
	[['stop', '--agent', 'support@1', '--reason', 'x'], 'is not the id of an agent'],
	[['stop', '--run', '', '--reason', 'x'], 'The id of the run'],
	[['stop', '--tool', 'mcp:crm', '--reason', 'x'], 'The agent of the tool is not named'],
	[['stop', '--agent', 'support', '--tool', 'a b', '--reason', 'x'], 'is not the name of a tool or server'],
	[['stop', '--tenant', '*', '--reason', 'x'], 'not *'],
	[['stop', '--all', '--reason', 'x'], '--yes'],
	[['stop', '--all', '--reason', 'x', '--list'], "cannot be used with option '--reason"],
	[['stop', '--agent', 'support', '--log'], "cannot be used with option '--agent"],
	[['stop', '--all', '--check'], "cannot be used with option '--all"],
])('refuses %j', async (args, problem) => {
	expect(await troupe(args, { environment: { TROUPE_TENANT: 'acme' } })).toMatchObject({
		code: 2,
		err: expect.stringContaining(problem) as string,
	});
	expect((await troupe(['stop', '--list'])).err).toBe('Nothing is stopped.');
});

it('asks the person at the terminal, who can decline', async () => {
	expect(await troupe(['stop', '--all', '--reason', 'x'], { answer: 'n' })).toMatchObject({
		...{ code: 1, asked: [expect.stringContaining('Stop all agents in all tenants')], err: 'Nothing was changed.' },
	});
	expect((await troupe(['stop', '--all', '--reason', 'x'], { answer: 'y' })).code).toBe(0);
});
