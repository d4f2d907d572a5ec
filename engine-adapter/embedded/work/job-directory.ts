import type { Retry } from '../../engine/instances';
import type { ListenerEvent } from '../../engine/jobs';
import type { Kernel } from '../flow/kernel';
import { toModelId } from '../flow/executable-model';
import { rowsPerLook } from '../state/instances/instance-directory';
import { describePlace, type Place } from '../state/instances/element-directory';
import type { ElementInstance } from '../state/instances/element-instance';
import type { TenantIds } from '../state/tenants';
import { buildWhereClause } from '../state/where-clause';
import type { JobRow } from './job-rows';
import { isTaskEvent, readListenerEvent } from './listener-events';

type JobKind = 'BPMN_ELEMENT' | 'EXECUTION_LISTENER' | 'TASK_LISTENER' | 'AD_HOC_SUB_PROCESS';

export function toJobKind(listener: ListenerEvent | undefined, isAdHoc: boolean): JobKind {
	if (listener) return isTaskEvent(listener) ? 'TASK_LISTENER' : 'EXECUTION_LISTENER';
	return isAdHoc ? 'AD_HOC_SUB_PROCESS' : 'BPMN_ELEMENT';
}

export interface JobSummary extends Place {
	key: string;
	type: string;
	state: JobRow['state'] | 'COMPLETED' | 'CANCELED';
	kind: JobKind;
	listener?: ListenerEvent;
	retries: number;
	headers: Record<string, string>;
	/** Last worker; empty without one. */
	worker: string;
	/** End of activation or backoff, in milliseconds since the epoch. */
	due?: number;
	errorCode?: string;
	errorMessage?: string;
	elementId: string;
	elementInstanceKey: string;
	/** Milliseconds since the epoch; undefined before the end. */
	endedAt?: number;
}

type Row = JobRow & { instance_key: number; definition_key: number; element_id: string; element_state: ElementInstance['state'] };

interface JobQuery {
	key?: string;
	type?: string;
	instanceKey?: string;
	after?: string;
	tenants: TenantIds;
}

/** Current ones in order of creation, the first 1,000 after a key. */
export function searchJobDetails(kernel: Kernel, { key, type, instanceKey, after, tenants }: JobQuery): JobSummary[] {
	const { where, values } = buildWhereClause(
		{ 'job.key': key, 'job.type': type, 'element_instance.instance_key': instanceKey },
		{ 'job.key': after },
		tenants,
	);
	const sql = `SELECT job.*, instance_key, definition_key, element_id, element_instance.state AS element_state FROM job
		JOIN element_instance ON element_instance.key = element_instance_key ${where} ORDER BY job.key LIMIT ${rowsPerLook}`;
	return kernel.database.all<Row>(sql, ...values).map((row) => toSummary(kernel, row));
}

export function listRetries(kernel: Kernel, instanceKey: string): Retry[] {
	const failed = searchJobDetails(kernel, { instanceKey, tenants: 'every' }).filter(
		({ state, retries }) => state === 'FAILED' && retries > 0,
	);
	return failed.map(({ key, elementId, errorMessage = '', retries, due }) => ({
		jobKey: key,
		elementId,
		message: errorMessage,
		retries,
		...(due !== undefined && { due }),
	}));
}

function toSummary(kernel: Kernel, row: Row): JobSummary {
	const listener = readListenerEvent(row, { state: row.element_state });
	const isAdHoc = kernel.definitions.get(row.definition_key).node(row.element_id).adHoc !== undefined;
	return {
		key: String(row.key),
		type: row.type,
		state: row.state,
		kind: toJobKind(listener, isAdHoc),
		listener,
		retries: row.retries,
		headers: JSON.parse(row.headers) as Record<string, string>,
		worker: row.worker,
		due: row.due ?? undefined,
		errorCode: row.error_code ?? undefined,
		errorMessage: row.error_message ?? undefined,
		elementId: toModelId(row.element_id),
		elementInstanceKey: String(row.element_instance_key),
		...describePlace(kernel, row),
	};
}
