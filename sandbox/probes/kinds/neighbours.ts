import type { Probe } from '../probe';

const native = (probe: Omit<Probe, 'native' | 'level'> & Partial<Pick<Probe, 'level'>>): Probe => ({
	level: 'L0+',
	...probe,
	native: true,
});

/** Attacks by native code on the user's other processes, and through shared objects. */
export const neighbourProbes: Probe[] = [
	native({
		id: 'native-watch',
		attempt: 'watch a folder of the user',
		code: `return 'watched ' + call('inotify_add_watch', call('inotify_init1', 0), facts.folder, 0xfff);`,
	}),
	native({
		id: 'process-links',
		attempt: 'learn the program of the host process',
		code: `return require('node:fs').readlinkSync('/proc/' + facts.hostPid + '/exe');`,
	}),
	native({
		id: 'process-map',
		attempt: 'learn where the host process has its memory',
		from: 'CVE-2021-21781',
		code: `return require('node:fs').readFileSync('/proc/' + facts.hostPid + '/maps').length;`,
	}),
	native({
		id: 'native-statfs',
		attempt: 'learn which file system a folder of the user is on',
		level: 'L1',
		code: `return require('node:fs').statfsSync(facts.folder).blocks;`,
	}),
	native({
		id: 'system-files',
		attempt: 'learn which programs and libraries the machine has',
		level: 'L3',
		code: `const { dev, ino } = require('node:fs').statSync(facts.library); return dev + ':' + ino === facts.libraryId && facts.library;`,
	}),
	native({
		id: 'scheduler',
		attempt: 'let the host process run only when nothing else does',
		needs: 'kernel',
		code: `return 'set ' + call('sched_setscheduler', facts.hostPid, 0, Buffer.alloc(4));`,
	}),
	native({
		id: 'affinity',
		attempt: 'choose the processor of the host process',
		code: `return 'set ' + call('sched_setaffinity', facts.hostPid, 128, Buffer.alloc(128, 0xff));`,
	}),
	native({
		id: 'io-priority',
		attempt: 'slow down the disk for the host process',
		code: `return 'set ' + call('ioprio_set', 1, facts.hostPid, 0x4004);`,
	}),
	native({
		id: 'queue-signal',
		attempt: 'queue a signal for the host process',
		code: `
			const info = Buffer.alloc(128);
			info.writeInt32LE(18, 0);
			info.writeInt32LE(-1, 8);
			return 'sent ' + call('rt_sigqueueinfo', facts.hostPid, 18, info);
		`,
	}),
	native({
		id: 'signal-descriptor',
		attempt: 'send a signal by a handle of the host process',
		needs: 'kernel',
		code: `return 'sent ' + call('pidfd_send_signal', call('pidfd_open', facts.hostPid, 0), 18, 0, 0);`,
	}),
	native({
		id: 'semaphores',
		attempt: 'share semaphores with other processes',
		needs: 'kernel',
		code: `
			const id = call('semget', 0, 1, 0o1600);
			call('semctl', id, 0, 0, 0);
			return 'shared ' + id;
		`,
	}),
	native({
		id: 'message-queue',
		attempt: 'share messages with other processes',
		needs: 'kernel',
		code: `
			const id = call('msgget', 0, 0o1600);
			call('msgctl', id, 0, 0);
			return 'shared ' + id;
		`,
	}),
	native({
		id: 'kernel-module',
		attempt: 'load a module into the kernel',
		needs: 'kernel',
		// The descriptor does not exist, which the kernel tells those who may load one.
		code: `try { call('finit_module', -1, '', 0); } catch (error) { if (error.code === 'EPERM') throw error; } return 'allowed';`,
	}),
	native({
		id: 'new-file-system',
		attempt: 'prepare a file system',
		from: 'CVE-2022-0185',
		needs: 'root',
		code: `return call('fsopen', 'tmpfs', 0);`,
	}),
];
