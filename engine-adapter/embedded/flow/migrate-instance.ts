import { migrateAgent } from '../agents/agent-store';
import type { FlowNode } from '../../../bpmn/reading/process-model';
import { TroupeError } from '../../../core/base/errors';
import type { ElementMapping, Migration } from '../../engine/instance-changes';
import { subscriptionTables } from '../events/close-subscriptions';
import { subscribe } from '../events/subscriptions';
import { expectInput } from '../expect-input';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { findInstance, listChildren } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { parseKey } from '../state/parse-key';
import { toBodyId, toModelId } from './executable-model';
import { IncidentCause } from './incident-cause';
import type { ElementContext, Kernel } from './kernel';
import { isChanging } from '../work/task-changes';
import { createElementContext } from './element-context';
import { instanceNotFound } from './process-instances';

/**
 * Zeebe's documentation, process instance migration: active elements continue as their mapped ones, with job, variables and incident. Waits of mapped
 * events stay, others follow the target. @throws TroupeError INSTANCE_NOT_FOUND, PROCESS_NOT_FOUND, INPUT_INVALID for a mapping, STATE_CONFLICT for
 * an element that cannot be migrated
 */
export function migrateInstance(kernel: Kernel, instanceKey: number, { processDefinitionKey, mappings }: Migration): void {
	const root = findInstance(kernel, instanceKey);
	if (root?.scopeKey !== 0) throw instanceNotFound(instanceKey);
	const source = kernel.definitions.get(root.definitionKey);
	const target = findTarget(kernel, source.tenantId, processDefinitionKey);
	const targets = readMappings(source, target, mappings);
	const elements = listTree(kernel, root);
	for (const element of elements) check(element, target, targets);
	for (const element of elements) refuseSecondWait(element, target, targets);
	for (const element of elements) closeUnmapped(element, target, targets);
	for (const { instance } of elements) rename(kernel, instance, target, targets.get(instance.elementId)!);
	kernel.database.run(
		'UPDATE process_instance SET definition_key = ?, process_id = ?, version = ? WHERE key = ?',
		target.key,
		target.processId,
		target.version,
		instanceKey,
	);
	for (const { instance } of elements) openUnmapped(createElementContext(kernel, findInstance(kernel, instance.key)!));
}

function findTarget({ definitions }: Kernel, tenantId: string, key: string): ExecutableProcess {
	const target = definitions.findByKey(parseKey(key));
	if (target?.tenantId === tenantId) return target;
	throw new TroupeError({
		code: 'PROCESS_NOT_FOUND',
		message: `There is no process definition ${key} to migrate to.`,
		fix: 'Deploy the process, and pass the key of its version.',
	});
}

function readMappings(source: ExecutableProcess, target: ExecutableProcess, mappings: ElementMapping[]): Targets {
	const targets = new Map([[source.processId, target.processId]]);
	for (const { source: from, target: to } of mappings) {
		expectInput(
			source.find(from) !== undefined,
			`"${from}" is not an element of "${source.processId}".`,
			'Correct the source of the mapping.',
		);
		expectInput(target.find(to) !== undefined, `"${to}" is not an element of "${target.processId}".`, 'Correct the target of the mapping.');
		expectInput(!targets.has(from), `"${from}" is mapped more than once.`, 'Keep one mapping for each source.');
		targets.set(from, to).set(toBodyId(from), toBodyId(to));
	}
	return targets;
}

function listTree(kernel: Kernel, instance: ElementInstance): ElementContext[] {
	const context = createElementContext(kernel, instance);
	const inner = context.node.type === 'callActivity' ? [] : listChildren(kernel, instance.key);
	return [context, ...inner.flatMap((child) => listTree(kernel, child))];
}

interface Passage extends ElementContext {
	id: string;
	there: FlowNode;
	targets: Targets;
}

/** Each reason continues "the element …". */
const obstacles: Array<(passage: Passage) => string | false | undefined> = [
	({ node }) => node.type === 'adHocSubProcess' && 'is an ad-hoc sub-process, which cannot be migrated',
	({ node, there }) => there.event?.kind !== node.event?.kind && 'waits for an event of another kind than its target',
	({ node, there }) =>
		there.userTask?.native !== node.userTask?.native &&
		"is a user task of the other kind: a job, and not Zeebe's own, or the other way round",
	findOtherScope,
	({ kernel, instance }) => kernel.instances.openFlows(instance.key) > 0 && 'has tokens that wait at a gateway which joins',
	({ instance: { trigger } }) =>
		(trigger?.interruptedBy !== undefined || trigger?.boundaryId !== undefined) && 'was interrupted by an event',
	({ kernel, instance }) =>
		kernel.database.get('SELECT 1 FROM job WHERE element_instance_key = ? AND listener IS NOT NULL', instance.key) !== undefined &&
		'has a listener at work',
	(element) => isChanging(element) && 'is a user task about which listeners decide',
	({ kernel, instance }) =>
		kernel.database.get('SELECT 1 FROM completed_activity WHERE scope_key = ?', instance.key) !== undefined &&
		'has completed activities that a compensation could undo',
];

