import { mapTexts } from '../../../base/text/map-texts';
import { readTraceContext } from '../../../base/trace-context';
import { identifySurely } from '../../../base/text/language';
import type { Violation } from '../../../guardrails/policy/guard';
import { retrieveAll } from '../../../knowledge/search/questions/retrieve-all';
import { withoutCitations } from '../../../knowledge/grounding';
import { readsPassages } from '../../definition/cited-searches';
import { fillAnyPrompt, readValues } from '../../prompts/fill-any-prompt';
import { guardGiven, guardMemories, guardMessage, guardPassages, type GuardedPassages } from './guard-run';
import { type ConversationTurn, isForeign } from '../../../ports/memory';
import { hasTools } from '../tools/open-toolbox';
import { hideRecalled } from './hide-remembered';
import { readHolder } from '../team/held-conversation';
import { speaksToCustomer } from '../team/caller';
import { restorePassages } from './found-passages';
import { nameImages } from './name-images';
import { withoutTypedTokens } from './restore-for-asker';
import type { Run } from './run';
import { diverged } from '../trail/trail';
import { type EntryBody, trailVersion, type TrailEntry } from '../trail/trail-entry';

interface GuardedPrompt {
	/** The prompt, if values in it were rewritten. */
	prompt?: string;
	violations: Violation[];
	stop?: Violation;
}

const where = 'The prompt';

/**
 * Judges values of variables and settings, whose origin is unknown; the text around them is approved. Texts of a list or object are judged as the
 * template writes them, not as JSON, whose escapes hide content.
 */
async function guardVariables(run: Run): Promise<GuardedPrompt> {
	const { promptTemplate, promptVariables = {}, guard } = run.parts;
	if (promptTemplate === undefined || !guard.watches('system')) return { violations: [] };
	const { values } = await readValues(promptTemplate, promptVariables, where);
	const judged = await judgeValues(run, values);
	const { violations, stop } = judged;
	if (stop) return { violations, stop };
	if (!judged.isRewritten) return { violations };
	const { problems } = await readValues(promptTemplate, judged.values, where);
	const rewriting = violations.findLast(({ action }) => action === 'rewrite');
	if (problems.length === 0 || !rewriting) return { violations, prompt: await fillAnyPrompt(promptTemplate, judged.values, where) };
	// A masked value can be invalid for the input, such as a token in place of a number: then it cannot reach the model.
	const unfit: Violation = { ...rewriting, action: 'block' };
	return { violations: [...violations, unfit], stop: unfit };
}

interface JudgedValues extends Pick<GuardedPrompt, 'violations' | 'stop'> {
	values: Record<string, unknown>;
	isRewritten: boolean;
}

async function judgeValues(run: Run, values: Record<string, unknown>): Promise<JudgedValues> {
	const judged: JudgedValues = { values: {}, violations: [], isRewritten: false };
	// The fields of a list's entries have the same names.
	const known = new Map<string, string>();
	const judge = async (text: string): Promise<string> => {
		if (judged.stop) return text;
		const passed = known.get(text) ?? (await judgeNew(text));
		known.set(text, passed);
		judged.isRewritten ||= passed !== text;
		return passed;
	};
	const judgeNew = async (text: string): Promise<string> => {
		const guarded = await guardGiven(run, 'system', text);
		judged.violations.push(...guarded.violations);
		if (guarded.stop) judged.stop = guarded.stop;
		return guarded.text ?? text;
	};
	const judgeNumber = async (value: unknown): Promise<unknown> => {
		if (typeof value !== 'number' && typeof value !== 'bigint') return value;
		const passed = await judge(String(value));
		return passed === String(value) ? value : passed;
	};
	const entries: Array<[string, unknown]> = [];
	for (const [name, value] of Object.entries(values)) entries.push([name, await mapTexts(value, judge, judgeNumber)]);
	return { ...judged, values: Object.fromEntries(entries) };
}

type Memory = NonNullable<EntryBody<'prepared'>['memories']>[number];

