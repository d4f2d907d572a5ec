import type { Probe } from '../probe';

/** Misuses of a granted file, folder and program. Below L1 code gets no program, and at L0 no folder. */
const granted = (probe: Omit<Probe, 'granted'>): Probe => ({ granted: true, ...probe });
/** Node as a granted program without its parent's permission model: only the kernel protects. */
const runNode = (source: string) => `
	const { spawnSync } = require('node:child_process');
	const code = 'const facts = ' + JSON.stringify(facts) + ';' + ${JSON.stringify(source)};
	const { stdout, stderr, signal, error } = spawnSync('/bin/sh', ['-c', 'unset NODE_OPTIONS; exec "$0" "$@"', facts.node, '--openssl-config=/dev/null', '-e', code], { env: {}, encoding: 'utf8', timeout: 20_000 });
	if (error) throw error;
	if (stdout !== '') return stdout;
	throw new Error(/\\bE[A-Z_]{3,}\\b/.exec(stderr)?.[0] ?? signal ?? stderr);
`;
const reads = (path: string) => `return require('node:fs').readFileSync(${path}, 'utf8');`;
const takes = (take: string, undo: string) => `
	const fs = require('node:fs');
	const taken = facts.writableFolder + '/taken-' + process.pid;
	${take};
	try { return fs.readFileSync(taken, 'utf8'); } finally { ${undo}; }
`;
const readsLink = takes('fs.symlinkSync(facts.secretFile, taken)', 'fs.rmSync(taken)');

export const grantProbes: Probe[] = [
	granted({
		id: 'granted-neighbour',
		attempt: 'read the neighbour of a file that it was given',
		level: 'L0',
		code: reads('facts.secretFile'),
	}),
	granted({
		id: 'granted-parent',
		attempt: 'leave a folder that it was given by `..`',
		level: 'L0',
		code: reads(`Buffer.from(facts.grantedFolder + '/../secret.env')`),
	}),
	granted({
		id: 'granted-prefix',
		attempt: 'read a file whose name begins as that of one that it was given',
		level: 'L0',
		code: reads(`facts.grantedFile + '.secret'`),
	}),
	granted({
		id: 'granted-root',
		attempt: 'read another file through `/proc/self/root`',
		level: 'L0',
		code: reads(`'/proc/self/root' + facts.secretFile`),
	}),
	granted({
		id: 'granted-change',
		attempt: 'change a file that it was given to read',
		level: 'L0',
		code: `require('node:fs').appendFileSync(facts.grantedFile, 'x'); return 'changed';`,
	}),
	granted({
		id: 'granted-link',
		attempt: 'follow a link out of a folder that it was given',
		level: 'L0',
		code: reads(`facts.grantedFolder + '/link'`),
	}),
	granted({ id: 'granted-new-link', attempt: 'make a link out of a folder in which it may write', level: 'L0', code: readsLink }),
	granted({
		id: 'native-granted-neighbour',
		attempt: 'read the neighbour of a file that it was given',
		native: true,
		level: 'L0+',
		code: reads('facts.secretFile'),
	}),
	granted({
		id: 'native-granted-root',
		attempt: 'read another file through `/proc/self/root`',
		native: true,
		level: 'L0+',
		code: reads(`'/proc/self/root' + facts.secretFile`),
	}),
	granted({
		id: 'native-granted-link',
		attempt: 'follow a link out of a folder that it was given',
		native: true,
		level: 'L0+',
		code: reads(`facts.grantedFolder + '/link'`),
	}),
	granted({
		id: 'native-granted-new-link',
		attempt: 'make a link out of a folder in which it may write',
		native: true,
		level: 'L0+',
		code: readsLink,
	}),
	granted({
		id: 'native-granted-hard-link',
		attempt: 'take a file into a folder in which it may write, as a hard link',
		native: true,
		level: 'L0+',
		code: takes('fs.linkSync(facts.secretFile, taken)', 'fs.rmSync(taken)'),
	}),
	granted({
		id: 'native-granted-rename',
		attempt: 'move a file into a folder in which it may write',
		native: true,
		level: 'L0+',
		code: takes('fs.renameSync(facts.secretFile, taken)', 'fs.renameSync(taken, facts.secretFile)'),
	}),
	granted({
		id: 'native-granted-change',
		attempt: 'change a file that it was given to read',
		native: true,
		level: 'L0+',
		code: `require('node:fs').appendFileSync(facts.grantedFile, 'x'); return 'changed';`,
	}),
	granted({
		id: 'program-read',
		attempt: 'read a file with a program that it was given',
		level: 'L0',
		code: runNode(`console.log(require('node:fs').readFileSync(facts.secretFile, 'utf8'))`),
	}),
	granted({
		id: 'program-environment',
		attempt: 'read the environment of its host with a program that it was given',
		level: 'L0',
		code: runNode(`console.log(require('node:fs').readFileSync('/proc/' + facts.hostPid + '/environ', 'latin1').slice(0, 40))`),
	}),
	granted({
		id: 'program-network',
		attempt: 'connect to a server with a program that it was given',
		level: 'L0',
		code: runNode(`require('node:net').connect(facts.tcpPort, '127.0.0.1', () => { console.log('connected'); process.exit(); })`),
	}),
	granted({
		id: 'program-socket',
		attempt: 'connect to a socket of the user with a program that it was given',
		level: 'L0',
		code: runNode(`require('node:net').connect(facts.socketPath, () => { console.log('connected'); process.exit(); })`),
	}),
	granted({
		id: 'program-signal',
		attempt: 'reach its host by a signal of a program that it was given',
		level: 'L0',
		code: runNode(`process.kill(facts.hostPid, 0); console.log('reached')`),
	}),
	granted({
		id: 'program-other',
		attempt: 'start a program that it was not given',
		level: 'L0',
		code: `return require('node:child_process').execFileSync('/bin/cat', [facts.grantedFile], { encoding: 'utf8' });`,
	}),
	granted({
		id: 'program-memory',
		alone: true,
		attempt: 'use more memory than it may with a program that it was given',
		level: 'L0',
		code: runNode(`const all = Buffer.alloc(facts.memoryMb * 3_145_728, 1); setTimeout(() => console.log(all.length), 4_000)`),
	}),
	granted({
		id: 'program-processes',
		alone: true,
		attempt: 'keep hundreds of processes with a program that it was given',
		level: 'L0',
		code: `
			const many = 'i=0; while [ $i -lt 200 ]; do sleep 6 & i=$((i+1)); done; sleep 4; echo started';
			return require('node:child_process').execFileSync('/bin/sh', ['-c', many], { encoding: 'utf8', env: { PATH: '/bin:/usr/bin' } });
		`,
	}),
];
