import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { findPackageFolder } from '../../core/base/package-folder';
import type { Environment } from '../../core/base/settings/setting-names';
import type { Diagnosis } from '../../service/operations/diagnose';
import type { Machine } from './check';

/** Timeout of a check: longer than its connections may. All checks run at the same time. */
const maxCheckMs = 12_000;
/** Below that of a caller, who waits for 30 s. */
const maxApartMs = 25_000;
const maxBytes = 4 * 1024 * 1024;

/** Runs every check in this process. @throws TroupeError INPUT_INVALID for a user without a home */
export async function examine(environment: Environment): Promise<Diagnosis> {
	const [{ checks }, { runChecks, worstState }] = await Promise.all([import('./checks'), import('./run-checks')]);
	const machine: Machine = { environment, home: resolve(troupeHome(environment)), packageFolder: findPackageFolder(), nowMs: Date.now() };
	const reports = await runChecks(checks, machine, maxCheckMs);
	const state = worstState(reports.map((report) => report.state));
	return { version, home: machine.home, time: new Date(machine.nowMs).toISOString(), state, checks: reports };
}

/**
 * Runs every check in a process of its own, for a service. Whoever reads a database's file and closes it drops the locks that its own process has on
 * it (https://sqlite.org/howtocorrupt.html, 2.2), and the pages of a large one are read without a pause.
 * @param parts `program`: the command line
 * @throws TroupeError DEPENDENCY_MISSING, DIAGNOSIS_TIMEOUT; the reason of `signal`
 */
export function examineApart(
	environment: Environment,
	signal: AbortSignal,
	{ program = join(findPackageFolder(), 'bin', 'troupe'), maxMs = maxApartMs } = {},
): Promise<Diagnosis> {
	// This machine, wherever commands usually work.
	const env = { ...environment, TROUPE_SERVICE: undefined };
	return new Promise((done, failed) => {
		execFile(
			process.execPath,
			[program, 'doctor', '--json'],
			{ env, signal, timeout: maxMs, maxBuffer: maxBytes, windowsHide: true },
			// It exits with 1 where a check fails.
			(error, printed) => {
				try {
					done(JSON.parse(printed) as Diagnosis);
				} catch {
					if (signal.aborted) failed(signal.reason as Error);
					else failed(error?.killed && error.code === null ? tooLate(maxMs, error) : notRead(error));
				}
			},
		);
	});
}

const tooLate = (maxMs: number, cause: Error) =>
	new TroupeError({
		code: 'DIAGNOSIS_TIMEOUT',
		message: `\`troupe doctor\` did not end within ${maxMs / 1000} s.`,
		fix: 'Run it on the machine of the service: there it says which check takes so long.',
		retryable: true,
		cause,
	});

const notRead = (cause: unknown) =>
	new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: 'The service could not run `troupe doctor` in a process of its own, or read its answer.',
		fix: 'Run `troupe doctor` on the machine of the service.',
		cause,
	});
