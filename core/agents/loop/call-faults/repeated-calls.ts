import type { ToolCall } from '../../../ports/models/models';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { readArguments } from '../../../tools/read-arguments';
import { toldCalls } from '../../../prompt-texts/calls';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

/** Max executions of the same call. Further ones return errors, then the run stops. */
const made = 3;
const told = 2;

export function isRepeated({ repeats }: Pick<Run, 'repeats'>, call: ToolCall): boolean {
	const key = identifyCall(call);
	const count = (repeats.get(key) ?? 0) + 1;
	repeats.set(key, count);
	return count > made;
}

export function isLooping({ repeats }: Pick<Run, 'repeats'>): boolean {
	return [...repeats.values()].some((count) => count >= made + told);
}

/**
 * Tells the model why a repeated call is not made; undefined if it is made. A call that changes something is made once until another one changes
 * something: models that write calls as text, or are asked again, forget the first. @param isTooOften the result of `isRepeated`
 */
export function refuseRepeated(run: Run, step: number, call: ToolCall, isTooOften: boolean): string | undefined {
	const told = toldCalls[findPromptLanguage(run)];
	if (isTooOften) return told.repeated;
	if (run.trail.has('tool-started', call.id) || !changes(run, call.name)) return undefined;
	const key = identifyCall(call);
	const answered = run.trail.peek('model', step)?.response?.toolCalls ?? [];
	const first = answered.find((other) => identifyCall(other) === key);
	if (first && first.id !== call.id) return told.besideItself;
	const changed = listChanges(run);
	const last = Math.max(...changed.map(({ step }) => step));
	const same = changed.find(({ step, callId }) => step === last && identifyById(run, step, callId) === key);
	return same && told.done(same.text);
}

const listChanges = (run: Run): Array<TrailEntry<'tool-finished'>> =>
	run.trail.entries.filter(
		(entry) => entry.kind === 'tool-finished' && entry.outcome === 'ok' && !entry.sandbox && changes(run, entry.tool),
	) as Array<TrailEntry<'tool-finished'>>;

const changes = ({ toolbox }: Run, name: string): boolean => (toolbox?.byName.get(name)?.effect ?? 'reads') !== 'reads';

function identifyById({ trail }: Run, step: number, callId: string): string | undefined {
	const call = trail.peek('model', step)?.response?.toolCalls?.find(({ id }) => id === callId);
	return call && identifyCall(call);
}

function identifyCall({ name, arguments: text }: ToolCall): string {
	const { value } = readArguments(text);
	return `${name} ${value ? canonicalJson(value) : text}`;
}
