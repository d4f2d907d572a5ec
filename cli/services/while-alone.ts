import { pause } from '../../core/base/async/pause';
import { createFolder } from '../../core/base/create-folder';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { tryLock } from '../../manifests/trust/file-lock';
import { fileOf } from './known-services';

const timeoutMs = 60_000;
const lookMs = 50;

/** Changes the services of this user while no other command does. @throws TroupeError CANCELLED if another one does for too long */
export async function whileAlone<Result>(
	environment: NodeJS.ProcessEnv,
	signal: AbortSignal,
	change: () => Result | Promise<Result>,
): Promise<Result> {
	// On a machine that has no state yet, its folder is the first.
	createFolder(troupeHome(environment), 0o700);
	const release = await takeLock(`${fileOf(environment)}.lock`, signal);
	try {
		return await change();
	} finally {
		release();
	}
}

async function takeLock(path: string, signal: AbortSignal): Promise<() => void> {
	for (const deadline = performance.now() + timeoutMs; performance.now() < deadline;) {
		const release = tryLock(path);
		if (release) return release;
		if (!(await pause(lookMs, signal))) break;
	}
	throw new TroupeError({
		code: 'CANCELLED',
		message: `Another command changes a login, and ${path} is not free.`,
		fix: 'Run the command again. Remove the file if no other command runs.',
		retryable: true,
	});
}
