import type { FlowNode } from '../../../bpmn/reading/process-model';
import { parseSchedule, scheduleAgain, type Schedule } from '../../../bpmn/timer';
import { maxDueAtOnce } from '../bounds';
import { catchEvent, isCatching } from './deliver-event';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { ElementContext, Kernel } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import { withoutSign } from '../flow/expressions';
import { findInstance } from '../state/instances/element-instances';
import { createProcessInstance } from '../flow/start-instance';
import { evaluateForStart } from '../flow/start-values';
import { lookUp } from '../state/instances/variables';

interface TimerRow extends Schedule {
	key: number;
	/** 0 for a start event. */
	element_instance_key: number;
	definition_key: number;
	element_id: string;
}

/** @throws IncidentCause EXTRACT_VALUE_ERROR */
export function scheduleTimer({ kernel, instance, process }: ElementContext, catching: FlowNode): () => void {
	const schedule = evaluateTimer(kernel, process, catching, (name) => lookUp(kernel, instance.key, name));
	return () =>
		insertTimer(kernel, { element_instance_key: instance.key, definition_key: process.key, element_id: catching.id, ...schedule });
}

/** Zeebe's documentation, timer start events: timers start only the latest version. */
export function openTimerStarts(kernel: Kernel, process: ExecutableProcess): void {
	kernel.database.run(
		`DELETE FROM timer WHERE element_instance_key = 0
		AND definition_key IN (SELECT key FROM definition WHERE tenant_id = ? AND process_id = ?)`,
		process.tenantId,
		process.processId,
	);
	for (const node of process.startsOn('timer')) {
		const schedule = evaluateForStart(kernel, process, node, (see) => evaluateTimer(kernel, process, node, see));
		insertTimer(kernel, { element_instance_key: 0, definition_key: process.key, element_id: node.id, ...schedule });
	}
}

/** In order of time. */
export function listDueTimers(kernel: Kernel): number[] {
	const due = kernel.database.all<{ key: number }>(
		'SELECT key FROM timer WHERE due <= ? ORDER BY due, element_instance_key, key LIMIT ?',
		kernel.clock.now(),
		maxDueAtOnce,
	);
	return due.map(({ key }) => key);
}

/** No effect if the element has ended. A cycle continues from its due time, without drift. */
export function ring(kernel: Kernel, key: number): void {
	const timer = kernel.database.get<TimerRow>('SELECT * FROM timer WHERE key = ?', key);
	if (!timer) return;
	kernel.database.run('DELETE FROM timer WHERE key = ?', key);
	const process = kernel.definitions.get(timer.definition_key);
	const instance = findInstance(kernel, timer.element_instance_key);
	if (timer.element_instance_key !== 0 && !isCatching(instance)) return;
	const again = scheduleAgain(timer, kernel.clock.now());
	if (again) insertTimer(kernel, { ...timer, ...again });
	if (instance) catchEvent(kernel, instance, process.node(timer.element_id), {});
	else createProcessInstance(kernel, process, {}, { start: { elementId: timer.element_id, variables: {} } });
}

function insertTimer(kernel: Kernel, timer: Omit<TimerRow, 'key'>): void {
	kernel.database.run(
		'INSERT INTO timer (key, element_instance_key, definition_key, element_id, due, repetitions, interval) VALUES (?, ?, ?, ?, ?, ?, ?)',
		kernel.database.nextKey(),
		timer.element_instance_key,
		timer.definition_key,
		timer.element_id,
		timer.due,
		timer.repetitions,
		timer.interval,
	);
}

/** Zeebe's documentation, timers: a date, a duration, a repeating interval, or a cron expression. */
function evaluateTimer(kernel: Kernel, process: ExecutableProcess, { event }: FlowNode, see: (name: string) => unknown): Schedule {
	if (event?.kind !== 'timer') throw new Error('Only timer events are scheduled.');
	const text = process.expressions.evaluateTime(event.timer, event.value, see);
	const schedule = parseSchedule(event.timer, text, kernel.clock.now());
	if ('due' in schedule) return schedule;
	const place = event.timer === 'cycle' ? '' : ` for expression '${withoutSign(event.value)}'.`;
	throw new IncidentCause('EXTRACT_VALUE_ERROR', `${schedule.fault}${place}`);
}
