/**
 * Measures `troupe eval run` of 200 cases, divided by the same file through promptfoo with its cache: whole processes, the median of three. Goal: at
 * most 0.5, and 5 seconds.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKey, model, withModelServer } from '../../models/model-server';
import { openPromptfoo } from '../../peers/promptfoo';

const cases = 200;
const rounds = 3;
const maxSeconds = 5;

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-eval-offline-'));
	try {
		const peer = openPromptfoo();
		const file = join(folder, 'cases.yaml');
		writeFileSync(file, writeCases());
		const ours = (action: string, more: string[] = []) => start('bin/troupe', ['eval', action, file, ...more], { TROUPE_HOME: folder });
		const theirs = () =>
			start(process.execPath, [peer.program, 'eval', '-c', file, '--no-progress-bar', '--no-table', '-o', join(folder, 'theirs.json')], {
				PROMPTFOO_CONFIG_DIR: join(folder, 'promptfoo'),
				PROMPTFOO_DISABLE_TELEMETRY: '1',
				PROMPTFOO_DISABLE_UPDATE: '1',
			});
		const result = await withModelServer(async (baseUrl) => {
			ours('record')({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl });
			theirs()({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl });
			// Its cache knows the address; the server stays, but is asked nothing.
			const before = readPassed(folder);
			if (before !== cases) throw new Error(`promptfoo passed ${before} of ${cases} cases`);
			const seconds = { ours: [] as number[], theirs: [] as number[] };
			for (let round = 0; round < rounds; round += 1) {
				seconds.ours.push(ours('run', ['--output', join(folder, 'ours.jsonl'), '--html', join(folder, 'ours.html')])({}));
				seconds.theirs.push(theirs()({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl }));
			}
			return { ours: median(seconds.ours), theirs: median(seconds.theirs) };
		});
		console.log(`${cases} cases: troupe ${result.ours.toFixed(2)} s, ${peer.name} ${result.theirs.toFixed(2)} s (median of ${rounds})`);
		if (result.ours > maxSeconds) console.log(`above ${maxSeconds} s`);
		return Number((result.ours / result.theirs).toFixed(2));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function writeCases(): string {
	const tests = Array.from({ length: cases }, (_, index) => ({
		description: `order ${index + 1}`,
		vars: { order: `AU-${1000 + index}` },
		assert: [
			{ type: 'icontains', value: 'thirty days' },
			{ type: 'not-contains', value: 'refund' },
			{ type: 'regex', value: '[Rr]eturn' },
		],
	}));
	return JSON.stringify({ prompts: ['How long may I return the order {{order}}?'], providers: [`openai:${model}`], tests });
}

/** Returns what runs a program and gives its seconds. */
function start(program: string, parameters: string[], environment: NodeJS.ProcessEnv) {
	return (more: NodeJS.ProcessEnv): number => {
		const started = performance.now();
		const { status, stdout, stderr } = spawnSync(program, parameters, {
			env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment, ...more },
			encoding: 'utf8',
		});
		if (status !== 0)
			throw new Error(`${program} ${parameters.join(' ')} ended with ${status}:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
		return (performance.now() - started) / 1000;
	};
}

function readPassed(folder: string): number {
	const { results } = JSON.parse(readFileSync(join(folder, 'theirs.json'), 'utf8')) as { results: { stats: { successes: number } } };
	return results.stats.successes;
}

const median = (values: number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
