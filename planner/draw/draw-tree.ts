import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { ChatMessage, ChatModel, ChatResponse } from '../../core/ports/models/models';
import { takesConversation, withConversation } from '../doers/fill/known-fields';
import { isMentioned } from '../interview/is-mentioned';
import { isTold } from '../interview/is-told';
import type { Candidate, Picture, Slot, SlotValue, Undrawn } from '../plan';
import { findUnread } from '../explain/find-unread';
import { Faults } from '../tree/faults';
import type { Block, Fault, HumanStep, PlanTree } from '../tree/plan-tree';
import { names } from '../tree/read/block-kinds';
import { takeName, toId } from '../tree/read/names';
import { pick } from '../tree/read/reader';
import type { ReadTree } from '../tree/read-tree';
import { listExpressions, listInner, walkBlocks } from '../tree/walk';
import { readTrigger } from '../wish/read-trigger';
import { wishWords } from '../wish/words';
import { isNo } from '../wish/yes-no';
import { drawingTexts } from './drawing-texts';
import { findUndrawn } from './find-undrawn';
import { requireApproval } from './outline/approvals';
import { outlineWish } from './outline/outline';
import { outlineTexts } from './outline/outline-texts';
import { readDrawing, treeSchema } from './read-drawing';
import { showData } from './show-data';
import { shorten } from '../wish/sentences';
import { type Drawn, writePrompt } from './write-prompt';

const withoutRange = (name: string): string => name.replace(/@.*$/, '');

/**
 * Takes out the names of agents and nodes that no candidate has: a model invents names. Their steps are matched by what they need, as are steps of a
 * kind that does not exist.
 */
function mendDoers(tree: PlanTree, candidates: Candidate[]): void {
	const known = new Set(candidates.map(({ name }) => withoutRange(name)));
	const mend = (blocks: Block[]): void => {
		for (const [at, block] of blocks.entries()) {
			if (block.kind === 'agent' && block.agent !== undefined && !known.has(withoutRange(block.agent))) delete block.agent;
			if (block.kind === 'node' && block.node !== undefined && !known.has(withoutRange(block.node))) {
				delete block.node;
				// They are those of another node.
				delete block.parameters;
				delete block.credentials;
			}
			if (block.kind === 'unsupported') {
				const { alternatives: _, reason: __, who: ___, ...step } = block;
				blocks[at] = { ...step, kind: 'node' };
			}
			for (const inner of listInner(block)) mend(inner.blocks);
		}
	};
	mend(tree.do);
}

const maxRounds = 3;
const maxOutputTokens = 4_000;
const maxRepeated = 9_000;

export interface DrawingTools {
	read: (value: unknown) => ReadTree;
	check: (tree: PlanTree) => Promise<Fault[]>;
}

interface Drawing {
	tree?: PlanTree;
	faults: Fault[];
	rounds: number;
	supposed: string[];
	undrawn: Undrawn[];
}

interface Attempt extends Pick<Drawing, 'tree' | 'faults'> {
	doubts: Fault[];
}

/**
 * Draws the tree of a plan. A model answers with JSON; deterministic repair comes first, then its faults go back to it, three rounds at most, and the
 * best tree counts. Without a model, the wish is read as an outline of lines.
 * @throws TroupeError MODEL_* except MODEL_OUTPUT_INVALID, CANCELLED
 */
export async function drawTree(
	plan: Drawn,
	candidates: Candidate[],
	model: ChatModel | undefined,
	tools: DrawingTools,
	signal: AbortSignal,
): Promise<Drawing> {
	if (!model) return drawOutline(plan, tools);
	const { best, rounds } = await askForTree(plan, candidates, model, tools, signal);
	if (!best?.tree) return { faults: best?.faults ?? [], rounds, supposed: [], undrawn: [] };
	const { tree, faults, doubts } = best;
	// The explanation says which decisions nothing reads.
	const told = doubts.filter(({ rule }) => rule !== 'unread-decision').map(({ message }) => message);
	return {
		tree,
		faults,
		rounds,
		supposed: [...listSupposed(plan, tree), ...told],
		undrawn: findUndrawn(plan, tree),
	};
}

/** Asks until a tree has no faults, and once more where there are doubts about it. */
async function askForTree(
	plan: Drawn,
	candidates: Candidate[],
	model: ChatModel,
	tools: DrawingTools,
	signal: AbortSignal,
): Promise<{ best: Attempt | undefined; rounds: number }> {
	const texts = drawingTexts[plan.language];
	const prompt = writePrompt(plan, candidates);
	let messages = prompt;
	let best: Attempt | undefined;
	let rounds = 0;
	let last: string | undefined;
	let isDoubtTold = false;
	while (rounds < maxRounds && !(best?.tree && best.faults.length === 0 && (isDoubtTold || best.doubts.length === 0))) {
		rounds += 1;
		isDoubtTold ||= best !== undefined && best.doubts.length > 0;
		const response = await ask(model, messages, signal);
		// The same answer again would be the same the third time.
		if (response && response.text === last) break;
		last = response?.text;
		const attempt = response ? await read(response, plan, candidates, tools) : { faults: [texts.unreadable], doubts: [] };
		best = takeBetter(best, attempt);
		messages = [...prompt, ...repeat(response), { role: 'user', content: texts.complain([...attempt.faults, ...attempt.doubts]) }];
	}
	return { best, rounds };
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
	if (value === undefined) return { faults: [finish === 'length' ? texts.cut : texts.unreadable], doubts: [] };
	const { tree, faults, doubts } = readTree({ ...value.drawing, language: plan.language });
	const cut = value.isCut ? [texts.cut] : [];
	if (!tree || tree.do.length === 0) return { faults: [...cut, ...faults], doubts };
	const written: PlanTree = { ...tree, language: plan.language };
	mendDoers(written, candidates);
	const named = takesConversation(written) ? withConversation(written) : written;
	heedTold(named, plan, pick(value.drawing, names.trigger) !== undefined);
	showData(named);
	return { tree: named, faults: [...cut, ...faults, ...(await check(named))], doubts: [...doubts, ...doubtDecisions(named)] };
}

