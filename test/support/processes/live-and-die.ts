import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answered } from '../../kill/ledger-victim';
import { waitUntil, within } from '../wait-until';

/** The environment of the process, and how long it lives: a moment after its first answer, or until all of its callers were refused, however slow the machine is. */
export interface Life {
	env?: NodeJS.ProcessEnv;
	untilRefused?: boolean;
}

/** As many as `test/kill/ledger-victim.ts` has at once. */
const callers = 10;

/** Starts `test/kill/ledger-victim.ts`, bundled, and kills it. Returns what it said; a line that was cut off does not count. */
export async function liveAndDie(
	victim: string,
	args: string[],
	{ env = process.env, untilRefused = false }: Life = {},
): Promise<Answered[]> {
	const child = spawn(process.execPath, [victim, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const closed = new Promise((resolve) => child.once('close', resolve));
	const spoke = () => {
		if (child.exitCode !== null) throw new Error(`The process ended with code ${child.exitCode} before it said anything.`);
		return untilRefused ? said.split('null\n').length > callers : said.includes('\n');
	};
	await waitUntil('a word of the process', spoke, { everyMs: 5 });
	if (!untilRefused) await sleep(Math.random() * 120);
	child.kill('SIGKILL');
	await within('the end of a killed process', closed);
	return said
		.slice(0, said.lastIndexOf('\n'))
		.split('\n')
		.map((line) => JSON.parse(line) as Answered | null)
		.filter((answer) => answer !== null);
}
