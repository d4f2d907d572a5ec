import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { reportSchema as schema, type SandboxReport } from '../../sandbox/report/report-shape';
import { diskFolder } from '../../test/support/disk-folder';
import { describeSlow } from '../../test/support/slow-tests';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

let home: string;
const at = (name: string) => join(home, name);

beforeAll(() => {
	home = realpathSync(mkdtempSync(join(diskFolder, 'troupe-capabilities-')));
	mkdirSync(at('work/out'), { recursive: true });
	for (const name of ['prices.csv', 'secret.csv']) writeFileSync(at(`work/${name}`), name);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function writeList(lists: Omit<Capabilities, 'version'>): string {
	writeFileSync(at('list.json'), JSON.stringify({ version: 1, ...lists }));
	return at('list.json');
}

async function run(source: string, ...options: string[]) {
	writeFileSync(at('work/script.cjs'), source);
	const terminal = testTerminal({ TROUPE_HOME: at('home'), REGION: 'eu-1', DATABASE_PASSWORD: 'hunter2-of-production' });
	const code = await runTroupe(['sandbox', 'run', 'script', at('work/script.cjs'), '--timeout', '1m', ...options, '--json'], terminal);
	const printed = terminal.printed.join('\n');
	const document = JSON.parse(printed || '{}') as { stdout?: string; report?: SandboxReport };
	return { ...document, code, printed, noted: terminal.noted.join('\n'), lines: (document.stdout ?? '').trim().split('\n') };
}

describe('wrong use', () => {
	it.each([
		['a variable that is not set', ['--env', 'MISSING'], /MISSING is not set/],
		['a variable without a name', ['--env', '=x'], /not a variable/],
		['changes without a list', ['--write', '/tmp/x'], /needs a list of capabilities/],
		['a list that is missing', ['--capabilities', '/nonexistent.json'], /nonexistent/],
	])('is refused for %s', async (_case, options, message) => {
		const { code, noted, report } = await run('console.log(1)', ...options);
		expect([code > 0, report]).toEqual([true, undefined]);
		expect(noted).toMatch(message);
	});

	it.each([
		['a variable', {}, ['--env', 'REGION'], /does not contain the variable REGION[^]*leave out --env REGION/],
		[
			'changes',
			{ files: [{ path: '/srv/data', access: 'read' as const }] },
			['--write', '/srv/data'],
			/does not contain \/srv\/data with "access": "write"/,
		],
	])('is refused for %s that the list does not contain', async (_case, lists, options, message) => {
		const { code, noted } = await run('console.log(1)', '--capabilities', writeList(lists), ...options);
		expect([code, noted]).toEqual([1, expect.stringMatching(message)]);
	});

	it('is refused for a list whose requests are unclear', async () => {
		expect((await run('', '--capabilities', writeList({ requests: ['everything'] }))).noted).toMatch(/does not name requests/);
	});
});

describeSlow('on this machine', () => {
	it('gives files beside the script, and variables for which a person consents', async () => {
		const list = writeList({
			files: [
				{ path: 'prices.csv', access: 'read' },
				{ path: 'missing.csv', access: 'read' },
				{ path: 'out', access: 'write' },
			],
			environment: ['REGION', 'DATABASE_PASSWORD'],
		});
		const source = `const { readFileSync, writeFileSync } = require('fs');
			for (const work of [() => readFileSync('${at('work/prices.csv')}', 'utf8'), () => readFileSync('${at('work/secret.csv')}', 'utf8'),
				() => JSON.stringify(process.env), () => writeFileSync('${at('work/out/new.txt')}', 'x') ?? 'written'])
				try { console.log(work()); } catch (error) { console.log('refused'); }`;
		const closed = await run(source, '--capabilities', list, '--env', 'REGION');
		expect(closed.lines).toEqual(['prices.csv', 'refused', '{"REGION":"eu-1"}', 'refused']);
		expect(closed.report!.capabilities).toMatchObject({
			files: [{ path: at('work/prices.csv'), access: 'read' }],
			environment: ['REGION'],
			notGranted: [
				{ kind: 'files', value: 'missing.csv', reason: expect.stringMatching(/does not exist/) as string },
				{ kind: 'files', value: 'out', reason: expect.stringMatching(/--write/) as string },
				{ kind: 'environment', value: 'DATABASE_PASSWORD', reason: expect.stringMatching(/--env DATABASE_PASSWORD/) as string },
			],
		});
		expect(closed.noted).toMatch(/not granted: files missing\.csv\. It does not exist/);
		expect(`${closed.printed}${closed.noted}`).not.toContain('hunter2');
		expect(JSON.stringify(closed.report)).not.toContain('eu-1');
		const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true }));
		ajv.validate(schema, closed.report);
		expect(ajv.errors).toBeNull();
		const open = await run(source, '--capabilities', list, '--env', 'REGION=us-2', '--write', at('work/out'), '--level', 'L0+');
		if (open.report === undefined) return expect(open.noted).toMatch(/the run demands L0\+/);
		expect(open.lines).toEqual(['prices.csv', 'refused', '{"REGION":"us-2"}', 'written']);
		expect(readFileSync(at('work/out/new.txt'), 'utf8')).toBe('x');
	}, 300_000);

	it('gives a variable without a list', async () => {
		expect((await run('console.log(JSON.stringify(process.env))', '--env', 'REGION')).lines).toEqual(['{"REGION":"eu-1"}']);
	}, 300_000);

	it('runs what a run discovered, and denies everything else', async () => {
		const touch = `const { readFileSync } = require('fs'); const { execFileSync } = require('child_process');
			const attempt = (work) => { try { console.log(String(work()).trim()); } catch (error) { console.log('refused'); } };
			attempt(() => readFileSync('${at('work/prices.csv')}', 'utf8')); attempt(() => execFileSync('cat', ['${at('work/prices.csv')}'])); attempt(() => process.env.REGION);`;
		const discovered = await run(touch, '--discover', at('proposed.json'));
		if (discovered.report === undefined) return expect(discovered.noted).toMatch(/the run demands L0\+/);
		expect(discovered.lines).toEqual(['refused', 'refused', 'undefined']);
		expect(JSON.parse(readFileSync(at('proposed.json'), 'utf8'))).toMatchObject({
			files: [{ path: at('work/prices.csv'), access: 'read' }],
			programs: ['cat'],
			environment: ['REGION'],
		});
		const more = `attempt(() => readFileSync('${at('work/secret.csv')}', 'utf8')); attempt(() => execFileSync('ls', ['${at('work')}']));`;
		const enforced = await run(`${touch}${more}`, '--capabilities', at('proposed.json'), '--env', 'REGION');
		const level = enforced.report!.level.reached;
		const starts = level === 'L1' || level === 'L2';
		expect(enforced.lines).toEqual(['prices.csv', starts ? 'prices.csv' : 'refused', 'eu-1', 'refused', 'refused']);
		if (!starts) expect(enforced.noted).toMatch(/not granted: programs cat\. Programs need level L1/);
	}, 300_000);
});
