import type { IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { getErrorMessage } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { admitNode, whenRefused } from '../shared/host';
import { toTriggerItem } from '../shared/item-tokens/hide-item';
import { ownerField, type TokenOwner } from '../shared/item-tokens/item-owner';
import { ItemTokens } from '../shared/item-tokens/item-tokens';
import { readState } from '../shared/state/read-state';
import type { NodeState } from '../shared/state/read-state';
import { toNodeError } from '../shared/to-node-error';
import { JobClient, type Job } from './job-client';
import { JobLoop } from './job-loop';
import { readSettings, type Settings } from './settings';
import { toEnding, type Ending } from './to-outcome';
import { warnLog } from '../shared/warn-log';

/**
 * The trigger's work: the gate and the connection first, then a job at a time for the editor's test, or many for an active workflow.
 * @throws NodeOperationError, NodeApiError where the workflow cannot be activated
 */
export async function trigger(
	this: ITriggerFunctions,
	gate: Gate = defaultGate(),
	changes: Partial<Settings> = {},
): Promise<ITriggerResponse> {
	await admitNode(this, gate, 'troupeProcessTrigger');
	const settings = { ...readSettings(this), ...changes };
	const client = new JobClient(this);
	await client.check().catch(async (error: unknown) => {
		if (!isUnattended(this)) throw toNodeError(this.getNode(), error);
		await warnLog(this.logger, `Troupe Process Trigger keeps trying: ${getErrorMessage(error)}`);
	});
	const loop = new JobLoop(client, settings, this.logger, (job) => runWorkflow(this, job, settings));
	if (this.getMode() === 'manual') return testOnce(this, loop);
	loop.start();
	const endWatch = whenRefused(this, gate, 'troupeProcessTrigger', (error) => {
		loop.stopAsking();
		this.emitError(error);
	});
	return {
		closeFunction: async () => {
			endWatch();
			await loop.close();
		},
	};
}

const isUnattended = (context: ITriggerFunctions): boolean => ['init', 'leadershipChange'].includes(context.getActivationMode());

/** n8n closes the trigger when the test's workflow ends: its job is answered then, by what follows the end. */
function testOnce(context: ITriggerFunctions, loop: JobLoop): ITriggerResponse {
	const stopped = new AbortController();
	return {
		manualTriggerFunction: async () => {
			void loop.takeOne().catch((error: unknown) => {
				if (!stopped.signal.aborted) context.emitError(toNodeError(context.getNode(), error));
			});
		},
		closeFunction: async () => {
			stopped.abort();
			loop.stopAsking();
		},
	};
}

async function runWorkflow(context: ITriggerFunctions, job: Job, settings: Settings): Promise<Ending> {
	const done = context.helpers.createDeferredPromise<IRun>();
	const owner = findOwner(context, job);
	const json = { ...job, ...(await toTriggerItem(context, { variables: job.variables }, owner)) };
	context.emit([[{ json }]], undefined, done);
	const ending = toEnding(await done.promise, job, settings, context.getNode().name);
	return ownerField in json ? restoreEnding(await readState(context), owner, ending) : ending;
}

/** Jobs of an instance of a process have their tokens together. Clusters can have the same keys. */
function findOwner(context: ITriggerFunctions, { processInstanceKey, jobKey }: Job): TokenOwner {
	const { id = '' } = context.getNode().credentials?.camundaApi ?? {};
	return { id: `process instance ${id} ${typeof processInstanceKey === 'string' ? processInstanceKey : jobKey}` };
}

/** @throws TroupeError INPUT_INVALID for a token without its value */
async function restoreEnding(state: NodeState, owner: TokenOwner, ending: Ending): Promise<Ending> {
	if (ending.kind !== 'outcome' || ending.outcome.kind !== 'complete') return ending;
	const { variables } = ending.outcome;
	const tokens = new ItemTokens([{ ...owner, hasTokens: true, others: [] }], state, true);
	await tokens.load(0, JSON.stringify(variables));
	return { kind: 'outcome', outcome: { kind: 'complete', variables: tokens.read(0, 'Result', variables) as typeof variables } };
}
