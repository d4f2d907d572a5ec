/** Notices a service that ends while it should run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../lib/setup-error.mjs';

/** A call to a service that was killed fails a moment before its process is known to have ended. */
const momentMs = 1_000;

/**
 * Runs `work` for as long as all services run.
 * @template T
 * @param {Array<{ name?: string, logFile?: string, ended?: Promise<{ code: number | null, signal: string | null }> }>} services
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {SetupError} as soon as one of them ends by itself, also where `work` failed because of that
 */
export async function whileAllRun(services, work) {
	const anEnding = Promise.race(services.map(({ ended, ...service }) => refuseEnding(service, ended ?? new Promise(() => {}))));
	const working = work().catch(async (error) => {
		await Promise.race([anEnding, sleep(momentMs, undefined, { ref: false })]);
		throw error;
	});
	return Promise.race([working, anEnding]);
}

async function refuseEnding({ name, logFile }, ended) {
	const { code, signal } = await ended;
	const how = signal ? `was ended by the signal ${signal}` : `ended by itself with exit code ${code}`;
	const memory = signal === 'SIGKILL' ? ' If nobody ended it, the machine may have run out of memory.' : '';
	throw new SetupError(
		`${name} ${how}.${memory}`,
		`Read the last lines of ${logFile}, then run \`npm start\` again: your workflows and credentials are kept.`,
	);
}
