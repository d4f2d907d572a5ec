import { DatabaseSync } from 'node:sqlite';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { ok, warn, type Check } from './check';
import { checks } from './checks';
import { runChecks, type CheckReport } from './run-checks';
import { createTestMachine, type TestMachine } from '../../test/support/test-machine';
import { slowTest } from '../../test/support/slow-tests';

let machine: TestMachine;
beforeEach(() => (machine = createTestMachine({ PATH: '/nowhere' })));
afterEach(() => machine.remove());

async function doctor(...args: string[]) {
	const terminal = testTerminal(machine.environment);
	return { code: await runTroupe(['doctor', ...args], terminal), out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

it('runs every check on a fresh machine, and leaves no trace', async () => {
	const { code, out } = await doctor('--json');
	const report = JSON.parse(out) as { version: string; home: string; state: string; checks: CheckReport[] };
	expect(report).toMatchObject({ version, home: machine.home, time: expect.any(String), state: expect.stringMatching(/^(ok|warn|fail)$/) });
	expect(report.checks.map(({ check }) => check)).toEqual(checks.map(({ id }) => id));
	// The sources are not signed; the built package is, and test/package runs its command.
	expect(report.checks.filter(({ check, state }) => state === 'fail' && !['root', 'approval'].includes(check))).toEqual([]);
	expect(code).toBe(report.state === 'fail' ? 1 : 0);
	expect(existsSync(machine.home)).toBe(false);
});

slowTest('prints a table with a fix below each finding, and exits with 1 when something fails', async () => {
	mkdirSync(machine.home, { mode: 0o755 });
	const state = new DatabaseSync(machine.at('state.db'));
	state.exec("CREATE TABLE credential (name TEXT); INSERT INTO credential VALUES ('shop')");
	state.close();
	machine.environment.TROUPE_REGISTRY_TOKN = 'x';
	const { code, out, err } = await doctor();
	expect(code).toBe(1);
	expect(err).toBe('');
	expect(out).toMatch(/^check +state +finding\nnode +ok +Node /);
	expect(out).toMatch(
		/^settings +warn +TROUPE_REGISTRY_TOKN is not a setting of Troupe\.\n +fix: Rename it to TROUPE_REGISTRY_TOKEN, or remove it\.$/m,
	);
	expect(out).toMatch(/^vault-key +fail +\S+vault\.key is missing/m);
	expect(out).toMatch(/\n\nTroupe \S+, \S+: \d+ failures?, \d+ warnings?\. docs\/operations\/doctor\.md explains each check\.$/);
});

it('prints no secret, whatever is wrong', async () => {
	const secret = 'my-secret';
	const key = Buffer.from(secret.repeat(2)).toString('base64');
	const token = `e30.${Buffer.from(JSON.stringify({ iat: 1, exp: 2, secret })).toString('base64url')}.${secret}`;
	Object.assign(machine.environment, {
		...{
			TROUPE_VAULT_KEY: key,
			TROUPE_API_TOKEN: secret,
			TROUPE_KEY_PASSPHRASE: secret,
			OPENAI_API_KEY: secret,
			OPENAI_BASE_URL: `https://u:${secret}@models.invalid`,
		},
		...{ TROUPE_DATABASE_URL: `postgres://u:${secret}@127.0.0.1:1/troupe`, TROUPE_KNOWLEDGE_STORE: `postgres://u:${secret}/@:x` },
		...{ TROUPE_REGISTRY_URL: 'http://127.0.0.1:1', TROUPE_REGISTRY_TOKEN: token, TROUPE_TOOL_SECRET_SHOP: secret, TROUPE_SECRET: secret },
		...{ ZEEBE_ADDRESS: '127.0.0.1:1', ZEEBE_REST_ADDRESS: `http://u:${secret}@127.0.0.1:1`, TROUPE_CHROMA_TOKEN: secret },
	});
	for (const args of [[], ['--json']]) {
		const { code, out, err } = await doctor(...args);
		expect(code).toBe(1);
		for (const hidden of [secret, key, token.slice(0, 20), token.split('.')[1]!]) expect(out + err).not.toContain(hidden);
	}
});

it('exits with 2 for wrong use, also without a home folder', async () => {
	expect(await doctor('--fix')).toMatchObject({ code: 2, err: expect.stringContaining('unknown option') });
});

it('ends a check that hangs, and reports one that breaks, while the others go on', async () => {
	const check = (id: string, look: Check['look']): Check => ({ id, looksAt: id, look });
	const aborted: boolean[] = [];
	const hanging = check('hangs', (_machine, signal) => {
		signal.addEventListener('abort', () => aborted.push(true));
		return new Promise(() => undefined);
	});
	const breaking = check('breaks', () => {
		throw new Error('postgres://u:my-secret@host is odd');
	});
	const reports = await runChecks([hanging, breaking, check('fine', () => [ok('yes'), warn('but', 'Mind it.')])], machine, 50);
	expect(reports.map(({ check: id, state }) => [id, state])).toEqual([
		['hangs', 'fail'],
		['breaks', 'fail'],
		['fine', 'warn'],
	]);
	expect(reports[0]!.findings[0]!.text).toBe('The check did not end within 0.05 s.');
	expect(reports[1]!.findings[0]!.text).toBe('The check itself failed: postgres://host is odd');
	expect(aborted).toEqual([true]);
});

it.each(['docs/operations/doctor.md', 'docs/operations/doctor.pt.md'])('%s explains each check, in order', (page) => {
	const [, text] = readFileSync(join(__dirname, '../..', page), 'utf8').split('\n## ');
	expect([...text!.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, id]) => id)).toEqual(checks.map(({ id }) => id));
});
