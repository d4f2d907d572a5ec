/** A worker in a process of its own, for tests that kill it: ADDRESS TYPE FILE MILLISECONDS. It writes each job's key into the file before its work. */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';

async function main([address, type, file, milliseconds]: string[]): Promise<void> {
	const engine = await connectZeebe({ address: address! });
	const worker = await engine.openWorker(type!, { name: `process ${process.pid}`, concurrency: 4, timeoutMs: 5_000 }, async (job) => {
		appendFileSync(file!, `${job.key}\n`);
		await sleep(Number(milliseconds));
		return { kind: 'complete', variables: {} };
	});
	process.once('SIGTERM', () => void drain());
	process.stdout.write('open\n');

	async function drain(): Promise<void> {
		await worker.close(10_000);
		await engine.close();
		process.stdout.write('drained\n');
	}
}

void main(process.argv.slice(2));