function doubtDecisions(tree: PlanTree): Fault[] {
	const doubts = new Faults(tree.language);
	for (const { path, decision } of findUnread(tree)) doubts.add(path, 'unread-decision', decision.name);
	return doubts.list;
}

/** A tree is better than none, and fewer faults, then fewer doubts, are better; the later one counts where both are equal. */
function takeBetter(before: Attempt | undefined, next: Attempt): Attempt {
	if (!before || (next.tree && !before.tree)) return next;
	if (before.tree && !next.tree) return before;
	const difference = next.faults.length - before.faults.length;
	return difference < 0 || (difference === 0 && next.doubts.length <= before.doubts.length) ? next : before;
}

/** Providers refuse empty messages. */
const repeat = (response: ChatResponse | undefined): ChatMessage[] =>
	response === undefined || response.text.trim() === '' ? [] : [{ role: 'assistant', content: response.text.slice(0, maxRepeated) }];

/** Slots whose answers only a model heeds. */
const unheeded: readonly Slot[] = ['systems', 'decisions', 'exceptions', 'limits'];

async function drawOutline(plan: Drawn, { read: readTree, check }: DrawingTools): Promise<Drawing> {
	const { tree: outline, isProse } = outlineWish(plan);
	const { tree, faults } = readTree(outline);
	const told = isProse ? [drawingTexts[plan.language].prose] : [];
	if (!tree) return { faults, rounds: 0, supposed: told, undrawn: [] };
	const answers = unheeded.flatMap((slot) => {
		const value = plan.picture[slot];
		return value?.from === 'answer' ? [{ text: shorten(value.text, 200), isTask: true }] : [];
	});
	return {
		tree,
		faults: [...faults, ...(await check(tree))],
		rounds: 0,
		supposed: [...told, ...listSupposed(plan, tree)],
		undrawn: answers,
	};
}

function listSupposed({ language, picture: given }: Drawn, tree: PlanTree | undefined): string[] {
	const picture = tree ? keepFollowed(given, tree) : given;
	const { slots, contradiction } = drawingTexts[language];
	const supposed = Object.entries(picture).filter(([, { from }]) => from === 'supposed');
	const named = supposed.filter(([, { isConflict }]) => isConflict).map(([, { question = '', text }]) => contradiction(question, text));
	const others = supposed.filter(([, { isConflict }]) => !isConflict);
	return [...named, ...others.map(([slot, { text }]) => `${slots[slot as keyof typeof slots]}: ${text}`)];
}

/** @param hasStart whether the model wrote how it begins, which a supposition does not replace */
function heedTold(tree: PlanTree, { picture, language }: Drawn, hasStart: boolean): void {
	const { trigger, approvals } = picture;
	const start = trigger && trigger.from !== 'wish' && (isTold(trigger) || !hasStart) ? readTrigger(trigger.text, language) : undefined;
	if (start && start.kind !== tree.trigger.kind) tree.trigger = start;
	if (tree.trigger.kind === 'form' && tree.inputs.length === 0) tree.inputs.push({ ...outlineTexts[language].request });
	if (!approvals || !isTold(approvals)) return;
	if (isNo(approvals.text) || hasApproval(tree, approvals.text)) return;
	const taken = new Set([tree.id, ...[...walkBlocks(tree.do, '/do')].map(({ block }) => block.id)]);
	requireApproval(tree, approvals.text, (name) => takeName(toId(name, 'step'), taken));
}

function keepFollowed(picture: Picture, tree: PlanTree): Picture {
	const start = picture.trigger && readTrigger(picture.trigger.text, tree.language);
	const isFollowed = ([slot, { text, from }]: [string, SlotValue]): boolean => {
		if (from !== 'supposed') return true;
		if (slot === 'trigger') return start === undefined || start.kind === tree.trigger.kind;
		if (slot === 'data') return tree.inputs.some(({ name, label }) => isMentioned(label ?? name, text));
		if (slot === 'approvals') return isNo(text) !== hasApproval(tree, text);
		return slot !== 'exceptions' || [...walkBlocks(tree.do, '/do')].some(({ block }) => 'onError' in block);
	};
	return Object.fromEntries(Object.entries(picture).filter(isFollowed));
}

function hasApproval({ do: blocks, language }: PlanTree, answer: string): boolean {
	const all = [...walkBlocks(blocks, '/do')].map(({ block }) => block);
	const conditions = all.flatMap((block) => listExpressions(block).map(({ text }) => text));
	const isCompared = (name: string) => conditions.some((text) => new RegExp(String.raw`\b${name}\s*!?=\s*"`).test(text));
	const decides = ({ writes = [] }: HumanStep) =>
		writes.some(({ name, type, options }) => type === 'boolean' || options !== undefined || isCompared(name));
	return all.some(
		(block) =>
			block.kind === 'human' &&
			(wishWords[language].approves.test(block.name.toLowerCase()) || decides(block) || isMentioned(block.who, answer)),
	);
}
