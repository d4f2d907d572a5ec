import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { parseJson, stringifyJson } from '../../../core/base/text/lossless-json';
import type { Kernel } from '../flow/kernel';
import type { TaskChange } from './task-store';

/** The token of the service acts for whoever the task is assigned to. */
const operator = 'local';

/** Names who completed a task. What its variables say about that does not count. */
export function nameCompleter({ completedBy, properties }: TaskChange): { completedBy?: string } {
	const person = completedBy === operator ? properties.assignee : completedBy;
	return person ? { completedBy: person } : {};
}

interface LoggedStep {
	kind: string;
	element: number;
	details: string | null;
}

/** The name of the variable, and how the engine writes it. */
const maxWrapping = 2_000;

/**
 * Returns who completed the user task that gave a variable of an instance this value last, by its output mappings too; undefined if somebody else set
 * it, such as a caller who may change variables.
 */
export function findSetter({ database }: Kernel, instanceKey: string, value: unknown): string | undefined {
	const expected = canonicalJson(value);
	const steps = database.all<LoggedStep>(
		`SELECT kind, element_instance_key AS element, details FROM event_log
		WHERE instance_key = ? AND (kind IN ('user-task-completed', 'element-completed') OR (kind = 'variable-set' AND length(details) <= ?))
		ORDER BY position`,
		...[instanceKey, stringifyJson(value).length + maxWrapping],
	);
	let completing: { element: number; by: unknown } | undefined;
	let setter: unknown;
	for (const { kind, element, details } of steps) {
		const read = () => parseJson(details ?? '{}') as { completedBy?: string; value?: unknown };
		// A task and its mappings end in one step, into which no other command can get.
		if (kind === 'user-task-completed') completing = { element, by: read().completedBy };
		else if (kind === 'element-completed') completing = element === completing?.element ? undefined : completing;
		else if (canonicalJson(read().value) === expected) setter = completing?.by;
	}
	return typeof setter === 'string' ? setter : undefined;
}
