import type { Probe } from '../probe';

const native = (probe: Omit<Probe, 'native' | 'level'> & Partial<Pick<Probe, 'level'>>): Probe => ({
	level: 'L0+',
	...probe,
	native: true,
});

export const kernelProbes: Probe[] = [
	native({
		id: 'native-read',
		attempt: 'read a secret of the user',
		code: `return require('node:fs').readFileSync(facts.secretFile, 'utf8');`,
	}),
	native({
		id: 'native-write',
		attempt: 'write into a folder of the user',
		code: `require('node:fs').writeFileSync(facts.folder + '/planted', 'x'); return 'written';`,
	}),
	native({
		id: 'native-write-own',
		attempt: 'write into the folder of the run',
		code: `require('node:fs').writeFileSync(__dirname + '/planted', 'x'); return 'written';`,
	}),
	native({
		id: 'native-environment',
		attempt: 'read the environment of the host in /proc',
		code: `return require('node:fs').readFileSync('/proc/' + facts.hostPid + '/environ').length;`,
	}),
	native({
		id: 'native-memory',
		attempt: 'change its own memory in /proc/self/mem',
		code: `return require('node:fs').openSync('/proc/self/mem', 'r+');`,
	}),
	native({
		id: 'native-mode',
		attempt: 'change the mode of a file of the user',
		code: `require('node:fs').chmodSync(facts.secretFile, 0o600); return 'changed';`,
	}),
	native({
		id: 'native-times',
		attempt: 'change the times of a file of the user',
		code: `require('node:fs').utimesSync(facts.secretFile, 1, 1); return 'changed';`,
	}),
	native({
		id: 'attributes',
		attempt: 'change the attributes of a file of the user',
		needs: 'kernel',
		code: `return 'changed ' + call('setxattr', facts.secretFile, 'user.probe', Buffer.from('x'), 1, 0);`,
	}),
	native({
		id: 'native-stat',
		attempt: 'learn which files there are',
		level: 'L1',
		code: `return require('node:fs').statSync(facts.secretFile).size;`,
	}),
	native({
		id: 'native-spawn',
		attempt: 'start a program',
		code: `return require('node:child_process').execFileSync(process.execPath, ['-p', '42'], { env: {} }).toString();`,
	}),
	native({
		id: 'native-signal',
		attempt: 'send signals to processes of the user',
		code: `return 'sent ' + call('kill', facts.hostPid, 18);`,
	}),
	native({ id: 'signal-group', attempt: 'send signals to all processes of the user', code: `return 'sent ' + call('kill', -1, 0);` }),
	native({
		id: 'signal-thread',
		attempt: 'send signals to a thread of the host',
		code: `return 'sent ' + call('tkill', facts.hostPid, 18);`,
	}),
	native({ id: 'process-descriptor', attempt: 'get a handle of the host process', code: `return call('pidfd_open', facts.hostPid, 0);` }),
	native({
		id: 'steal-descriptor',
		attempt: 'take an open descriptor from the host process',
		needs: 'kernel',
		code: `return call('pidfd_getfd', call('pidfd_open', facts.hostPid, 0), 0, 0);`,
	}),
	native({
		id: 'ptrace',
		attempt: 'become the debugger of the host process',
		needs: 'kernel',
		code: `return 'seized ' + call('ptrace', 0x4206, facts.hostPid, 0, 0);`,
	}),
	native({
		id: 'read-memory',
		attempt: 'read the memory of the host process',
		needs: 'kernel',
		code: `
			const koffi = require(facts.koffi);
			const [into, local, remote] = [Buffer.alloc(8), Buffer.alloc(16), Buffer.alloc(16)];
			const maps = (() => { try { return require('node:fs').readFileSync('/proc/' + facts.hostPid + '/maps', 'latin1'); } catch { return '400000-'; } })();
			local.writeBigUInt64LE(koffi.address(into), 0); local.writeBigUInt64LE(8n, 8);
			remote.writeBigUInt64LE(BigInt('0x' + maps.slice(0, maps.indexOf('-'))), 0); remote.writeBigUInt64LE(8n, 8);
			return 'read ' + call('process_vm_readv', facts.hostPid, local, 1, remote, 1, 0);
		`,
	}),
	native({
		id: 'limit-host',
		attempt: 'lower the limits of the host process',
		code: `const value = Buffer.alloc(16); call('prlimit64', facts.hostPid, 4, 0, value); return 'set ' + call('prlimit64', facts.hostPid, 4, value, 0);`,
	}),
	native({
		id: 'raise-limit',
		attempt: 'raise its own limits',
		code: `const value = Buffer.alloc(16); call('prlimit64', 0, 7, 0, value); value.copyWithin(0, 8); return 'set ' + call('prlimit64', 0, 7, value, 0);`,
	}),
	native({ id: 'raw-socket', attempt: 'open a raw socket', needs: 'root', code: `return call('socket', 2, 3, 1);` }),
	native({ id: 'netlink-socket', attempt: 'talk to the network of the kernel', code: `return call('socket', 16, 3, 0);` }),
	native({ id: 'virtual-socket', attempt: 'talk to the hypervisor', needs: 'kernel', code: `return call('socket', 40, 1, 0);` }),
	native({
		id: 'socket-pair',
		attempt: 'make sockets to pass descriptors',
		code: `return 'made ' + call('socketpair', 1, 1, 0, Buffer.alloc(8));`,
	}),
	native({
		id: 'io-uring',
		attempt: 'make system calls around their filter',
		from: 'CVE-2024-22017, CVE-2023-2598',
		needs: 'kernel',
		code: `return call('io_uring_setup', 1, Buffer.alloc(120));`,
	}),
	native({
		id: 'user-fault',
		attempt: 'stop the kernel at a page of its choice',
		from: 'CVE-2021-22555',
		needs: 'kernel',
		code: `return call('userfaultfd', 1);`,
	}),
	native({
		id: 'user-namespace',
		alone: true,
		attempt: 'become root in a namespace',
		from: 'CVE-2022-0185, CVE-2024-1086',
		needs: 'kernel',
		// A process with several threads cannot unshare its user namespace; a child can.
		code: `const pid = call('clone', 0x10000000 | 17, 0, 0, 0, 0); if (pid === 0) call('exit_group', 0); return pid;`,
	}),
	native({
		id: 'unshare',
		attempt: 'leave its namespaces',
		from: 'CVE-2022-0492',
		needs: 'root',
		code: `return 'left ' + call('unshare', 0x04000000);`,
	}),
	native({
		id: 'join-namespace',
		attempt: 'join a namespace of the host',
		needs: 'root',
		code: `return 'joined ' + call('setns', require('node:fs').openSync('/proc/' + facts.hostPid + '/ns/uts', 'r'), 0);`,
	}),
	native({
		id: 'mount',
		attempt: 'mount a file system',
		needs: 'root',
		// An unknown type: fails with ENODEV where mounting is allowed.
		code: `try { call('mount', 'none', '/', 'no-such-type', 0, 0); } catch (error) { if (error.code === 'EPERM' || error.code === 'EACCES') throw error; } return 'allowed';`,
	}),
	native({ id: 'open-tree', attempt: 'copy a tree of mounts', needs: 'root', code: `return call('open_tree', -100, '/', 1);` }),
	native({
		id: 'chroot',
		attempt: 'change its root folder',
		from: 'CVE-2016-9962',
		needs: 'root',
		code: `return 'changed ' + call('chroot', '/');`,
	}),
	native({
		id: 'file-handle',
		attempt: 'open files by their inode',
		from: 'Docker "shocker", 2014',
		needs: 'root',
		code: `return 'named ' + (() => { const handle = Buffer.alloc(136); handle.writeUInt32LE(128, 0); return call('name_to_handle_at', -100, facts.secretFile, handle, Buffer.alloc(4), 0); })();`,
	}),
	native({
		id: 'keyring',
		attempt: 'read the keys of the session',
		from: 'CVE-2016-0728',
		needs: 'kernel',
		code: `return call('keyctl', 0, -3, 1);`,
	}),
	native({
		id: 'add-key',
		attempt: 'add keys to the kernel',
		needs: 'kernel',
		code: `return call('add_key', 'user', 'probe', Buffer.from('x'), 1, -2);`,
	}),
	native({
		id: 'bpf',
		attempt: 'load a program into the kernel',
		from: 'CVE-2021-3490',
		needs: 'root',
		code: `const map = Buffer.alloc(72); [2, 4, 4, 1].forEach((value, index) => map.writeUInt32LE(value, index * 4)); return call('bpf', 0, map, 72);`,
	}),
	native({
		id: 'performance-events',
		attempt: 'watch the processor of others',
		needs: 'root',
		code: `const event = Buffer.alloc(112); event.writeUInt32LE(1, 0); event.writeUInt32LE(112, 4); return call('perf_event_open', event, 0, -1, -1, 0);`,
	}),
	native({
		id: 'shared-memory',
		attempt: 'share memory with other processes',
		needs: 'kernel',
		code: `
			const id = call('shmget', 0, 4096, 0o1600);
			call('shmctl', id, 0, 0);
			return 'shared ' + id;
		`,
	}),
	native({ id: 'memory-file', attempt: 'make a program in memory', code: `return call('memfd_create', 'probe', 0);` }),
	native({
		id: 'handle-events',
		attempt: 'watch the files of others',
		from: 'fanotify',
		needs: 'root',
		code: `return call('fanotify_init', 0, 0);`,
	}),
	native({
		id: 'personality',
		attempt: 'switch off the protection of addresses',
		code: `return 'changed ' + call('personality', 0x0040000);`,
	}),
	native({
		id: 'host-identity',
		alone: true,
		attempt: 'become another user',
		needs: 'root',
		code: `return 'changed ' + call('setresuid', 1, 1, 1);`,
	}),
	native({
		id: 'host-name-change',
		attempt: 'rename the machine',
		needs: 'root',
		code: `const { hostname } = require('node:os'); return 'renamed ' + call('sethostname', hostname(), hostname().length);`,
	}),
	native({ id: 'kernel-log', attempt: 'read the log of the kernel', needs: 'root', code: `return 'size ' + call('syslog', 10, 0, 0);` }),
	native({
		id: 'clock',
		attempt: 'set the clock of the machine',
		needs: 'root',
		code: `const value = Buffer.alloc(208); value.writeUInt32LE(0x4000, 0); try { call('adjtimex', value); } catch (error) { if (error.code !== 'EINVAL') throw error; } return 'allowed';`,
	}),
	native({
		id: 'become-native',
		alone: true,
		attempt: 'replace itself by another program and read a secret there',
		code: `process.execve(process.execPath, [process.execPath, '--openssl-config=/dev/null', '-e', 'console.log(JSON.stringify({ id: "become-native", escaped: String(require("node:fs").readFileSync(' + JSON.stringify(facts.secretFile) + ')) }))'], {});`,
	}),
	native({
		id: 'thread-read',
		attempt: 'read a secret in a thread',
		code: `
			const { Worker } = require('node:worker_threads');
			const worker = new Worker('require("node:worker_threads").parentPort.postMessage(String(require("node:fs").readFileSync(' + JSON.stringify(facts.secretFile) + ')))', { eval: true });
			return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
		`,
	}),
];
