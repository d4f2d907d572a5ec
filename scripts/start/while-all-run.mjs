/** Detects a service that exits while it should run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../lib/setup-error.mjs';

/** A call to a killed service fails shortly before the exit of its process is reported. */
const momentMs = 1_000;

/**
 * Runs `work` for as long as all services run.
 * @template T
 * @param {Array<{ name?: string, logFile?: string, ended?: Promise<{ code: number | null, signal: string | null }> }>} services
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {SetupError} as soon as one of them exits, also when `work` failed because of that
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
	const how = signal ? `was killed by signal ${signal}` : `exited with code ${code}`;
	const memory = signal === 'SIGKILL' ? ' The machine may have run out of memory.' : '';
	throw new SetupError(
		`${name} ${how}.${memory}`,
		`Read the last lines of ${logFile}, then run \`npm start\` again: your workflows and credentials are kept.`,
	);
}
