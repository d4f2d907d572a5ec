import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Kernel } from '../flow/kernel';
import type { SetValue } from '../../engine/process-engine';
import type { Variables } from '../../engine/variables';
import type { TaskChange } from './task-store';

/** The service's token acts for any assignee. */
const operator = 'local';

export function nameCompleter({ completedBy, properties }: TaskChange): { completedBy?: string } {
	const person = completedBy === operator ? properties.assignee : completedBy;
	return person ? { completedBy: person } : {};
}

/** A yes or no, without text that could word a question. */
export function isDecision(variables: Variables): boolean {
	const decisions = Array.isArray(variables.decisions) ? (variables.decisions as unknown[]) : [variables.decisions];
	return Object.entries(variables).every(
		([name, value]) => typeof value === 'boolean' || (name === 'decisions' && decisions.every(isPlain)),
	);
}

const plainFields = ['id', 'kind', 'viewSha256', 'statement'];

/** Identifiers and signatures have no spaces; a text with spaces can be a sentence. */
function isPlain(decision: unknown): boolean {
	const { approved, ...more } = (decision ?? {}) as Record<string, unknown>;
	const isIdentifier = ([name, value]: [string, unknown]) => plainFields.includes(name) && typeof value === 'string' && !/\s/.test(value);
	return typeof approved === 'boolean' && Object.entries(more).every(isIdentifier);
}

const maxWrapping = 2_000;

/**
 * Last person whose user task gave the variable this value, by output mappings too; undefined if the value came otherwise, such as by a caller who
 * may change variables. @param except the reading element: its input mapping is a copy
 */
export function findSetter({ database }: Kernel, { instanceKey, except, value }: SetValue): string | undefined {
	const expected = canonicalJson(value);
	const sets = database.all<{ details: string }>(
		`SELECT details FROM event_log
		WHERE instance_key = ? AND kind = 'variable-set' AND element_instance_key <> ? AND length(details) <= ? ORDER BY position DESC`,
		instanceKey,
		except,
		stringifyJson(value).length + maxWrapping,
	);
	for (const { details } of sets) {
		const set = parseJson(details) as { value?: unknown; setBy?: string };
		if (canonicalJson(set.value) === expected) return set.setBy;
	}
	return undefined;
}
