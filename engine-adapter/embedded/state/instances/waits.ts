import type { FlowNode } from '../../../../bpmn/reading/process-model';
import { joins, toModelId } from '../../flow/executable-model';
import type { TaskEvent } from '../../../engine/jobs';
import type { Kernel } from '../../flow/kernel';
import { listenedTo } from '../../work/listener-events';
import type { ElementInstance } from './element-instance';

export interface Wait {
	elementId: string;
	kind: 'job' | 'message' | 'signal' | 'timer' | 'join';
	/** Part of a sentence: `a job of type "bank"`. */
	for: string;
}

interface Row {
	definition_key: number;
	element_id: string;
}

/** Jobs, messages, signals, timers, and joins. Leaves out events that only interrupt. */
export function searchWaits(kernel: Kernel): Wait[] {
	return [...findJobs(kernel), ...findSubscriptions(kernel), ...findJoins(kernel)];
}

function findJobs(kernel: Kernel): Wait[] {
	const rows = kernel.database.all<
		Row & { type: string; listener: number | null; task_event: TaskEvent | null; state: ElementInstance['state'] }
	>(
		`SELECT definition_key, element_id, job.type, listener, task_event, element_instance.state FROM job
		JOIN element_instance ON element_instance.key = element_instance_key WHERE job.state <> 'ERROR_THROWN' ORDER BY job.key`,
	);
	return rows.map(({ type, listener, task_event, ...row }) => ({
		elementId: toModelId(row.element_id),
		kind: 'job',
		for: `a job of type "${type}"${listener === null ? '' : `, of its listener at the ${task_event ?? listenedTo(row)}`}`,
	}));
}

function findSubscriptions(kernel: Kernel): Wait[] {
	const rows = kernel.database.all<Row & { kind: 'message' | 'signal' | 'timer'; name: string; value: string }>(
		`SELECT 'message' AS kind, subscription.key, name, correlation_key AS value, definition_key, subscription.element_id
			FROM message_subscription AS subscription JOIN element_instance ON element_instance.key = element_instance_key
		UNION ALL SELECT 'signal', subscription.key, name, '', element_instance.definition_key, subscription.element_id
			FROM signal_subscription AS subscription JOIN element_instance ON element_instance.key = element_instance_key
		UNION ALL SELECT 'timer', timer.key, '', due, element_instance.definition_key, timer.element_id
			FROM timer JOIN element_instance ON element_instance.key = element_instance_key
		ORDER BY 2`,
	);
	const waiting = rows.filter((row) => !mayInterrupt.has(findNode(kernel, row).type));
	return waiting.map((row) => ({ elementId: toModelId(row.element_id), kind: row.kind, for: describeEvent(row) }));
}

const mayInterrupt = new Set(['boundaryEvent', 'startEvent']);

function describeEvent({ kind, name, value }: { kind: string; name: string; value: string }): string {
	if (kind === 'message') return `the message "${name}" with the correlation key "${value}"`;
	return kind === 'signal' ? `the signal "${name}"` : `its timer at ${new Date(Number(value)).toISOString()}`;
}

function findJoins(kernel: Kernel): Wait[] {
	const rows = kernel.database.all<{ scope_key: number; definition_key: number; element_id: string; flows: string }>(
		`SELECT scope_key, definition_key, gateway_id AS element_id, json_group_array(flow_id) AS flows FROM
			(SELECT taken_flow.scope_key, definition_key, gateway_id, flow_id FROM taken_flow
			JOIN element_instance ON element_instance.key = taken_flow.scope_key)
		GROUP BY scope_key, gateway_id`,
	);
	return rows.flatMap((row) => {
		const gateway = findNode(kernel, row);
		const arrived = JSON.parse(row.flows) as string[];
		const missing = gateway.incoming.filter((flowId) => !arrived.includes(flowId));
		// An inclusive gateway requires counts at other elements too.
		return joins(gateway)
			? [{ elementId: gateway.id, kind: 'join', for: `the flows ${missing.map((flowId) => `"${flowId}"`).join(', ')}, which it joins` }]
			: [];
	});
}

const findNode = (kernel: Kernel, { definition_key, element_id }: Row): FlowNode => kernel.definitions.get(definition_key).node(element_id);
