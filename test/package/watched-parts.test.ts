/** A part of `npm test` may take as long as it makes progress; one that is stopped says what had passed (docs/decisions/foundation/0075). */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PartOutput } from '../../scripts/lib/suites/part-output.mjs';
import { runWatched, silenceSeconds } from '../../scripts/lib/suites/run-watched.mjs';
import { countTests, readSuiteResults } from '../../scripts/lib/suites/suite-results.mjs';
import { waitUntil } from '../support/wait-until';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-watched-parts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs jest on a file with these tests. `watch` plays the clock: it gets what lets seconds pass. */
async function run(body: string, watch: (pass: (seconds: number) => void) => Promise<void> = () => Promise.resolve()) {
	const config = join(folder, 'jest.config.json');
	const reporters = [resolve('scripts/lib/suites/suite-reporter.mjs')];
	writeFileSync(config, JSON.stringify({ transform: {}, reporters, maxWorkers: 1 }));
	writeFileSync(join(folder, 'a.test.js'), body);
	const resultFile = join(folder, 'results.jsonl');
	let tick: () => void;
	const watched = runWatched([resolve('node_modules/jest/bin/jest.js'), '--config', config], {
		...{ command: process.execPath, output: new PartOutput(), signal: new AbortController().signal, resultFile },
		everySecond: (each) => {
			tick = each;
			return () => undefined;
		},
	});
	await watch((seconds) => Array.from({ length: seconds }).forEach(() => tick()));
	return { ...(await watched), ...readSuiteResults(resultFile) };
}

/** A test that ends once the file is there. */
const waits = (name: string) =>
	`it('waits for ${name}', async () => { while (!require('node:fs').existsSync('${folder}/${name}')) await new Promise((next) => setTimeout(next, 10)); }, 1e6);`;
const hasEnded = (name: string) =>
	waitUntil(
		`the end of ${name}`,
		() => existsSync(join(folder, 'results.jsonl')) && readFileSync(join(folder, 'results.jsonl'), 'utf8').includes(`"fullName":"${name}"`),
	);

it('stops what makes no progress, and counts the tests that had ended', async () => {
	const result = await run(`it('holds', () => {}); ${waits('nothing')} it('never', () => {});`, async (pass) => {
		await hasEnded('holds');
		// The first second sees the progress.
		pass(silenceSeconds + 1);
	});
	expect(result).toMatchObject({ hung: 'stopped after 5 min 0 s without progress', complete: false });
	expect([...result.unfinished.keys()]).toEqual([expect.stringMatching(/a\.test\.js$/)]);
	expect(countTests(result)).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

it('lets run what is slow', async () => {
	const names = ['one', 'two', 'three'];
	const result = await run(`it('holds', () => {}); ${names.map(waits).join('\n')}`, async (pass) => {
		let previous = 'holds';
		for (const name of names) {
			await hasEnded(previous);
			pass(silenceSeconds - 1);
			writeFileSync(join(folder, name), '');
			previous = `waits for ${name}`;
		}
	});
	expect(result).toMatchObject({ code: 0, hung: undefined, complete: true });
	expect(countTests(result)).toEqual({ passed: 4, failed: 0, skipped: 0 });
});

it('counts a suite that cannot run as a failure, and no line that was not written to its end', async () => {
	expect(countTests(await run(`require('./gone');`))).toEqual({ passed: 0, failed: 1, skipped: 0 });
	const file = join(folder, 'cut.jsonl');
	writeFileSync(file, `{"started":"/b.test.ts"}\n{"path":"/b.test.ts","status":"passed","fullName":"holds"}\n{"path":"/b.te`);
	expect(countTests(readSuiteResults(file))).toEqual({ passed: 1, failed: 0, skipped: 0 });
	expect(countTests(readSuiteResults(join(folder, 'none.jsonl')))).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
