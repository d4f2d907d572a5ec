import { defaultLimits } from '../levels/limits';
import { WorkerPool } from './worker-pool';
import { slowTest } from '../../test/support/slow-tests';

const options = { limits: defaultLimits, permissions: true, readable: [], stateFolder: '/nonexistent' };

slowTest('runs each job in a process of its own', async () => {
	const pool = new WorkerPool({ ...options, level: 'L0' }, 2);
	await pool.fill();
	const job = { name: 'job.js', source: 'globalThis.seen = (globalThis.seen ?? 0) + 1; console.log(process.pid, globalThis.seen)' };
	const results = await Promise.all(Array.from({ length: 5 }, () => pool.run(job)));
	await pool.close();
	const lines = results.map(({ stdout }) => stdout.toString().trim());
	expect(new Set(lines).size).toBe(5);
	expect(lines.every((line) => line.endsWith(' 1'))).toBe(true);
});

slowTest('is not kept from the next job by one that failed', async () => {
	const pool = new WorkerPool({ ...options, level: 'L0', limits: { ...defaultLimits, timeMs: 300 } }, 1);
	expect(await pool.run({ name: 'job.js', source: 'for (;;);' })).toMatchObject({ outcome: 'limit' });
	expect(await pool.run({ name: 'job.js', source: 'process.abort()' })).toMatchObject({ outcome: 'failed' });
	await pool.close();
});
