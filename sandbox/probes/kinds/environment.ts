import type { Probe } from '../probe';

export const environmentProbes: Probe[] = [
	{
		id: 'environment',
		attempt: 'read the environment of the host from its own',
		level: 'L0',
		code: `return process.env.PATH ?? process.env.HOME;`,
	},
	{
		id: 'environment-of-host',
		attempt: 'read the environment of the host in /proc',
		level: 'L0',
		code: `return require('node:fs').readFileSync('/proc/' + facts.hostPid + '/environ').length;`,
	},
	{
		id: 'command-of-host',
		attempt: 'read the command line of the host in /proc',
		level: 'L0',
		code: `return require('node:fs').readFileSync('/proc/' + facts.hostPid + '/cmdline', 'utf8');`,
	},
	{
		id: 'proc-root',
		attempt: 'read a file through /proc/self/root',
		level: 'L0',
		code: `return require('node:fs').readFileSync('/proc/self/root' + facts.secretFile);`,
	},
	{
		id: 'proc-memory',
		attempt: 'change its own memory in /proc/self/mem, and with it what Node allows',
		level: 'L0',
		code: `return require('node:fs').openSync('/proc/self/mem', 'r+');`,
	},
	{
		id: 'descriptors',
		alone: true,
		attempt: 'read a descriptor that the host left open',
		from: 'CVE-2024-21626',
		level: 'L0',
		code: `
			const fs = require('node:fs');
			for (let descriptor = 3; descriptor < 256; descriptor++) {
				try {
					const buffer = Buffer.alloc(6);
					fs.readSync(descriptor, buffer, 0, 6, 0);
					if (buffer.toString() === 'SECRET') return descriptor;
				} catch {}
			}
		`,
	},
	{
		id: 'host-name',
		attempt: 'learn the name of the machine',
		level: 'L1',
		code: `return require('node:os').hostname() === facts.hostName && 'same name';`,
	},
];
