import { actAs } from '../../core/audit/actor';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { readUserName } from '../../core/base/user-name';
import { composePlans, type PlansOptions } from '../../planner/compose-plans';
import type { Plans } from '../../planner/plans';
import type { FindCost } from '../../planner/run/tell-progress';
import type { PlanEngine } from '../../planner/run/run-plan';
import type { Host } from '../../providers/compose/hosts/host';
import type { GatedCommand } from '../gated-commands';
import { openHost, readStateHost, whileAllowed } from '../host';
import type { Terminal } from '../terminal/terminal';

export interface PlanOptions {
	json?: boolean;
	/** Names of models, or false for none. */
	model?: string[] | boolean;
	address?: string;
}

const defaultAddress = '127.0.0.1:26500';

export const actor = (): string => `user:${readUserName()}`;

/** Opens the plans of this home for a command that the gate allows, in the name of the user. @throws TroupeError when the gate refuses */
export async function withPlans<Result>(
	name: GatedCommand,
	options: PlanOptions,
	terminal: Terminal,
	work: (plans: Plans, terminal: Terminal) => Promise<Result>,
): Promise<Result> {
	const host = await openHost(terminal);
	return whileAllowed(host, name, terminal, async (admitted, asking) => open(admitted, options, asking, work));
}

/** The same for a command that only reads. */
export async function readPlans<Result>(
	options: PlanOptions,
	terminal: Terminal,
	work: (plans: Plans, terminal: Terminal) => Promise<Result>,
): Promise<Result> {
	return open(await openHost(terminal), options, terminal, work);
}

async function open<Result>(
	host: Host,
	{ model, address = defaultAddress }: PlanOptions,
	terminal: Terminal,
	work: (plans: Plans, terminal: Terminal) => Promise<Result>,
): Promise<Result> {
	const options: PlansOptions = {
		...(Array.isArray(model) && { models: model }),
		withoutModel: model === false,
		readRoot: async () => (await import('../../manifests/gate/read-root')).readRoot(terminal.environment),
		processes: async () => (await import('./list-deployed')).listDeployed(address, terminal),
		withEngine: (engine, use) => withEngine(engine, address, terminal, use),
	};
	const { stateFolder } = readStateHost(terminal);
	const plans = await composePlans({ ...host, stateFolder }, options);
	return actAs({ name: actor() }, () => work(plans, terminal).catch(offerOutline));
}

/** An outline needs no model. */
function offerOutline(error: unknown): never {
	if (!isTroupeError(error) || !error.code.startsWith('MODEL_')) throw error;
	const { code, message, fix, retryable, retryAfterMs, details } = error;
	const words = [fix, 'Or add --no-model, and write one step a line.'].filter(Boolean).join(' ');
	throw new TroupeError({ code, message, fix: words, retryable, retryAfterMs, details, cause: error });
}

/** Opens the engine as `troupe process` does: that of this home, by its file or its service, or the cluster at the address. */
async function withEngine<Result>(
	engine: string,
	address: string,
	terminal: Terminal,
	work: (engine: PlanEngine, costOf?: FindCost) => Promise<Result>,
): Promise<Result> {
	const [{ connectOperator }, { readInstanceCost }] = await Promise.all([
		import('../process/operate/connect-operator'),
		import('../process/operate/instance-cost'),
	]);
	const operator = await connectOperator({ engine, address, isCreating: true }, terminal);
	try {
		return await work(operator.engine, async (key) => {
			const { total } = await readInstanceCost(operator, terminal, key);
			return total.calls > 0 ? total.costUsd : undefined;
		});
	} finally {
		await operator.close();
	}
}
