import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { within } from '../support/wait-until';

/** Lets a process write, which prints the number of each round once it was answered, and kills it behind one. @returns the rounds that were answered for */
export async function answeredRounds(child: ChildProcessByStdio<null, Readable, Readable>, killedAfter = Infinity): Promise<number> {
	let complaints = '';
	child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
	const ended = once(child, 'close');
	let answered = 0;
	for await (const line of createInterface({ input: child.stdout })) {
		answered = Number(line) + 1;
		if (answered === killedAfter) child.kill('SIGKILL');
	}
	await within('the end of the process', ended, { seen: () => ({ answered, complaints }) });
	expect(complaints).toBe('');
	return answered;
}
