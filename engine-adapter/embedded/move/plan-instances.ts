import type { Variables } from '../../engine/variables';
import { toModelId } from '../flow/executable-model';
import { IncidentCause } from '../flow/incident-cause';
import type { Kernel } from '../flow/kernel';
import { createElementContext } from '../flow/element-context';
import { findInstance, listChildren } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { localVariables } from '../state/instances/variables';
import { hasIncident } from '../work/incidents';
import { findTaskOf, type UserTaskProperties } from '../work/task-store';
import { evaluateUserTask } from '../work/user-task-properties';
import { findElementObstacles, findInstanceObstacles, type ActiveElement, type Obstacle } from './obstacles';

export interface InstancePlan {
	instanceKey: string;
	definitionKey: number;
	tenantId: string;
	processId: string;
	version: number;
	startAt: string[];
	variables: Variables;
	tags: string[];
	obstacles: Obstacle[];
	notes: string[];
}

interface Row {
	key: number;
	definition_key: number;
	correlation_key: string | null;
	tags: string | null;
}

interface PlanQuery {
	/** Only instances with a greater key. */
	after?: number;
	restartTimers?: boolean;
	/** Default: 100. */
	atMost?: number;
}

/** Active instances without a caller, in order of their start. */
export function planInstances(kernel: Kernel, { after = 0, restartTimers = false, atMost = 100 }: PlanQuery): InstancePlan[] {
	const sql = `SELECT key, definition_key, correlation_key, tags FROM process_instance
		WHERE state = 'ACTIVE' AND caller_key IS NULL AND key > ? ORDER BY key LIMIT ?`;
	return kernel.database.all<Row>(sql, after, atMost).map((row) => planInstance(kernel, row, restartTimers));
}

function planInstance(kernel: Kernel, row: Row, restartTimers: boolean): InstancePlan {
	const root = readElement(kernel, findInstance(kernel, row.key)!);
	const elements = listElements(root);
	const leaves = elements.filter(({ children, instance }) => children.length === 0 && instance.scopeKey !== 0);
	const startAt = leaves.map(({ node }) => toModelId(node.id));
	const obstacles = new Map(
		elements
			.flatMap((element) => findElementObstacles(element, restartTimers))
			.map((obstacle) => [`${obstacle.elementId} ${obstacle.reason}`, obstacle]),
	);
	const { tenantId, processId, version } = root.process;
	return {
		instanceKey: String(row.key),
		definitionKey: row.definition_key,
		tenantId,
		processId,
		version,
		startAt,
		variables: localVariables(kernel, row.key),
		tags: row.tags === null ? [] : (JSON.parse(row.tags) as string[]),
		obstacles: obstacles.size > 0 ? [...obstacles.values()] : findInstanceObstacles(root, startAt),
		notes: [...leaves.flatMap(noteLosses), ...noteCorrelation(row), ...noteIncident(kernel, row.key)],
	};
}

/** Leaves out instances of a call activity, which is an obstacle by itself. */
function readElement(kernel: Kernel, instance: ElementInstance): ActiveElement {
	const context = createElementContext(kernel, instance);
	const inner = context.node.type === 'callActivity' ? [] : listChildren(kernel, instance.key);
	return { ...context, children: inner.map((child) => readElement(kernel, child)) };
}

const listElements = (element: ActiveElement): ActiveElement[] => [element, ...element.children.flatMap(listElements)];

function noteLosses(element: ActiveElement): string[] {
	const { kernel, instance, node } = element;
	const lost = findLostChanges(element);
	const isTaken = kernel.database.get("SELECT 1 FROM job WHERE element_instance_key = ? AND state = 'ACTIVATED'", instance.key);
	return [
		...(Object.keys(lost).length > 0 ? [`what people changed at "${node.id}" (${JSON.stringify(lost)}) is as in the model again`] : []),
		...(isTaken ? [`a worker had the job of "${node.id}", which begins again`] : []),
	];
}

/** Properties changed by people. An expression such as now() has another value now, although nobody changed it. */
function findLostChanges(element: ActiveElement): UserTaskProperties {
	const { kernel, instance } = element;
	const properties = findTaskOf(kernel, instance.key)?.properties;
	if (!properties) return {};
	const updates = kernel.database.all<{ details: string }>(
		"SELECT details FROM event_log WHERE instance_key = ? AND element_instance_key = ? AND kind = 'user-task-updated'",
		instance.instanceKey,
		instance.key,
	);
	const updated = updates.flatMap(({ details }) => Object.keys((JSON.parse(details) as { properties: UserTaskProperties }).properties));
	if (updated.length === 0) return {};
	const again = evaluateAgain(element);
	const lost = [...new Set(updated)].filter((name) => (properties[name] ?? '') !== (again[name] ?? ''));
	return Object.fromEntries(lost.map((name) => [name, properties[name] ?? '']));
}

/** Present values of the model: nothing where an expression fails. */
function evaluateAgain(element: ActiveElement): UserTaskProperties {
	try {
		return evaluateUserTask(element);
	} catch (error) {
		if (error instanceof IncidentCause) return {};
		throw error;
	}
}

const noteCorrelation = ({ correlation_key: key }: Row): string[] =>
	key === null ? [] : [`another message with the key "${key}" can start a second instance beside it`];

const noteIncident = (kernel: Kernel, key: number): string[] =>
	hasIncident(kernel, key) ? ['what its incident stopped is tried again'] : [];
