import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Variables } from '../../engine-adapter/engine/variables';
import { conflict, type StatementKeys } from '../confirm/confirm-plan';
import { hashFiles } from '../hash-files';
import type { Plan, PlanRun } from '../plan';
import { planWords } from '../words/plan-words';
import { checkInputs } from './check-inputs';

/** The engine that runs plans. */
export type PlanEngine = Pick<
	ProcessEngine,
	'deploy' | 'start' | 'publishMessage' | 'findInstance' | 'searchIncidents' | 'searchUserTasks'
>;

export interface StartedPlan {
	run: PlanRun;
	/** For the conversation. */
	said: string;
}

/**
 * Deploys what was confirmed, byte for byte, and starts an instance: by the message where the plan begins with one. One that begins by time is deployed.
 * @throws TroupeError STATE_CONFLICT, TOKEN_INVALID, INPUT_INVALID, and those of the engine
 */
export async function runPlan(
	plan: Plan,
	variables: Variables,
	at: string,
	engine: PlanEngine,
	keys: Pick<StatementKeys, 'verify'>,
): Promise<StartedPlan> {
	const { files, hash, tree } = await requireConfirmed(plan, keys);
	const words = planWords[plan.language];
	const begun = { hash, engine: plan.confirmed!.engine, at };
	if (tree.trigger.kind !== 'timer') checkInputs(tree.inputs, variables);
	const { processes } = await engine.deploy(files);
	const deployed = processes.find(({ processId }) => processId === tree.id);
	switch (tree.trigger.kind) {
		case 'timer':
			return { run: begun, said: words.deployed(words.trigger.timer(tree.trigger.at)) };
		case 'message': {
			const { name } = tree.trigger;
			await engine.publishMessage({ name, correlationKey: '', variables });
			return { run: begun, said: words.deployed(words.trigger.message(name)) };
		}
		default: {
			const request = { processId: tree.id, variables, ...(deployed && { version: deployed.version }) };
			const { instanceKey } = await engine.start(request);
			return { run: { ...begun, instanceKey, state: 'active' }, said: words.started(instanceKey) };
		}
	}
}

/** Returns the files that were confirmed. The hash is computed again, and the statement verified. */
async function requireConfirmed(plan: Plan, keys: Pick<StatementKeys, 'verify'>) {
	const { id, confirmed } = plan;
	const tree = confirmed?.tree ?? plan.tree;
	if (!confirmed || !tree) throw conflict(plan, 'nobody confirmed it', `Confirm it first: \`troupe plan confirm ${id}\`.`);
	const { hash, statement, files = plan.files ?? [] } = confirmed;
	const again = `Look at it, and confirm it again: \`troupe plan confirm ${id}\`.`;
	if (hashFiles(files) !== hash) throw conflict(plan, 'its files are not those that were confirmed', again);
	const said = await keys.verify(statement);
	if (said.plan !== id || said.hash !== hash) throw conflict(plan, 'its confirmation is about other files', again);
	return { files, hash, tree };
}
