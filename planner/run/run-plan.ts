import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Variables } from '../../engine-adapter/engine/variables';
import { conflict, type StatementKeys } from '../confirm/confirm-plan';
import { hashFiles } from '../hash-files';
import type { Plan, PlanRun } from '../plan';
import type { PlanTree } from '../tree/plan-tree';
import { planWords } from '../words/plan-words';
import { checkInputs } from './check-inputs';

export type PlanEngine = Pick<
	ProcessEngine,
	| 'deploy'
	| 'start'
	| 'publishMessage'
	| 'findInstance'
	| 'findInstancesOf'
	| 'searchIncidents'
	| 'searchUserTasks'
	| 'listRetries'
	| 'updateJobRetries'
	| 'resolveIncident'
	| 'cancel'
>;

export interface StartedPlan {
	run: PlanRun;
	/** For the conversation. */
	said: string;
}

/** Files that were confirmed, with their hash and tree. */
interface ReadyPlan {
	files: NonNullable<Plan['files']>;
	hash: string;
	version: string;
	tree: PlanTree;
}

/** @throws TroupeError STATE_CONFLICT, TOKEN_INVALID, INPUT_INVALID */
export async function prepareRun(plan: Plan, variables: Variables, keys: Pick<StatementKeys, 'verify'>): Promise<ReadyPlan> {
	const ready = await requireConfirmed(plan, keys);
	if (ready.tree.trigger.kind !== 'timer') checkInputs(ready.tree.inputs, variables);
	return ready;
}

/**
 * Deploys the confirmed bytes and starts an instance, by its message if any. One begun by time is only deployed. @param onSend called before
 * the engine is asked for the instance @throws TroupeError those of the engine
 */
export async function beginRun(
	{ language, hash: newest, version: next }: Plan,
	{ files, hash, version, tree }: ReadyPlan,
	variables: Variables,
	{ isStarting: _isStarting, ...begun }: PlanRun,
	engine: PlanEngine,
	onSend: () => void,
): Promise<StartedPlan> {
	const words = planWords[language];
	const open = newest === hash ? '' : ` ${words.notRun(next)}`;
	const { processes } = await engine.deploy(files);
	const deployed = processes.find(({ processId }) => processId === tree.id);
	switch (tree.trigger.kind) {
		case 'timer':
			return { run: begun, said: words.deployed(words.trigger.timer(tree.trigger.at), version) + open };
		case 'message': {
			const { name } = tree.trigger;
			onSend();
			await engine.publishMessage({ name, correlationKey: '', variables });
			return { run: begun, said: words.deployed(words.trigger.message(name), version) + open };
		}
		default: {
			const request = { processId: tree.id, variables, ...(deployed && { version: deployed.version }) };
			onSend();
			const { instanceKey } = await engine.start(request);
			return { run: { ...begun, instanceKey, state: 'active' }, said: words.started(instanceKey, version) + open };
		}
	}
}

/** Returns the files that were confirmed. The hash is computed again, and the statement verified. */
async function requireConfirmed(plan: Plan, keys: Pick<StatementKeys, 'verify'>): Promise<ReadyPlan> {
	const { id, confirmed } = plan;
	const tree = confirmed?.tree ?? plan.tree;
	const confirms = `\`troupe plan confirm ${id}\`, or POST /api/v1/plans/${id}/confirm`;
	if (!confirmed || !tree) throw conflict(plan, 'nobody confirmed it', `Confirm it first: ${confirms}.`);
	const { hash, version, statement, files = plan.files ?? [] } = confirmed;
	const again = `Look at it, and confirm it again: ${confirms}.`;
	if (hashFiles(files) !== hash) throw conflict(plan, 'its files are not those that were confirmed', again);
	const said = await keys.verify(statement);
	if (said.plan !== id || said.hash !== hash) throw conflict(plan, 'its confirmation is about other files', again);
	return { files, hash, version, tree };
}
