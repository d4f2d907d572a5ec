import type { Value } from '../../../bpmn/reading/process-model';
import type { ListenerEvent } from '../../engine/jobs';
import { IncidentCause } from '../flow/incident-cause';
import type { ElementContext } from '../flow/kernel';
import { lookUp } from '../state/instances/variables';
import { isTaskEvent } from './listener-events';

interface JobProperties {
	type: string;
	retries: number;
	headers: Record<string, string>;
}

/** @throws IncidentCause EXTRACT_VALUE_ERROR */
export const evaluateJobProperties = (context: ElementContext): JobProperties => ({
	...evaluateWork(context, context.node.job!),
	headers: context.node.headers,
});

/** The job of an element or a listener. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function evaluateWork(
	{ kernel, process, instance }: ElementContext,
	definition: { type: Value; retries: Value },
): Pick<JobProperties, 'type' | 'retries'> {
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const type = process.expressions.evaluateText(definition.type, see);
	if (type === '') throw new IncidentCause('EXTRACT_VALUE_ERROR', 'Expected the type of the job to be a text, but it is empty.');
	return { type, retries: toInteger(process.expressions.evaluateNumber(definition.retries, see)) };
}

/** 32 bits, as Zeebe stores it. */
const toInteger = (value: number | bigint): number =>
	typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : Math.trunc(value) | 0;

export function createJob(
	{ kernel, instance, node, process }: ElementContext,
	{ type, retries, headers }: JobProperties,
	listener?: { event: ListenerEvent; index: number },
): void {
	const key = kernel.database.nextKey();
	kernel.database.run(
		`INSERT INTO job (key, type, element_instance_key, state, retries, headers, listener, task_event, tenant_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		key,
		type,
		instance.key,
		'ACTIVATABLE',
		retries,
		JSON.stringify(headers),
		listener?.index ?? null,
		listener && isTaskEvent(listener.event) ? listener.event : null,
		process.tenantId,
	);
	kernel.log.append('job-created', { ...instance, type: node.type }, { jobKey: String(key), type, retries, listener: listener?.event });
	kernel.effects.jobAvailable(type);
}
