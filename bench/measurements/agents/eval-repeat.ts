/**
 * Measures how many bytes differ between two evaluations of the same set: its results, its page and its JUnit report. One runs a case at a time, the
 * other eight, as time and order must not matter. Goal: 0.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKey, model, withModelServer } from '../../models/model-server';

const cases = 50;
const kinds = ['output', 'html', 'junit'] as const;

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-eval-repeat-'));
	try {
		const file = join(folder, 'cases.eval.json');
		writeFileSync(file, writeSet());
		await withModelServer(async (baseUrl) =>
			troupe(['eval', 'record', file], folder, { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl }),
		);
		const evaluate = (name: string, concurrency: number) => {
			const reports = kinds.flatMap((kind) => [`--${kind}`, join(folder, `${name}.${kind}`)]);
			troupe(['eval', 'run', file, '--concurrency', String(concurrency), ...reports], folder, {});
			return kinds.map((kind) => readFileSync(join(folder, `${name}.${kind}`)));
		};
		const first = evaluate('one', 1);
		const second = evaluate('two', 8);
		const different = first.map((bytes, index) => countDifferent(bytes, second[index]!));
		console.log(kinds.map((kind, index) => `${kind}: ${first[index]!.length} bytes, ${different[index]} differ`).join('; '));
		return different.reduce((sum, count) => sum + count, 0);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function writeSet(): string {
	const agent = {
		id: 'clerk',
		version: '1.0.0',
		name: 'Clerk',
		purpose: 'Answers.',
		prompt: 'Answer customers.',
		model: { route: [{ provider: 'openai', model }], extractive: false },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
		limits: { messageCharacters: 1000, modelCalls: 2, outputTokens: 200, tokens: 5000, wallClockMs: 60_000 },
	};
	const one = (index: number) => ({
		name: `order ${index}`,
		input: { message: `I am customer${index}@example.com. How long may I return order AU-${index}?` },
		expect: [
			{ assert: 'contains', text: 'thirty days' },
			{ assert: 'at-most', durationMs: 60_000 },
		],
	});
	return JSON.stringify({ name: 'repeat', agent, cases: Array.from({ length: cases }, (_, index) => one(index)) });
}

function troupe(parameters: string[], home: string, environment: NodeJS.ProcessEnv): void {
	const { status, stdout, stderr } = spawnSync('bin/troupe', parameters, {
		env: { PATH: process.env.PATH, HOME: process.env.HOME, TROUPE_HOME: home, ...environment },
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`troupe ${parameters.join(' ')} ended with ${status}:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
}

function countDifferent(one: Buffer, other: Buffer): number {
	let count = Math.abs(one.length - other.length);
	for (let index = 0; index < Math.min(one.length, other.length); index += 1) count += Number(one[index] !== other[index]);
	return count;
}