/** Prepares the model's input: guarded message, earlier turns, passages. */
export async function prepareInput(run: Run): Promise<TrailEntry<'prepared'>> {
	const recorded = run.trail.recorded('prepared');
	if (!recorded) return run.trail.step('prepared', undefined, () => gather(run));
	const { id, version, sha256, prompt: recordedPrompt } = recorded.agent;
	const { definition, definitionSha256, prompt } = run.parts;
	if (id !== definition.id || version !== definition.version || sha256 !== definitionSha256) {
		throw diverged(`belongs to ${id} ${version}, or to another text of it`);
	}
	if (recordedPrompt?.sha256 !== prompt?.sha256) throw diverged(`belongs to another prompt: ${recordedPrompt?.name ?? 'its own'}`);
	run.context.passages = await restorePassages(run, recorded.passages);
	return recorded;
}

async function gather(run: Run): Promise<EntryBody<'prepared'>> {
	const { definition, definitionSha256, prompt, mode } = run.parts;
	if (run.person !== undefined && mode !== 'dry-run') await run.parts.nameConversation?.(run.conversationId, run.person);
	await readEarlier(run);
	const input = await guardMessage(run, run.message);
	const { traceparent } = readTraceContext() ?? {};
	const imagesSha256 = nameImages(run.images);
	const base = {
		version: trailVersion,
		runId: run.id,
		agent: { id: definition.id, version: definition.version, sha256: definitionSha256, ...(prompt && { prompt }) },
		...(traceparent !== undefined && { traceparent }),
		message: '',
		...(run.origins && run.origins.length > 0 && { origins: run.origins }),
		...(run.foreignPrompt && { foreignPrompt: { ...run.foreignPrompt, own: await hideRecalled(run, run.foreignPrompt.own) } }),
		...(run.sensitivity && { sensitivity: run.sensitivity }),
		...(goesOn(run) && { language: run.context.language }),
		...(run.context.facts && { facts: run.context.facts }),
		...(run.by !== undefined && { by: run.by }),
		...(run.session !== undefined && { session: run.session }),
		...(run.asker.length > 0 && goesOn(run) && { asker: run.asker }),
		images: run.images?.length ?? 0,
		...(imagesSha256 !== undefined && { imagesSha256 }),
		passages: [],
		turns: [],
	} satisfies Partial<EntryBody<'prepared'>>;
	if (input.stop) return { ...base, violations: input.violations, stop: input.stop };
	const { prompt: filledPrompt, ...variables } = await guardVariables(run);
	if (variables.stop) return { ...base, violations: [...input.violations, ...variables.violations], stop: variables.stop };
	const note = await guardNote(run);
	if (note.stop) return { ...base, violations: [...input.violations, ...note.violations], stop: note.stop };
	const { memories, ...recalled } = await recallMasked(run, input.text);
	const guardedMemories = await guardMemories(run, memories);
	const said = {
		...base,
		...(await readHolder(run)),
		message: input.text,
		...(filledPrompt !== undefined && { filledPrompt }),
		...(note.text !== undefined && { note: { from: run.caller!.run.parts.definition.id, text: note.text } }),
		...recalled,
		...(guardedMemories.memories.length > 0 && { memories: guardedMemories.memories }),
	};
	const { violations, stop, ...retrieved } = guardedMemories.stop
		? { passages: [], violations: [] }
		: await retrieveGuarded(run, input.text);
	return {
		...said,
		...retrieved,
		violations: [...input.violations, ...variables.violations, ...note.violations, ...guardedMemories.violations, ...violations],
		stop: guardedMemories.stop ?? stop,
	};
}

/** Judges the note of the agent that hands over: another model's text, no message of the person. */
async function guardNote(run: Run): Promise<Omit<Awaited<ReturnType<typeof guardGiven>>, 'text'> & { text?: string }> {
	const { note } = run.caller ?? {};
	return note === undefined ? { violations: [] } : guardGiven(run, 'input', note);
}

