import { describeSchemaErrors } from '../../base/text/describe-schema-error';
import { TroupeError } from '../../base/errors';
import { withNumbers, withTexts } from '../../base/text/json/lenient-fields';
import { createOwnSchema } from '../../json-schema/own-schema';
import { isForeign } from '../../ports/memory';
import { type MemoryTask, memoryTaskSchema } from './memory-task';

const validator = createOwnSchema<MemoryTask>(memoryTaskSchema, { discriminator: true, allowUnionTypes: true, strictTypes: false });

/**
 * Fills in defaults in a copy. Accepts one fact without a list, a fact as text, texts as numbers and numbers as texts. Null fields count as missing.
 * @throws TroupeError INPUT_INVALID, naming the fields
 */
export async function parseMemoryTask(value: unknown): Promise<MemoryTask> {
	const task: unknown = isObject(value) ? normaliseTask(value) : value;
	const validate = await validator();
	if (!validate(task)) throw invalid(describeSchemaErrors(validate.errors ?? []));
	const problem = findMissing(task);
	if (problem !== undefined) throw invalid([problem]);
	return task;
}

function normaliseTask(value: object): object {
	const task = withNumbers(withTexts(withoutNulls(value), ['person', 'conversation', 'agent', 'workflow', 'question']), [
		'top',
		'turns',
		'timeoutMs',
	]);
	const { facts, turn, origins } = task;
	const source = Array.isArray(origins) ? ((origins as unknown[]).includes('tool') ? 'tool' : (origins as unknown[])[0]) : undefined;
	if (facts !== undefined)
		task.facts = (Array.isArray(facts) ? (facts as unknown[]) : [facts]).map((fact) => withSource(normalisedFact(fact), source));
	if (isObject(turn)) task.turn = withTexts(withoutNulls(turn), ['message', 'reply']);
	if (isObject(task.set)) task.set = { ...task.set };
	return task;
}

function normalisedFact(fact: unknown): unknown {
	if (typeof fact === 'string' || typeof fact === 'number') return { text: String(fact) };
	return isObject(fact) ? withNumbers(withTexts(withoutNulls(fact), ['text', 'key']), ['importance']) : fact;
}

/** Facts that can repeat a text of others come from there, unless the sender says otherwise. */
const withSource = (fact: unknown, source: unknown): unknown => (source !== undefined && isObject(fact) ? { source, ...fact } : fact);

function withoutNulls(value: object): Record<string, unknown> {
	return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== null));
}

function findMissing(task: MemoryTask): string | undefined {
	if (task.operation === 'recall' || task.operation === 'forget') {
		if (task.person === undefined && task.conversation === undefined) return 'person or conversation is missing';
		return task.operation === 'recall' ? findMissingOwner(task) : undefined;
	}
	if (task.operation === 'preferences' && task.origins?.length && Object.values(task.set ?? {}).some((value) => value !== null))
		return 'set has preferences, which only the person or the workflow sets, but origins says that the values can be of others';
	if (task.operation !== 'remember') return undefined;
	const { person, facts, conversation, turn } = task;
	if (!facts && !turn) return 'facts or turn is missing: there is nothing to remember';
	if (facts && person === undefined) return 'person is missing: facts belong to a person';
	if (turn && conversation === undefined) return 'conversation is missing: a turn belongs to a conversation';
	if (!turn && conversation !== undefined) return 'turn is missing: a conversation stores turns';
	const foreign =
		facts?.findIndex(({ kind, key, source = 'workflow' }) => isForeign({ source }) && (kind === 'preference' || key !== undefined)) ?? -1;
	if (foreign >= 0)
		return `facts.${foreign} is a preference, which only the person or the workflow sets, but its source is "${facts![foreign]!.source}"`;
	const index = facts?.findIndex(({ kind, key }) => kind === 'fact' && key !== undefined) ?? -1;
	return index < 0 ? undefined : `facts.${index}.key is for preferences, but its kind is "fact"`;
}

/** Otherwise the shared conversation would be recalled instead of the requested one. */
function findMissingOwner({ conversation, agent, workflow }: MemoryTask & { operation: 'recall' }): string | undefined {
	if (agent !== undefined && conversation === undefined) return 'conversation is missing: an agent has one for each ID';
	if (workflow !== undefined && agent === undefined) return 'agent is missing: a conversation of a workflow belongs to an agent in it';
	return undefined;
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(problems: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The memory task is not valid: ${problems.join('; ')}.`,
		fix: 'Correct these fields. docs/knowledge/memory.md lists every field with its limits.',
		details: { problems },
	});
}
