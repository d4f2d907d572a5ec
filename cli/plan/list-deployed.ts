import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings/settings';
import type { KnownProcess } from '../../planner/doers/sources/open-doers';
import { printable, type Terminal } from '../terminal/terminal';

/** Lists the processes that a plan can call: those of this home's engine, and of the cluster where its REST API is set. */
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

/** An engine that does not answer keeps nobody from planning. */
async function listOf(engine: string, address: string, terminal: Terminal): Promise<KnownProcess[]> {
	const [{ connectOperator }, { listProcesses }] = await Promise.all([
		import('../process/operate/connect-operator'),
		import('../../planner/doers/sources/list-processes'),
	]);
	try {
		const operator = await connectOperator({ engine, address }, terminal);
		try {
			return await listProcesses(operator.rest, operator.tenantId);
		} finally {
			await operator.close();
		}
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		terminal.note(
			printable(`warning: the processes of the engine ${engine} are not known, so the plan calls none of them: ${error.message}`),
		);
		return [];
	}
}
