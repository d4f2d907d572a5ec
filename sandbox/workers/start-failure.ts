import { TroupeError } from '../../core/base/errors';
import type { Level } from '../levels/level';

interface Reason {
	/** What the launcher said. */
	blocked?: string;
	/** What bubblewrap or Node wrote. */
	errors: string;
	/** The error of starting the program. */
	startError?: NodeJS.ErrnoException;
}

/** Explains why a process of this level did not start. `details.blocker` has the reason alone. */
export function notStarted(level: Level, { blocked, errors, startError }: Reason): TroupeError {
	const blocker =
		blocked ??
		(startError ? `${startError.path ?? 'The program'}: ${startError.code}` : findReason(errors)) ??
		'It ended without a message';
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `A process of sandbox level ${level} did not start: ${blocker}.`,
		fix: findFix(blocker),
		details: { level, blocker },
	});
}

const fixes: Array<[pattern: RegExp, fix: string]> = [
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

function findFix(blocker: string): string {
	return fixes.find(([pattern]) => pattern.test(blocker))?.[1] ?? 'Run troupe sandbox check to see what this machine can isolate.';
}

/** Node's own crashes end with a stack. */
function findReason(errors: string): string | undefined {
	const lines = errors.split('\n').filter((line) => line.trim() !== '');
	return (lines.find((line) => /fatal|error|bwrap/i.test(line)) ?? lines[0])?.slice(0, 300);
}
