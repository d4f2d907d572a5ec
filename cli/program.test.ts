import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { listCommands, readHelp } from '../test/support/list-commands';
import { TroupeError } from '../core/base/errors';
import { testTerminal } from '../test/support/test-terminal';
import { runTroupe } from './program';
import { reportError } from './terminal/report-error';
import { printable } from './terminal/terminal';

async function troupe(...args: string[]) {
	const terminal = testTerminal();
	return { code: await runTroupe(args, terminal), out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

test('knows its version', async () => {
	expect(await troupe('--version')).toEqual({ code: 0, out: version, err: '' });
});

test('refuses a proxy that it cannot use only for commands that may send requests', async () => {
	const run = async (...args: string[]) => {
		const terminal = testTerminal({ ALL_PROXY: 'socks5://proxy.example:1080' });
		return { code: await runTroupe(args, terminal), err: terminal.noted.join('\n') };
	};
	const refused = { code: 2, err: expect.stringContaining('SOCKS is not supported') as string };
	expect(await run('model', 'list')).toEqual(refused);
	for (const args of [['--version'], ['model', '--help'], ['bpmn', 'lint', join(__dirname, '../examples/support/support.bpmn')]])
		expect(await run(...args)).not.toMatchObject({ err: refused.err });
});

test('shows help for each command, with exit 0 when asked for it', async () => {
	expect(await troupe('--help')).toMatchObject({ code: 0, out: expect.stringMatching(/agent[^]*process[^]*worker[^]*serve[^]*manifest/) });
	for (const command of ['agent run', 'process run', 'worker', 'serve', 'manifest', 'manifest verify']) {
		expect(await troupe(...command.split(' '), '--help')).toMatchObject({
			code: 0,
			out: expect.stringContaining(`Usage: troupe ${command}`),
		});
	}
});

test('lists all commands on a screen, one sentence each', async () => {
	const { out } = await troupe('--help');
	expect(out.split('\n').length).toBeLessThan(100);
	expect(out).toMatch(/\nThis installation:\n {2}usage +Shows/);
	expect(out).not.toContain('troupe:agent');
});

test('every command is in docs/cli.md and docs/cli.pt.md', async () => {
	const commands = await listCommands();
	expect(commands).toContain('agent run');
	for (const page of ['docs/cli.md', 'docs/cli.pt.md']) {
		const text = readFileSync(join(__dirname, '..', page), 'utf8');
		// The table of the manifest commands leaves out `manifest`.
		const isDocumented = (command: string) => text.includes(command.replace(/^manifest (\S+).*/, '`$1'));
		expect([page, commands.filter((command) => !isDocumented(command))]).toEqual([page, []]);
	}
});

/** Commands without --tenant, and why. A path covers what is below it. */
const withoutTenant: Record<string, string> = {
	bpmn: 'reads files only',
	dmn: 'reads models only',
	'prompt new': 'writes files, which belong to nobody’s state',
	'prompt lint': 'reads files only',
	'prompt render': 'reads files only',
	'prompt diff': 'the access token names the tenant',
	'prompt publish': 'the access token names the tenant',
	'prompt label': 'the access token names the tenant',
	'prompt schema': 'prints what is in the package',
	secrets: 'reads files only',
	'audit check-proof': 'reads claims only',
	sandbox: 'is about this machine, and its runs reach no state',
	tenant: 'its argument names the tenant',
	backup: 'saves the whole installation',
	restore: 'restores the whole installation',
	'verify-backup': 'reads a whole backup',
	state: 'is about the whole installation',
	deploy: 'writes files only',
	doctor: 'reads the whole installation',
	metrics: 'describes what every tenant has',
	manifest: 'the access token names the tenant',
	login: 'the key names the tenant',
	console: 'the key names the tenant',
	template: 'writes files, which belong to nobody’s state',
};
const exceptions = ['bpmn templates', 'manifest init', 'manifest token issue'];

test('every command that reads or writes what belongs to a tenant has --tenant', async () => {
	const commands = await listCommands();
	const having = await Promise.all(commands.map(async (command) => (await readHelp(command)).includes('--tenant <')));
	const isListed = (command: string) => Object.keys(withoutTenant).some((path) => `${command} `.startsWith(`${path} `));
	const wrong = commands.filter((command, index) => having[index] === isListed(command) && !exceptions.includes(command));
	expect(wrong).toEqual([]);
});

/** Commands that remove or turn off, and need no question, with why. */
const unasked = {};

test('every command that removes, or turns agents off, asks first, and has --yes for where nobody can be asked (build-trust/ockam#5041)', async () => {
	const ends = (await listCommands()).filter((command) => /(?:^| )(?:remove|delete|cancel|revoke|forget|reset|off)$/.test(command));
	expect(ends.length).toBeGreaterThan(12);
	const helps = await Promise.all(ends.map(readHelp));
	expect(ends.filter((_command, index) => !helps[index]!.includes('--yes'))).toEqual(Object.keys(unasked));
});

test.each<[string[], RegExp]>([
	[['agnet'], /unknown command 'agnet'[^]*Did you mean agent/],
	[['agent', 'run', 'support'], /required option[^]*--message[^]*fix: See `troupe agent run --help`/],
	[['serve', '--port', 'http'], /whole number from 0 to 65535/],
	[['serve', '--port', '70000'], /whole number from 0 to 65535/],
	[['serve', '--keep-days', '-1'], /whole number from 0 to 36500/],
	[['process', 'run', 'x.bpmn', '--engine', 'camunda7'], /embedded, zeebe/],
	[['process', 'run', 'x.bpmn', '--variables', '{'], /error: --variables is not valid JSON: .+ position 1.*\.\nfix: /],
	[['process', 'run', 'x.bpmn', '--variables', '[1]'], /must be a JSON object/],
	[['worker', '--unknown'], /unknown option/],
])('exits with 2 for %j and says what was expected', async (args, message) => {
	const { code, out, err } = await troupe(...args);
	expect(err).toMatch(message);
	expect({ code, out }).toEqual({ code: 2, out: '' });
});

test('exits with 2 and shows the help when no command is named', async () => {
	expect(await troupe()).toMatchObject({ code: 2, err: expect.stringContaining('Usage: troupe') });
});

describe('an error', () => {
	const refused = new TroupeError({
		code: 'MANIFEST_TAMPERED',
		message: 'dist/a.js differs.',
		fix: 'Reinstall it.',
		cause: new Error('inner'),
	});

	test('is what and fix, without a stack', () => {
		const terminal = testTerminal();
		expect(reportError(refused, terminal)).toBe(1);
		expect(terminal.noted).toEqual(['error: dist/a.js differs.', 'fix: Reinstall it.']);
	});

	test.each([
		['The folder /a is empty', 'The folder /a is empty.'],
		['Use one of: "a"', 'Use one of: "a".'],
		['Is it there?', 'Is it there?'],
		['a\nlist', 'a\nlist'],
	])('ends as a sentence: %j', (message, line) => {
		const terminal = testTerminal();
		reportError(new TroupeError({ code: 'INPUT_INVALID', message }), terminal);
		expect(terminal.noted).toEqual([`error: ${line}`]);
	});

	test('shows stack and causes with TROUPE_DEBUG', () => {
		const terminal = testTerminal({ TROUPE_DEBUG: '1' });
		reportError(refused, terminal);
		expect(terminal.noted.join('\n')).toMatch(/program\.test[^]*caused by: Error: inner/);
	});

	test.each([
		[() => mkdirSync(join(__filename, 'home')), `${join(__filename, 'home')} cannot be used: a part of its path is a file (mkdir).`],
		[() => readFileSync('/nowhere/file'), '/nowhere/file cannot be used: it does not exist (open).'],
		[() => writeFileSync('/dev/full', 'text'), 'A file cannot be used: the disk is full (write).'],
	])('of the file system is explained: %s', (write, message) => {
		const terminal = testTerminal();
		const fault = catchFault(write);
		expect(reportError(fault, terminal)).toBe(1);
		expect(terminal.noted).toEqual([`error: ${message}`, expect.stringMatching(/^fix: (Let this user|Free space|Check the path)/)]);
	});

	test('of no known kind says how to learn more, and cannot drive the terminal', () => {
		const terminal = testTerminal();
		expect(reportError(new Error('broken\u001b]0;title\u0007 \u001b[31mred'), terminal)).toBe(1);
		expect(terminal.noted[0]).toBe('error: broken red');
		expect(terminal.noted[1]).toContain('TROUPE_DEBUG');
	});
});

function catchFault(act: () => void): unknown {
	try {
		act();
	} catch (fault) {
		return fault;
	}
	throw new Error('The system refused nothing.');
}

test('text from outside keeps its lines and loses its control characters', () => {
	expect(printable('a\nb\tc\u0000\u009b31m\u001b[2J\rd')).toBe('a\nb\tcd');
});
