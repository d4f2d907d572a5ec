import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { ChatMessage, ChatModel, ChatResponse } from '../../core/ports/models/models';
import { takesConversation, withConversation } from '../doers/fill/known-fields';
import type { Candidate, Undrawn } from '../plan';
import type { Fault, PlanTree } from '../tree/plan-tree';
import { drawingTexts } from './drawing-texts';
import { findUndrawn, toUndrawn } from './find-undrawn';
import { heedTold, keepFollowed } from './heed-told';
import { findShortWish, outlineWish } from './outline/outline-tree';
import { mendDoers } from './mend-doers';
import { readDrawing, treeSchema } from './read-drawing';
import { showData } from './show-data';
import { type Drawn, writePrompt } from './write-prompt';

/** Max number of calls of the model for one plan. */
const maxRounds = 3;
const maxOutputTokens = 4_000;
/** Characters of an answer that the model reads again. */
const maxRepeated = 9_000;

export interface DrawingTools {
	/** Reads and repairs what a model wrote. */
	read: (value: unknown) => { tree?: PlanTree; faults: Fault[]; repaired: string[] };
	/** Finds the problems of a tree that was read. */
	check: (tree: PlanTree) => Promise<Fault[]>;
}

export interface Drawing {
	/** The best tree of all rounds. */
	tree?: PlanTree;
	/** Problems that are left. With them, the plan failed. */
	faults: Fault[];
	/** Number of calls of the model. */
	rounds: number;
	/** Suppositions that were made, in sentences. */
	supposed: string[];
	/** Words of the person that the tree has nothing of. */
	undrawn: Undrawn[];
}

type Attempt = Pick<Drawing, 'tree' | 'faults'>;
type Ruled = Attempt & Pick<Drawing, 'undrawn'>;

/**
 * Draws the tree of a plan. A model answers with JSON; deterministic repair comes first, then its faults go back to it, three rounds at most, and the
 * best tree counts. Without a model, or if it wrote no tree at all, the tree is drawn by rules.
 * @throws TroupeError MODEL_* except MODEL_OUTPUT_INVALID, CANCELLED
 */
export async function drawTree(
	plan: Drawn,
	candidates: Candidate[],
	model: ChatModel | undefined,
	tools: DrawingTools,
	signal: AbortSignal,
): Promise<Drawing> {
	const supposed = listSupposed(plan);
	const texts = drawingTexts[plan.language];
	const ready = findShortWish(plan)?.template;
	const byRules = [...supposed, ...(ready === undefined ? [] : [texts.byTemplate(ready)])];
	if (!model) return { ...(await drawByRules(plan, tools)), rounds: 0, supposed: byRules };
	let messages = writePrompt(plan, candidates);
	let best: Attempt | undefined;
	let rounds = 0;
	let last: string | undefined;
	while (rounds < maxRounds && !(best?.tree && best.faults.length === 0)) {
		rounds += 1;
		const response = await ask(model, messages, signal);
		// The same answer again would be the same the third time.
		if (response && response.text === last) break;
		last = response?.text;
		const attempt = response ? await read(response, plan, candidates, tools) : { faults: [texts.unreadable] };
		best = takeBetter(best, attempt);
		messages = [...writePrompt(plan, candidates), ...repeat(response), { role: 'user', content: texts.complain(attempt.faults) }];
	}
	if (best?.tree) {
		const { picture } = plan;
		return {
			...best,
			rounds,
			supposed: listSupposed({ ...plan, picture: keepFollowed(picture, best.tree) }),
			undrawn: findUndrawn(plan, best.tree),
		};
	}
	const drawn = await drawByRules(plan, tools);
	return { ...drawn, rounds, supposed: [...byRules, texts.byRules] };
}

async function ask(model: ChatModel, messages: ChatMessage[], signal: AbortSignal): Promise<ChatResponse | undefined> {
	if (signal.aborted) throw new TroupeError({ code: 'CANCELLED', message: 'Drawing the plan was cancelled.', cause: signal.reason });
	try {
		return await model.generate(
			{ messages, maxOutputTokens, temperature: 0, responseSchema: { name: 'plan', schema: treeSchema } },
			signal,
		);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'MODEL_OUTPUT_INVALID') return undefined;
		throw error;
	}
}

async function read(
	{ text, finish }: ChatResponse,
	plan: Drawn,
	candidates: Candidate[],
	{ read: readTree, check }: DrawingTools,
): Promise<Attempt> {
	const texts = drawingTexts[plan.language];
	const value = await readDrawing(text);
	if (value === undefined) return { faults: [finish === 'length' ? texts.cut : texts.unreadable] };
	const { tree, faults } = readTree({ ...value.drawing, language: plan.language });
	const cut = value.isCut ? [texts.cut] : [];
	if (!tree) return { faults: [...cut, ...faults] };
	const written: PlanTree = { ...tree, language: plan.language };
	mendDoers(written, candidates);
	const named = takesConversation(written) ? withConversation(written) : written;
	heedTold(named, plan);
	showData(named);
	return { tree: named, faults: [...cut, ...faults, ...(await check(named))] };
}

/** A tree is better than none, and fewer faults are better; the later one counts where both are equal. */
function takeBetter(before: Attempt | undefined, next: Attempt): Attempt {
	if (!before || (next.tree && !before.tree)) return next;
	if (before.tree && !next.tree) return before;
	return next.faults.length <= before.faults.length ? next : before;
}

/** Providers refuse empty messages. */
const repeat = (response: ChatResponse | undefined): ChatMessage[] =>
	response === undefined || response.text.trim() === '' ? [] : [{ role: 'assistant', content: response.text.slice(0, maxRepeated) }];

async function drawByRules(plan: Drawn, { read: readTree, check }: DrawingTools): Promise<Ruled> {
	const outlined = outlineWish(plan);
	const { tree, faults } = readTree(outlined.tree);
	if (!tree) return { faults, undrawn: [] };
	const unread = outlined.unread.map((text) => toUndrawn(text, plan.language));
	const others = outlined.isTemplate ? [] : findUndrawn(plan, tree).filter(({ text }) => !unread.some((one) => one.text === text));
	return { tree, faults: [...faults, ...(await check(tree))], undrawn: [...unread, ...others] };
}

/** Says what was supposed for slots that no answer filled: contradictions of the wish first. */
function listSupposed({ language, picture }: Drawn): string[] {
	const { slots, contradiction } = drawingTexts[language];
	const supposed = Object.entries(picture).filter(([, { from }]) => from === 'supposed');
	const named = supposed.filter(([, { isConflict }]) => isConflict).map(([, { question = '', text }]) => contradiction(question, text));
	const others = supposed.filter(([, { isConflict }]) => !isConflict);
	return [...named, ...others.map(([slot, { text }]) => `${slots[slot as keyof typeof slots]}: ${text}`)];
}
