import type { Probe } from '../probe';

export const resourceProbes: Probe[] = [
	{
		id: 'heap',
		alone: true,
		attempt: 'fill the JavaScript heap',
		level: 'L0',
		code: `const all = []; for (let index = 0; index < facts.memoryMb * 1.5; index++) all.push(Array.from({ length: 131072 }, () => index + 0.5)); return all.length;`,
	},
	{
		id: 'buffers',
		alone: true,
		attempt: 'fill the memory outside of the heap',
		level: 'L0',
		code: `const all = []; for (let index = 0; index < facts.memoryMb * 4; index++) all.push(Buffer.alloc(1_048_576, 1)); return all.length;`,
	},
	{
		id: 'shared-buffers',
		alone: true,
		attempt: 'fill the memory with shared buffers',
		level: 'L0',
		code: `const all = []; for (let index = 0; index < facts.memoryMb * 4; index++) all.push(new Uint8Array(new SharedArrayBuffer(1_048_576)).fill(1)); return all.length;`,
	},
	{
		id: 'web-assembly',
		alone: true,
		attempt: 'fill the memory of WebAssembly',
		level: 'L0',
		code: `
			const all = [];
			for (let index = 0; index < facts.memoryMb / 16; index++) all.push(new Uint8Array(new WebAssembly.Memory({ initial: 1024 }).buffer).fill(1));
			return all.length;
		`,
	},
	{
		id: 'endless-loop',
		alone: true,
		attempt: 'use the processor without end',
		level: 'L0',
		isBusy: true,
		// One thread needs more clock time than this processor time, however busy the machine is.
		code: `const before = process.cpuUsage(); while (process.cpuUsage(before).user < facts.timeMs * 2500); return 'ran on';`,
	},
	{
		id: 'endless-microtasks',
		alone: true,
		attempt: 'keep the loop of events busy without end',
		level: 'L0',
		isBusy: true,
		code: `
			const before = process.cpuUsage();
			while (process.cpuUsage(before).user < facts.timeMs * 2500) await undefined;
			return 'ran on';
		`,
	},
	{
		id: 'endless-match',
		alone: true,
		attempt: 'use the processor by a regular expression',
		level: 'L0',
		isBusy: true,
		code: `
			const before = process.cpuUsage();
			for (let length = 20; process.cpuUsage(before).user < facts.timeMs * 2500; length++) /^(a+)+$/.test('a'.repeat(Math.min(length, 24)) + '!');
			return 'ran on';
		`,
	},
	{
		id: 'output',
		alone: true,
		attempt: 'write without end to standard output',
		level: 'L0',
		isEscape: ({ stdoutBytes }) => stdoutBytes > 3_000_000,
		code: `const fs = require('node:fs'); const chunk = 'x'.repeat(65_536); for (let index = 0; index < facts.outputBytes * 4 / 65_536; index++) fs.writeSync(1, chunk);`,
	},
	{
		id: 'error-output',
		alone: true,
		attempt: 'write without end to standard error',
		level: 'L0',
		isEscape: ({ stderrBytes }) => stderrBytes > 3_000_000,
		code: `const fs = require('node:fs'); const chunk = 'x'.repeat(65_536); for (let index = 0; index < facts.outputBytes * 4 / 65_536; index++) fs.writeSync(2, chunk);`,
	},
	{
		id: 'open-files',
		alone: true,
		attempt: 'open files without end',
		level: 'L0+',
		code: `const fs = require('node:fs'); for (let index = 0; index < 512; index++) fs.openSync(__filename, 'r'); return 512;`,
	},
	{
		id: 'raised-heap',
		alone: true,
		attempt: 'raise the limit of the heap and fill it',
		level: 'L0',
		code: `
			require('node:v8').setFlagsFromString('--max-old-space-size=8192');
			const all = [];
			for (let index = 0; index < facts.memoryMb * 4; index++) all.push(new Array(131_072).fill(index + 0.5));
			return all.length;
		`,
	},
	{
		id: 'unpacked',
		alone: true,
		attempt: 'fill the memory by unpacking a small text',
		level: 'L0',
		code: `
			const { gzipSync, gunzipSync } = require('node:zlib');
			const packed = gzipSync(Buffer.alloc(8_388_608, 1));
			const all = [];
			for (let index = 0; index < facts.memoryMb / 2; index++) all.push(gunzipSync(packed));
			return all.length;
		`,
	},
	{
		id: 'endless-wait',
		alone: true,
		isBusy: true,
		attempt: 'wait without end',
		level: 'L0',
		code: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, facts.timeMs * 2.5); return 'waited on';`,
	},
	{
		id: 'ignored-signals',
		alone: true,
		isBusy: true,
		attempt: 'run on when it is asked to end',
		level: 'L0',
		code: `
			for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGXCPU', 'SIGUSR2']) process.on(signal, () => undefined);
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, facts.timeMs * 2.5);
			return 'ran on';
		`,
	},
];
