import { TroupeError } from '../../core/base/errors';
import type { Level } from '../levels/level';

interface Reason {
	blocked?: string;
	errors: string;
	startError?: NodeJS.ErrnoException;
}

/** `details.blocker` has the reason alone. */
export function notStarted(level: Level, { blocked, errors, startError }: Reason): TroupeError {
	const blocker =
		blocked ??
		(startError ? `${startError.path ?? 'The program'}: ${startError.code}` : findReason(errors)) ??
		'It ended without a message';
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `A process of sandbox level ${level} did not start: ${blocker}.`,
		fix: findFix(level, blocker),
		details: { level, blocker },
	});
}

type Fixes = ReadonlyArray<[pattern: RegExp, fix: string]>;

const fixes: Fixes = [
	[/bwrap: ENOENT/, 'Install bubblewrap, such as with apt-get install bubblewrap.'],
	[
		/bwrap|namespace|uid map|Operation not permitted/i,
		'Run Troupe outside of the container, or allow user namespaces there: on Ubuntu, an AppArmor profile for bwrap with `userns`; in Docker, a seccomp profile that allows unshare and mount.',
	],
	[/landlock.*(ENOSYS|EOPNOTSUPP)/, 'Use a kernel from 5.13 on with Landlock: add `landlock` to the list `lsm=` of its command line.'],
	[/process\.execve/, 'Run Troupe with Node 24.'],
	[
		/EPERM|seccomp|landlock/,
		'Allow the system calls landlock_* and seccomp in the seccomp profile of the container. The default of Docker does.',
	],
];

const containerFixes: Fixes = [
	[
		/process\.execve|executable file|exec: "node"|node.*not found/i,
		'Set TROUPE_SANDBOX_IMAGE to an image that has Node 24 in its PATH, such as node:24-bookworm-slim, and pull it.',
	],
	[
		/connect failed|bind source path|mount|no such file or directory/i,
		'Run Troupe and the engine on the same machine, with the same folder for temporary files: set TMPDIR to one that the engine can use.',
	],
	[/no such image|image not known|unable to find image/i, 'Build or pull the image that TROUPE_SANDBOX_IMAGE names again.'],
	[/runtime/i, 'Set TROUPE_SANDBOX_RUNTIME to a runtime that the engine has, or remove it.'],
	[
		/cgroup|resource limits/i,
		'Delegate control groups of version 2 with memory, pids and cpu to the user of the engine, or use an engine of root.',
	],
	[/koffi/i, 'Install koffi for the system and processor of the image.'],
	[/./, 'Correct what the engine says. It has to run containers for this user, such as with docker run --rm IMAGE node --version.'],
];

function findFix(level: Level, blocker: string): string {
	const known = level === 'L3' ? containerFixes : fixes;
	return known.find(([pattern]) => pattern.test(blocker))?.[1] ?? 'Run troupe sandbox check to see what this machine can isolate.';
}

/** Node's own crashes end with a stack. */
function findReason(errors: string): string | undefined {
	const lines = errors.split('\n').filter((line) => line.trim() !== '');
	return (lines.find((line) => /fatal|error|bwrap/i.test(line)) ?? lines[0])?.slice(0, 300);
}