function findOtherScope({ kernel, instance, id, there, targets }: Passage): string | false {
	const parent = findInstance(kernel, instance.scopeKey);
	const scope = parent?.elementId === toBodyId(instance.elementId) ? toBodyId(id) : there.scopeId;
	return parent !== undefined && targets.get(parent.elementId) !== scope && `would be in another scope: its target is in "${scope}"`;
}

function findObstacle(element: ElementContext, target: ExecutableProcess, targets: Targets): string | undefined {
	const { instance, node } = element;
	const id = targets.get(instance.elementId);
	if (id === undefined) return 'is active and not mapped';
	const there = target.find(id);
	if (there?.type !== node.type) return `is a ${node.type}, and its target "${toModelId(id)}" is a ${there?.type ?? 'single activity'}`;
	for (const find of obstacles) {
		const reason = find({ ...element, id, there, targets });
		if (typeof reason === 'string') return reason;
	}
	return undefined;
}

/** @throws TroupeError STATE_CONFLICT */
function check(element: ElementContext, target: ExecutableProcess, targets: Targets): void {
	const reason = findObstacle(element, target, targets);
	if (reason === undefined) return;
	const elementId = toModelId(element.instance.elementId);
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Instance ${element.instance.instanceKey} cannot be migrated: the element "${elementId}" ${reason}. Nothing was migrated.`,
		fix: 'Map each active element to one of the same type in the same scope, or wait until the element has ended.',
		details: { elementId },
	});
}

function rename(kernel: Kernel, { key }: ElementInstance, target: ExecutableProcess, elementId: string): void {
	const { database } = kernel;
	database.run('UPDATE element_instance SET definition_key = ?, element_id = ? WHERE key = ?', target.key, elementId, key);
	database.run('UPDATE incident SET element_id = ? WHERE element_instance_key = ?', toModelId(elementId), key);
	migrateAgent(kernel, key, { definitionKey: target.key, elementId });
}

/** Source id to target id, with bodies of multi-instance activities. */
type Targets = ReadonlyMap<string, string>;

function closeUnmapped({ kernel, instance, process, node }: ElementContext, target: ExecutableProcess, targets: Targets): void {
	for (const { id } of process.catchesOf(node.id)) {
		const to = targets.get(id);
		const isKept = to !== undefined && target.catchesOf(targets.get(node.id)!).some((event) => event.id === to);
		const where = 'WHERE element_instance_key = ? AND element_id = ?';
		for (const table of subscriptionTables) {
			if (!isKept) kernel.database.run(`DELETE FROM ${table} ${where}`, instance.key, id);
			else if (table === 'message_subscription')
				kernel.database.run(`UPDATE ${table} SET element_id = ?, process_id = ? ${where}`, to, target.processId, instance.key, id);
			else kernel.database.run(`UPDATE ${table} SET element_id = ?, definition_key = ? ${where}`, to, target.key, instance.key, id);
		}
	}
}

/**
 * A second wait for the same message would lose a message on its way: the event must be mapped (recorded from 8.6). @throws TroupeError
 * STATE_CONFLICT
 */
function refuseSecondWait({ kernel, instance, process, node }: ElementContext, target: ExecutableProcess, targets: Targets): void {
	const events = target.catchesOf(targets.get(node.id)!);
	const mapped = new Set(process.catchesOf(node.id).map(({ id }) => targets.get(id)));
	const names = events.flatMap(({ id, event }) => (event?.kind === 'message' && !mapped.has(id) ? [event.name] : []));
	const sql = 'SELECT name, element_id FROM message_subscription WHERE element_instance_key = ?';
	const twice = kernel.database
		.all<{ name: string; element_id: string }>(sql, instance.key)
		.find(({ name, element_id: id }) => !targets.has(id) && names.includes(name));
	if (!twice) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Instance ${instance.instanceKey} cannot be migrated: "${twice.element_id}" waits for the message "${twice.name}", and so would an event of the target that is not mapped. Nothing was migrated.`,
		fix: `Map "${twice.element_id}" to that event.`,
		details: { elementId: twice.element_id },
	});
}

function openUnmapped(context: ElementContext): void {
	const { kernel, instance, process, node } = context;
	if (instance.state !== 'ACTIVATED') return;
	const waits = (id: string): boolean =>
		subscriptionTables.some((table) =>
			kernel.database.get(`SELECT 1 FROM ${table} WHERE element_instance_key = ? AND element_id = ?`, instance.key, id),
		);
	try {
		const opens = process
			.catchesOf(node.id)
			.filter(({ id }) => !waits(id))
			.map((catching) => subscribe(context, catching));
		for (const open of opens) open();
	} catch (error) {
		if (!(error instanceof IncidentCause)) throw error;
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `Instance ${instance.instanceKey} cannot be migrated: "${node.id}" cannot wait for its events: ${error.message}. Nothing was migrated.`,
			fix: 'Set the variables that the events need, then migrate.',
		});
	}
}
