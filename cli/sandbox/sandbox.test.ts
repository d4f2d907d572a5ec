import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import canonicalize from 'canonicalize';
import { parseStrictToken } from '../../manifests/token/strict-token';
import { reportSchema as schema } from '../../sandbox/report/report-shape';
import { describeSlow } from '../../test/support/slow-tests';
import { copyTestKeys } from '../../test/support/test-keys';
import { runTroupe } from '../program';
import { type TestTerminal, testTerminal } from '../../test/support/test-terminal';

const timeoutMs = 600_000;
let home: string;

beforeAll(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-command-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function troupe(...args: string[]): Promise<TestTerminal & { code: number }> {
	const terminal = testTerminal({ TROUPE_HOME: home });
	return Object.assign(terminal, { code: await runTroupe(['sandbox', ...args], terminal) });
}

function writeScript(source: string, name = 'script.js'): string {
	const path = join(home, name);
	writeFileSync(path, source);
	return path;
}

describe('wrong use', () => {
	it.each([
		['a file of another kind', ['script.ts'], /does not end with \.js, \.cjs or \.mjs/],
		['a file that is missing', ['missing.js'], /missing\.js/],
		['an unknown level', ['a.js', '--level', 'L9'], /Allowed choices are L0, L0\+, L1/],
		['too little memory', ['a.js', '--memory', '1'], /whole number from 96/],
		['no time', ['a.js', '--timeout', '0'], /duration from 10ms/],
	])('is refused for %s', async (_case, args, message) => {
		const { code, noted, printed } = await troupe('run', 'script', ...args);
		expect(noted.join('\n')).toMatch(message);
		expect(printed).toEqual([]);
		expect(code).toBeGreaterThan(0);
	});
});

describeSlow('on this machine', () => {
	/** What the probes showed is stored in the home, which the following tests share. */
	it(
		'checks the levels, and says what each one lacks',
		async () => {
			const { code, printed } = await troupe('check', '--json');
			const { level, levels } = JSON.parse(printed.join('\n')) as {
				level: string;
				levels: Array<{ level: string; reached: boolean; results: unknown[]; notStopped: unknown[]; owed: number }>;
			};
			expect(code).toBe(0);
			expect(['L0', 'L0+', 'L1', 'L2', 'L3']).toContain(level);
			expect(levels.map((one) => one.level)).toEqual(['L0', 'L0+', 'L1', 'L2', 'L3']);
			for (const { reached, results, notStopped, owed } of levels)
				if (reached) expect(results.length - notStopped.length).toBeGreaterThanOrEqual(owed);
		},
		timeoutMs,
	);

	it('prints what a script prints', async () => {
		const { code, printed, noted } = await troupe('run', 'script', writeScript('console.log("out"); console.error("err");'));
		expect([code, printed]).toEqual([0, ['out']]);
		expect(noted).toEqual(['err', expect.stringMatching(/^completed after .* isolated at level L.*; report [0-9a-f]{64}$/)]);
	});

	it('exits with 1 for a script that fails or exceeds a limit, and says which', async () => {
		expect((await troupe('run', 'script', writeScript('process.exit(3)'))).code).toBe(1);
		const { code, noted } = await troupe('run', 'script', writeScript('for (;;);'), '--timeout', '200ms');
		expect(code).toBe(1);
		expect(noted.at(-1)).toMatch(/^stopped at its limit of time \(0\.2 s; see --timeout\)/);
	});

	it('prints a report that fits its schema and its hash', async () => {
		const input = writeScript('the input', 'input.txt');
		const { printed } = await troupe('run', 'script', writeScript('process.stdin.pipe(process.stdout)'), '--input', input, '--json');
		const { report, reportSha256, stdout, outcome, level } = JSON.parse(printed.join('\n')) as {
			report: { notStopped: unknown[]; level: { reached: string } };
			reportSha256: string;
		} & Record<string, string>;
		expect([outcome, stdout]).toEqual(['completed', 'the input']);
		expect(report.level.reached).toBe(level);
		expect(createHash('sha256').update(canonicalize(report)!).digest('hex')).toBe(reportSha256);
		const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true }));
		ajv.validate(schema, report);
		expect(ajv.errors).toBeNull();
		expect(JSON.stringify(report)).not.toContain('the input');
	});

	it("signs the report with the author's key", async () => {
		const keys = join(home, 'keys');
		await copyTestKeys(keys);
		const { printed } = await troupe('run', 'script', writeScript('1'), '--json', '--keys', keys);
		const { report, signedReport } = JSON.parse(printed.join('\n')) as { report: unknown; signedReport: string };
		const { payload, type } = parseStrictToken('the report', Buffer.from(signedReport), 256 * 1024);
		expect([type, payload]).toEqual(['troupe-sandbox-report+jwt', report]);
	});

	it('runs nothing where the machine does not reach the level', async () => {
		const file = join(home, 'sandbox', 'measured.json');
		const stored = JSON.parse(readFileSync(file, 'utf8')) as { measured: Array<{ level: string; reached: boolean }> };
		for (const one of stored.measured)
			if (one.level !== 'L0') Object.assign(one, { reached: false, blocker: 'bwrap: ENOENT', fix: 'Install bubblewrap.' });
		writeFileSync(file, JSON.stringify(stored));
		const run = (...options: string[]) => troupe('run', 'script', writeScript('console.log("ran")'), ...options);
		const showsRun = expect.stringMatching(/^run: troupe run show /) as string;
		expect(await run('--level', 'L1')).toMatchObject({
			code: 1,
			printed: [],
			noted: [
				...['error: This machine isolates code at level L0; the run demands L1. bwrap: ENOENT.', 'fix: Install bubblewrap.'],
				showsRun,
			],
		});
		expect(await run()).toMatchObject({
			code: 1,
			printed: [],
			noted: [
				expect.stringContaining('the run demands L0+.'),
				'fix: Install bubblewrap. For code that you trust, ask for level L0.',
				showsRun,
			],
		});
		expect((await run('--level', 'L0')).printed).toEqual(['ran']);
	});
});
