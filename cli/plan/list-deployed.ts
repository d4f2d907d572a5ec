import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings/settings';
import type { KnownProcess } from '../../planner/doers/sources/open-doers';
import { printable, type Terminal } from '../terminal/terminal';

export async function listDeployed(address: string, terminal: Terminal): Promise<KnownProcess[]> {
	const { environment } = terminal;
	const engines = [
		...(existsSync(join(troupeHome(environment), 'engine.db')) ? ['embedded'] : []),
		...(readSetting('ZEEBE_REST_ADDRESS', environment) ? ['zeebe'] : []),
	];
	const lists = await Promise.all(engines.map((engine) => listOf(engine, address, terminal)));
	// The engine of this home comes first.
	return [...new Map(lists.toReversed().flatMap((list) => list.map((process) => [process.id, process] as const))).values()];
}

const maxWaitMs = 5_000;
const everyMs = 500;

/** A service that starts holds the engine before it answers, and another command holds it for a moment. */
async function whileHeld<Result>(connect: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
	for (let waited = 0; ; waited += everyMs) {
		try {
			return await connect();
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'ENGINE_UNREACHABLE' || waited >= maxWaitMs) throw error;
			await sleep(everyMs, undefined, { signal });
		}
	}
}

/** An engine that does not answer keeps nobody from planning. */
async function listOf(engine: string, address: string, terminal: Terminal): Promise<KnownProcess[]> {
	const [{ connectOperator }, { listProcesses }] = await Promise.all([
		import('../process/operate/connect-operator'),
		import('../../planner/doers/sources/list-processes'),
	]);
	try {
		const connect = () => connectOperator({ engine, address }, terminal);
		const operator = await (engine === 'embedded' ? whileHeld(connect, terminal.stop) : connect());
		try {
			return await listProcesses(operator.rest, operator.tenantId);
		} finally {
			await operator.close();
		}
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		terminal.note(
			printable(
				`warning: the processes of the engine ${engine} are not known, so the plan calls none of them: ${error.message} ${error.fix ?? ''}`.trim(),
			),
		);
		return [];
	}
}
