import { TroupeError } from '../../../core/base/errors';
import type { StartedInstance, StartRequest } from '../../engine/starts';
import type { Variables } from '../../engine/variables';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { ElementInstance, Trigger } from '../state/instances/element-instance';
import type { Kernel } from './kernel';
import { findStarter, type Starter, toStarterRow } from './starter';
import { defaultTenantId } from '../state/tenants';
import { parseVariables } from '../state/instances/variables';
import { checkStartAt } from './prepare-activation';

/** @throws TroupeError PROCESS_NOT_FOUND, STATE_CONFLICT when only events start it */
export function startInstance(kernel: Kernel, request: StartRequest): StartedInstance {
	const { processId, version, variables, tenantId = defaultTenantId, startAt, terminateAfter, tags } = request;
	const process = kernel.definitions.find(tenantId, processId, version);
	if (!process) {
		throw new TroupeError({
			code: 'PROCESS_NOT_FOUND',
			message: `No process "${processId}"${version === undefined ? '' : ` of version ${version}`} is deployed.`,
			fix: 'Deploy it, or correct the process id.',
			details: { processId, version },
		});
	}
	if (startAt?.length) checkStartAt(process, startAt);
	else if (!process.nodesOf(processId).some((node) => node.type === 'startEvent' && node.event?.kind === 'none')) {
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The process "${processId}" has no none start event. Only an event starts it.`,
			fix: 'Publish its message, or wait for its timer.',
			details: { processId },
		});
	}
	const { startedBy, session, asker } = request;
	const starter = { startedBy, session, asker };
	const key = createProcessInstance(kernel, process, parseVariables(variables ?? {}), { startAt, terminateAfter, tags, starter });
	return { instanceKey: String(key), processId, version: process.version, processDefinitionKey: String(process.key) };
}

interface Cause {
	start?: { elementId: string; variables: Variables; correlationKey?: string };
	caller?: ElementInstance;
	startAt?: string[];
	terminateAfter?: string[];
	tags?: string[];
	starter?: Starter;
}

export function createProcessInstance(
	kernel: Kernel,
	process: ExecutableProcess,
	variables: Variables,
	{ caller, tags, starter = {}, ...begin }: Cause = {},
): number {
	const key = kernel.database.nextKey();
	const { started_by: startedBy, session, asker } = toStarterRow(caller ? findStarter(kernel, caller.instanceKey) : starter);
	kernel.database.run(
		`INSERT INTO process_instance (key, definition_key, process_id, version, state, correlation_key, caller_key, parent_key, depth, tags,
			started_by, session, asker)
		VALUES (?, ?, ?, ?, 'ACTIVE', ?, ?, ?, ?, ?, ?, ?, ?)`,
		key,
		process.key,
		process.processId,
		process.version,
		begin.start?.correlationKey || null,
		caller?.key ?? null,
		caller?.instanceKey ?? null,
		caller ? callDepth(kernel, caller.instanceKey) + 1 : 1,
		tags?.length ? JSON.stringify(tags) : null,
		startedBy,
		session,
		asker,
	);
	kernel.effects.instanceStarted();
	if (caller) kernel.runaway.calls(caller.instanceKey, key);
	const begun = { definitionKey: process.key, scopeKey: 0, elementId: process.processId, key };
	kernel.steps.push({ kind: 'activate', ...begun, trigger: toTrigger(begin), locals: variables });
	return key;
}

function toTrigger({ start, startAt, terminateAfter }: Cause): Trigger | undefined {
	const trigger = {
		...(start && { start: { elementId: start.elementId, variables: start.variables } }),
		...(startAt?.length && { startAt }),
		...(terminateAfter?.length && { terminateAfter }),
	};
	return Object.keys(trigger).length === 0 ? undefined : { variables: {}, ...trigger };
}

/** 1 without a caller. */
export function callDepth(kernel: Kernel, instanceKey: number): number {
	return kernel.database.get<{ depth: number }>('SELECT depth FROM process_instance WHERE key = ?', instanceKey)!.depth;
}