/** Reads earlier texts if the message does not show its language: the first check can already need it. */
async function readEarlier(run: Run): Promise<void> {
	const { conversationId, person, parts, workingTime, earlier, message } = run;
	if (identifySurely(message) !== undefined || !speaksToCustomer(run)) return;
	const recalled = await parts.memory?.recall({ conversationId, person }, '', workingTime.signal);
	const turns = recalled?.turns ?? [];
	// A reply can be in another language, such as a requested letter: the person's own words count more.
	earlier.push(...turns.map(({ reply }) => reply), ...turns.map(({ message }) => message));
}

/** Returns whether the run can be continued or replayed. */
export function goesOn({ parts, caller }: Run): boolean {
	return hasTools(parts) || parts.onTrail !== undefined || caller !== undefined;
}

/** Turns were masked when stored, by another agent or an earlier version with fewer types. A person's memories were never masked. */
async function recallMasked(
	run: Run,
	message: string,
): Promise<Pick<EntryBody<'prepared'>, 'turns' | 'summary' | 'summaryFrom'> & { memories: Memory[] }> {
	const { conversationId, person, parts, workingTime } = run;
	const hide = (text: string) => hideRecalled(run, text);
	const recalled = await parts.memory?.recall({ conversationId, person }, message, workingTime.signal);
	const handed = await readHanded(run);
	if (!recalled) return { turns: [], ...handed, memories: [] };
	const { memories } = recalled;
	const contradicted = new Set(memories.flatMap(({ contradicts = [] }) => contradicts));
	// An agent that only helps another one does not take part in the conversation.
	const { turns, summary, summaryFrom } = speaksToCustomer(run) ? recalled : { turns: [] as ConversationTurn[] };
	return {
		turns: await Promise.all(turns.map(hideTurn(hide))),
		...(summary !== undefined && { summary: await hide(summary) }),
		...(summaryFrom && { summaryFrom }),
		...handed,
		memories: await Promise.all(
			memories.map(async ({ id, key, text, labels }) => ({
				...(key !== undefined && { key }),
				text: await hide(labels && isForeign(labels) ? text : await withoutTypedTokens(run, text)),
				...(labels && { labels }),
				...(contradicted.has(id) && { outdated: true as const }),
			})),
		),
	};
}

type Hide = (text: string) => Promise<string>;

const hideTurn =
	(hide: Hide) =>
	async ({ message, reply, approved, declined, ...turn }: ConversationTurn): Promise<ConversationTurn> => ({
		...turn,
		message: await hide(message),
		reply: await hide(reply),
		...(approved && { approved: await Promise.all(approved.map(hide)) }),
		...(declined && { declined: await Promise.all(declined.map(hide)) }),
	});

/** Reads the turns of the agent that hands over: it remembers all. Without passages, their numbers mean nothing. */
async function readHanded(run: Run): Promise<Pick<EntryBody<'prepared'>, 'turns' | 'summary' | 'summaryFrom'> | undefined> {
	if (!run.caller?.handsOver || !speaksToCustomer(run)) return undefined;
	const { trail, context } = run.caller.run;
	const { turns = [], summary, summaryFrom } = trail.recorded('prepared') ?? {};
	const hide = async (text: string) => hideRecalled(run, await context.vault.restore(text));
	const tell = readsPassages(run.parts.definition) ? (reply: string) => reply : withoutCitations;
	return {
		turns: await Promise.all(turns.map((turn) => hideTurn(hide)({ ...turn, reply: tell(turn.reply) }))),
		...(summary !== undefined && { summary: await hide(summary) }),
		...(summaryFrom && { summaryFrom }),
	};
}

async function retrieveGuarded(
	run: Run,
	question: string,
): Promise<Omit<GuardedPassages, 'originals'> & Pick<EntryBody<'prepared'>, 'search' | 'questions'>> {
	const { definition, retriever } = run.parts;
	if (!retriever || !definition.knowledge || question.trim() === '') return { passages: [], violations: [] };
	const { passages: limit } = definition.knowledge;
	const { passages, search, questions } = await retrieveAll(retriever, question, limit, run.workingTime.signal, run.asker);
	const { originals, ...guarded } = await guardPassages(run, passages);
	run.context.passages = originals;
	return { ...guarded, ...(search && { search }), ...(questions && { questions }) };
}
