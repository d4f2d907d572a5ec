import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits } from '../../../sandbox/levels/limits';
import { createReport } from '../../../sandbox/report/report';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';
import { listRunIds, logRun, readRun } from './run-log';
import { noteRun } from './note-run';
import { slowTest } from '../../../test/support/slow-tests';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-run-log-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const request = {
	method: 'GET',
	host: 'a.example.com',
	path: '/',
	action: 'refuse' as const,
	rule: 'capabilities',
	requestBytes: 0,
	responseBytes: 0,
};
const report = (startedAt: number, name = 'a.js') =>
	createReport({
		requests: [{ ...request, sha256: 'a'.repeat(64) }],
		job: { name, source: 'secret()', input: 'private' },
		result: {
			...{
				outcome: 'completed',
				exitCode: 0,
				signal: null,
				stdout: Buffer.from('said'),
				stderr: Buffer.from(''),
				elapsedMs: 1_500,
				notes: '',
			},
			usage: {},
		},
		limits: defaultLimits,
		...{ level: 'L0+', required: 'L0+', measuredAt: '2026-01-01T00:00:00.000Z', results: [], startedAt: new Date(startedAt) },
	});

async function run(...words: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(['sandbox', 'runs', ...words], terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

it('keeps what reports say, for this user alone, the newest first', async () => {
	const [first, second] = [logRun(home, report(1_000)), logRun(home, report(2_000, 'b.js'), 'a.b.c')];
	expect(listRunIds(home)).toEqual([second, first]);
	const [file] = readdirSync(join(home, 'sandbox', 'runs'));
	expect(statSync(join(home, 'sandbox', 'runs', file!)).mode & 0o777).toBe(0o600);
	expect(JSON.stringify(readRun(home, first))).not.toMatch(/secret|private|said/);
	const { printed, noted } = await run('list');
	expect(printed).toMatch(/b\.js.*completed.*L0\+[\s\S]*a\.js/);
	expect(noted).toContain('2 script completed, 3 s');
	const { runs, totals } = JSON.parse((await run('list', '--limit', '1', '--json')).printed) as { runs: object[]; totals: object[] };
	expect([runs, totals]).toMatchObject([[{ id: second, name: 'b.js', seconds: 1.5 }], [{ kind: 'script', outcome: 'completed', runs: 2 }]]);
});

it('shows a run by its id or its end', async () => {
	const id = logRun(home, report(1_000), 'a.b.c');
	expect((await run('show', id.slice(-8))).printed).toMatch(
		/script a\.js[\s\S]*completed after 1\.5 s[\s\S]*, signed\nrequest GET a\.example\.com\/: refused \(the list of capabilities does not contain it\)/,
	);
	expect(JSON.parse((await run('show', id, '--json')).printed)).toMatchObject({ id, signedReport: 'a.b.c', report: { version: 1 } });
	for (const wrong of ['nothing', '../../x', id.slice(-2)]) {
		const { code, noted } = await run('show', wrong);
		expect([code > 0, noted]).toEqual([true, expect.stringContaining('There is no run')]);
	}
});

slowTest('removes the oldest runs', () => {
	for (let count = 0; count < 503; count++) logRun(home, report(count * 1_000));
	const ids = listRunIds(home);
	expect([ids.length, ids.at(-1)!.startsWith('19700101T000003')]).toEqual([500, true]);
});

it('leaves out what is damaged, and says so where nothing can be written', async () => {
	const id = logRun(home, report(1_000));
	writeFileSync(join(home, 'sandbox', 'runs', `${id}.json`), '{');
	expect((await run('list')).noted).toContain('Nothing ran in the sandbox yet');
	const terminal = testTerminal({ TROUPE_HOME: join(home, 'sandbox', 'runs', `${id}.json`) });
	noteRun(report(1_000), undefined, terminal);
	expect(terminal.noted.join()).toContain('warning: The run is not in the log of runs');
});
