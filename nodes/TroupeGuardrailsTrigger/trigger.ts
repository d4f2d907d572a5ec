import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { TenantViolation } from '../../core/guardrails/violations/follow-violations';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { admitNode, whenRefused } from '../shared/host';
import { toNodeError } from '../shared/to-node-error';
import { readFilter } from './read-filter';
import { openSource, type ViolationSource } from './violation-source';

/** The trigger's work: the gate first, then one violation for the editor's test, or all for an active workflow. */
export async function trigger(this: ITriggerFunctions, gate: Gate = defaultGate()): Promise<ITriggerResponse> {
	await admitNode(this, gate, 'troupeGuardrailsTrigger');
	try {
		const source = await openSource(this);
		return this.getMode() === 'manual' ? testOnce(this, source) : await follow(this, source, gate);
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** After a restart of n8n, continues after the last violation delivered; when a person publishes, starts with the next one. */
async function follow(context: ITriggerFunctions, source: ViolationSource, gate: Gate): Promise<ITriggerResponse> {
	const matches = readFilter(context);
	const delivered = source.restore(await source.readLast(), context.getActivationMode() !== 'activate');
	const end = source.follow(
		(violation) => {
			source.keep(violation);
			if (matches(violation.record)) emit(context, violation);
		},
		(error) => context.emitError(toNodeError(context.getNode(), error)),
		delivered,
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

function testOnce(context: ITriggerFunctions, source: ViolationSource): ITriggerResponse {
	let end: (() => void) | undefined;
	return {
		manualTriggerFunction: async () => {
			const matches = readFilter(context);
			end = source.follow(
				(violation) => {
					if (!matches(violation.record)) return;
					end?.();
					emit(context, violation);
				},
				(error) => context.emitError(toNodeError(context.getNode(), error)),
				await source.readLast(),
			);
		},
		closeFunction: async () => end?.(),
	};
}

function emit(context: ITriggerFunctions, { tenant, record: { at, ...record } }: TenantViolation): void {
	context.emit([[{ json: { ...record, tenant, at: new Date(at).toISOString() } }]]);
}
