import type { FlowNode } from '../../../bpmn/reading/process-model';
import { isTroupeError } from '../../../core/base/errors';
import { toModelId } from '../flow/executable-model';
import type { ElementContext, Kernel } from '../flow/kernel';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { localVariables } from '../state/instances/variables';
import { isChanging } from '../work/task-changes';
import { listNodes } from './is-bound';
import { checkStartAt } from '../flow/prepare-activation';

export interface Obstacle {
	elementId: string;
	/** Continues "the element …". */
	reason: string;
	fix: string;
}

export interface ActiveElement extends ElementContext {
	children: ActiveElement[];
}

const waitForEnd = 'Wait until it has ended here, then move the instance.';

/** Lose progress when they begin again. */
const progressing: Record<string, string> = {
	multiInstanceBody: 'is multi-instance and has begun: its iterations would run again',
	adHocSubProcess: 'is an ad-hoc sub-process, in which nothing can be started from outside',
	callActivity: 'waits for the process that it called, which would begin again',
	eventSubProcess: 'is an event sub-process, whose event would have to happen again',
};

type Check = (element: ActiveElement) => Array<[reason: string, fix: string]>;

const checks: Check[] = [
	({ instance: { state } }) =>
		state === 'COMPLETING' || state === 'TERMINATING'
			? [['is ending: its work would be done again', 'Resolve its incident or complete its listener here first.']]
			: [],
	({ instance, node }) => (instance.state === 'ACTIVATED' && node.type in progressing ? [[progressing[node.type]!, waitForEnd]] : []),
	({ instance: { trigger } }) =>
		trigger?.interruptedBy !== undefined || trigger?.interruption
			? [['was interrupted by an event, and goes on with what follows from it', waitForEnd]]
			: [],
	({ kernel, instance }) =>
		kernel.database.get('SELECT 1 FROM job WHERE element_instance_key = ? AND listener IS NOT NULL', instance.key)
			? [['has a listener at work: those before it would run again', 'Complete the job of its listener here first.']]
			: [],
	(element) =>
		isChanging(element)
			? [['is a user task about which listeners decide', 'Complete the jobs of its listeners here, or resolve their incident.']]
			: [],
	({ kernel, instance }) =>
		kernel.instances.openFlows(instance.key) > 0
			? [['has tokens that wait at a gateway which joins', 'Complete the branches that the gateway waits for, then move the instance.']]
			: [],
	(element) => {
		const names = findLostVariables(element);
		const fix = element.children.length > 0 ? waitForEnd : 'Complete it here first.';
		return names.length > 0 ? [[`has variables of its own that would be lost: ${names.join(', ')}`, fix]] : [];
	},
	({ children }) => {
		const twice = children.find(({ instance: { elementId }, children: inner }) => inner.length > 0 && isRepeated(children, elementId));
		return twice ? [[`has "${toModelId(twice.node.id)}" active more than once`, waitForEnd]] : [];
	},
];

export function findElementObstacles(element: ActiveElement, restartTimers: boolean): Obstacle[] {
	const timers: Check = (one) =>
		findRestartedTimers(one).map((name) => [
			`waits for the timer "${name}", which would begin again`,
			'Wait until it has rung, or pass --restart-timers.',
		]);
	const found = [...checks, ...(restartTimers ? [] : [timers])].flatMap((check) => check(element));
	return found.map(([reason, fix]) => ({ elementId: toModelId(element.node.id), reason, fix }));
}

const isRepeated = (elements: ActiveElement[], id: string): boolean =>
	elements.filter(({ instance: { elementId } }) => elementId === id).length > 1;

function findLostVariables({ kernel, instance, node, children }: ActiveElement): string[] {
	if (instance.scopeKey === 0) return [];
	const mapped = new Set(children.length > 0 ? [] : node.inputs.map(({ target }) => target.split('.')[0]));
	return Object.keys(localVariables(kernel, instance.key)).filter((name) => !mapped.has(name));
}

/** A future date stays as it is. */
function findRestartedTimers({ kernel, instance, node, process }: ActiveElement): string[] {
	const timers = process.catchesOf(node.id).filter(({ event }) => event?.kind === 'timer');
	return timers.filter((timer) => !isDate(timer) || !isWaiting(kernel, instance.key, timer.id)).map(({ id }) => id);
}

const isDate = ({ event }: FlowNode): boolean => event?.kind === 'timer' && event.timer === 'date';

const isWaiting = (kernel: Kernel, key: number, elementId: string): boolean =>
	kernel.database.get('SELECT 1 FROM timer WHERE element_instance_key = ? AND element_id = ?', key, elementId) !== undefined;

export function findInstanceObstacles({ kernel, instance, process }: ActiveElement, startAt: string[]): Obstacle[] {
	const obstacles: Array<[reason: string, fix: string]> = [];
	if (startAt.length === 0) obstacles.push(['has not begun yet', 'Resolve its incident or complete its listener here first.']);
	if (instance.trigger?.terminateAfter)
		obstacles.push([`was started to end after ${instance.trigger.terminateAfter.join(' or ')}, which only this engine knows`, waitForEnd]);
	if (kernel.database.get('SELECT 1 FROM completed_activity WHERE instance_key = ?', instance.key))
		obstacles.push(['has completed activities that a compensation could undo, which only this engine knows', waitForEnd]);
	for (const { name, correlation_key, expires } of findBuffered(kernel, process)) {
		const until = new Date(expires).toISOString();
		obstacles.push([
			`may wait for the message "${name}" with the correlation key "${correlation_key}", which is buffered here until ${until}`,
			'Wait until it has arrived here or expired, then move the instance.',
		]);
	}
	try {
		checkStartAt(process, startAt);
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		obstacles.push([`cannot be continued: ${error.message}`, waitForEnd]);
	}
	return obstacles.map(([reason, fix]) => ({ elementId: process.processId, reason, fix }));
}

interface BufferedRow {
	name: string;
	correlation_key: string;
	expires: number;
}

function findBuffered(kernel: Kernel, process: ExecutableProcess): BufferedRow[] {
	const names = listNodes(process, process.processId).flatMap(({ event }) => (event?.kind === 'message' ? [event.name] : []));
	if (names.length === 0) return [];
	const rows = kernel.database.all<BufferedRow>(
		`SELECT name, correlation_key, expires FROM message WHERE tenant_id = ? AND expires > ?
		AND NOT EXISTS (SELECT 1 FROM message_correlation WHERE message_key = message.key AND process_id = ?)`,
		process.tenantId,
		kernel.clock.now(),
		process.processId,
	);
	// An expression's value is known only later.
	return rows.filter(({ name }) => names.some((source) => source === name || source.startsWith('=')));
}
