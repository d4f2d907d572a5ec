import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { ViolationLog } from '../../core/guardrails/violations/violation-log';
import type { Gate, ViolationRecord } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { admitNode, whenRefused } from '../shared/host';
import { readState } from '../shared/state/read-state';
import { toNodeError } from '../shared/to-node-error';
import { readFilter } from './read-filter';

/** The trigger's work: the gate first, then one violation for the editor's test, or all for an active workflow. */
export async function trigger(this: ITriggerFunctions, gate: Gate = defaultGate()): Promise<ITriggerResponse> {
	await admitNode(this, gate, 'troupeGuardrailsTrigger');
	try {
		const log = await composeViolationLog(await readState(this));
		return this.getMode() === 'manual' ? testOnce(this, log) : await follow(this, log, gate);
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** After a restart of n8n, continues after the last violation delivered; when a person publishes, starts with the next one. */
async function follow(context: ITriggerFunctions, log: ViolationLog, gate: Gate): Promise<ITriggerResponse> {
	const matches = readFilter(context);
	// n8n keeps this with the workflow: after activation, and with each execution.
	const memory = context.getWorkflowStaticData('node') as { lastId?: number };
	const newest = await log.last();
	const goesOn = context.getActivationMode() !== 'activate' && memory.lastId !== undefined;
	// A log that was deleted counts from the beginning again.
	memory.lastId = goesOn ? Math.min(memory.lastId!, newest) : newest;
	const end = log.subscribe(
		(record) => {
			memory.lastId = record.id;
			if (matches(record)) emit(context, record);
		},
		(error) => context.emitError(toNodeError(context.getNode(), error)),
		memory.lastId,
	);
	const endWatch = whenRefused(context, gate, 'troupeGuardrailsTrigger', (error) => {
		end();
		context.emitError(error);
	});
	return {
		closeFunction: async () => {
			endWatch();
			end();
		},
	};
}

function testOnce(context: ITriggerFunctions, log: ViolationLog): ITriggerResponse {
	let end: (() => void) | undefined;
	return {
		manualTriggerFunction: async () => {
			const matches = readFilter(context);
			end = log.subscribe(
				(record) => {
					if (!matches(record)) return;
					end?.();
					emit(context, record);
				},
				(error) => context.emitError(toNodeError(context.getNode(), error)),
				await log.last(),
			);
		},
		closeFunction: async () => end?.(),
	};
}

function emit(context: ITriggerFunctions, { at, ...record }: ViolationRecord): void {
	context.emit([[{ json: { ...record, at: new Date(at).toISOString() } }]]);
}
