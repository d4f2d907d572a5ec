import type { Probe } from '../probe';

/** Starts waiting threads of the C library. Small stacks keep them below memory limits. */
const startThreads = (count: number) => `
	const koffi = require(facts.koffi);
	const library = koffi.load(null);
	const create = library.func('int pthread_create(void *thread, void *attributes, void *action, void *value)');
	const attributes = Buffer.alloc(256);
	library.func('int pthread_attr_init(void *attributes)')(attributes);
	library.func('int pthread_attr_setstacksize(void *attributes, size_t size)')(attributes, 65_536);
	const wait = library.func('void *dlsym(int64_t handle, const char *name)')(0, 'pause');
	let started = 0;
	while (started < ${count} && create(Buffer.alloc(8), attributes, wait, null) === 0) started++;
`;

/** More threads, memory and processor time than allowed, faster than a host can look. */
export const groupProbes: Probe[] = [
	{
		id: 'threads',
		native: true,
		alone: true,
		attempt: 'keep hundreds of threads',
		level: 'L0',
		// The host looks forty times a second.
		code: `${startThreads(400)} await new Promise((resolve) => setTimeout(resolve, 4_000)); return started >= 400 && started;`,
	},
	{
		id: 'threads-at-once',
		native: true,
		alone: true,
		attempt: 'start hundreds of threads at once',
		level: 'L2',
		code: `${startThreads(400)} return started >= 400 && started;`,
	},
	{
		id: 'memory-at-once',
		alone: true,
		attempt: 'use more memory than it may, before the host looks',
		level: 'L2',
		code: `return Buffer.allocUnsafeSlow(facts.memoryMb * 1_572_864).fill(1).length;`,
	},
	{
		id: 'processor-share',
		native: true,
		alone: true,
		attempt: 'use more than one processor',
		level: 'L2',
		needs: 'kernel',
		code: `
			const { pbkdf2 } = require('node:crypto');
			const [before, since] = [process.cpuUsage(), process.hrtime.bigint()];
			await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve) => pbkdf2('x', 'y', 300_000, 32, 'sha512', resolve))));
			const share = process.cpuUsage(before).user / Number((process.hrtime.bigint() - since) / 1_000n);
			return share > 1.4 && share.toFixed(1) + ' processors';
		`,
	},
];
