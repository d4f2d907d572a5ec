import type { FlowNode } from '../../../bpmn/reading/process-model';
import { buildWhereClause } from '../state/where-clause';
import type { TenantIds } from '../state/tenants';
import { readTags, rowsPerLook } from '../state/instances/instance-directory';
import { describePlace, type Place } from '../state/instances/element-directory';
import type { TaskEvent } from '../../engine/jobs';
import type { Kernel } from '../flow/kernel';
import type { UserTaskProperties } from './user-tasks';
import { listWaiting, type WaitingQuery } from './waiting-tasks';

export interface UserTaskSummary extends Place {
	key: string;
	elementInstanceKey: string;
	node: FlowNode;
	properties: UserTaskProperties;
	tags: string[];
	/** CREATED: waits for a person. COMPLETED and CANCELED are over; in all others, listeners decide. */
	state: 'CREATED' | 'COMPLETED' | 'CANCELED' | Uppercase<TaskEvent>;
	/** Milliseconds since the epoch. */
	createdAt: number;
	endedAt?: number;
	/** If the caller was known by name. */
	completedBy?: string;
}

export interface IncidentSummary extends Place {
	key: string;
	elementInstanceKey: string;
	elementId: string;
	errorType: string;
	message: string;
	state: 'ACTIVE' | 'RESOLVED';
	jobKey?: string;
	/** Milliseconds since the epoch. */
	createdAt: number;
}

interface WorkQuery {
	after?: string;
	key?: string;
	instanceKey?: string;
	tenants: TenantIds;
}

interface WorkRow {
	key: number;
	instance_key: number;
	element_instance_key: number;
	definition_key: number;
}

type IncidentRow = WorkRow & { element_id: string; error_type: string; message: string; job_key: number | null; created_at: number };

type TaskRow = WorkRow & { element_id: string; properties: string; change: string | null; started_at: number };

const withElement = 'JOIN element_instance ON element_instance.key = element_instance_key';
const taskColumns = 'user_task.*, definition_key, element_id, started_at FROM user_task';

/** Open ones in order of creation, the first 1,000 after a key. */
export const searchUserTaskDetails = (kernel: Kernel, query: WorkQuery): UserTaskSummary[] =>
	select<TaskRow>(kernel, taskColumns, 'user_task', query).map(describeTask(kernel));

export function listWaitingTasks(kernel: Kernel, query: WaitingQuery): UserTaskSummary[] {
	const sql = `SELECT ${taskColumns} ${withElement} WHERE user_task.key IN (SELECT value FROM json_each(?)) ORDER BY user_task.key`;
	return kernel.database.all<TaskRow>(sql, JSON.stringify(listWaiting(kernel, query))).map(describeTask(kernel));
}

const describeTask =
	(kernel: Kernel) =>
	(row: TaskRow): UserTaskSummary => ({
		key: String(row.key),
		elementInstanceKey: String(row.element_instance_key),
		node: kernel.definitions.get(row.definition_key).node(row.element_id),
		properties: JSON.parse(row.properties) as UserTaskProperties,
		tags: readTags(kernel, String(row.instance_key)),
		state: row.change === null ? 'CREATED' : toState(row.change),
		createdAt: row.started_at,
		...describePlace(kernel, row),
	});

const toState = (change: string): Uppercase<TaskEvent> =>
	(JSON.parse(change) as { event: TaskEvent }).event.toUpperCase() as Uppercase<TaskEvent>;

/** Unresolved ones in order of creation, the first 1,000 after a key. */
export function searchIncidentDetails(kernel: Kernel, query: WorkQuery): IncidentSummary[] {
	const rows = select<IncidentRow>(kernel, 'incident.*, definition_key FROM incident', 'incident', query);
	return rows.map((row) => ({
		key: String(row.key),
		elementInstanceKey: String(row.element_instance_key),
		elementId: row.element_id,
		errorType: row.error_type,
		message: row.message,
		jobKey: row.job_key === null ? undefined : String(row.job_key),
		createdAt: row.created_at,
		state: 'ACTIVE',
		...describePlace(kernel, row),
	}));
}

function select<Row>(
	kernel: Kernel,
	columns: string,
	table: 'user_task' | 'incident',
	{ key, instanceKey, after, tenants }: WorkQuery,
): Row[] {
	const { where, values } = buildWhereClause(
		{ [`${table}.key`]: key, [`${table}.instance_key`]: instanceKey },
		{ [`${table}.key`]: after },
		tenants,
	);
	const sql = `SELECT ${columns} ${withElement}
		${where} ORDER BY ${table}.key LIMIT ${rowsPerLook}`;
	return kernel.database.all<Row>(sql, ...values);
}
