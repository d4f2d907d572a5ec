import { isFields } from '../../core/base/is-fields';
import { isTroupeError } from '../../core/base/errors';
import { answerBySchema } from '../../core/llm/structured-answer';
import type { ChatMessage, ChatModel } from '../../core/ports/models/models';
import type { Candidate } from '../plan';
import type { Block, Fault, PlanTree } from '../tree/plan-tree';
import { listWrites, walkBlocks } from '../tree/walk';
import { applyChanges } from './apply-changes';
import type { Change } from './apply-changes';
import { findBlock } from './block-lists';
import { changeByRules } from './change-by-rules';
import { compareTrees, type TreeDifference } from './compare-trees';
import { type Read, readChanges, type ReadChanges } from './read-changes';
import { changeTexts } from './texts';

/** Says of a variable that nothing sets any more which step set it, what reads it, and how both can go. */
function explainRemovals(before: PlanTree, changes: readonly Change[], after: PlanTree, faults: readonly Fault[]): Fault[] {
	const removed = changes.flatMap((change) => (change.op === 'remove' ? (findBlock(before, change.id)?.block ?? []) : []));
	if (removed.length === 0) return [...faults];
	const explained = new Map<string, Fault>();
	const others: Fault[] = [];
	for (const fault of faults) {
		const step =
			fault.rule === 'unknown-variable' ? removed.find((block) => namesIn(block).some((name) => isAbout(fault, name))) : undefined;
		if (step) explained.set(step.id, explain(step, faults, after));
		else others.push(fault);
	}
	return [...explained.values(), ...others];
}

const namesIn = (block: Block): string[] =>
	[...walkBlocks([block], '')].flatMap((placed) => listWrites(placed.block)).map(({ name }) => name);

const isAbout = ({ message }: Fault, name: string): boolean => message.includes(`"${name}"`);

function explain(step: Block, faults: readonly Fault[], after: PlanTree): Fault {
	const names = namesIn(step).filter((name) => faults.some((fault) => fault.rule === 'unknown-variable' && isAbout(fault, name)));
	const readers = new Set(
		faults.filter((fault) => names.some((name) => isAbout(fault, name))).flatMap(({ path }) => findReader(after, path) ?? []),
	);
	const texts = changeTexts[after.language];
	const goes = [...readers].filter((block) => !holdsSteps(block)).map(({ name }) => name);
	const stays = [...readers].filter(holdsSteps).map(({ name }) => name);
	return {
		path: '/changes',
		rule: 'still-read',
		...texts.stillRead({ step: step.name, names: names.join(', '), readers: [...goes, ...stays], goes, stays }),
	};
}

/** The innermost block that has the place. */
const findReader = ({ do: blocks }: PlanTree, path: string): Block | undefined =>
	[...walkBlocks(blocks, '/do')].findLast((placed) => path === placed.path || path.startsWith(`${placed.path}/`))?.block;

/** With such a block, work would go too. */
const holdsSteps = (block: Block): boolean =>
	block.kind !== 'choice' || [...walkBlocks([block], '')].some((placed) => placed.block !== block && placed.block.kind !== 'end');

const maxRequest = 4_000;
const maxRounds = 3;

export interface TreeTools {
	read: Read;
	check: (tree: PlanTree) => Promise<Fault[]>;
}

export interface ChangeAnswer {
	/** Absent where nothing was changed. */
	tree?: PlanTree;
	difference?: TreeDifference;
	/** Problems that are left: the plan stays as it was. */
	faults: Fault[];
	/** Suppositions that were made, in sentences. */
	supposed?: string[];
	says: string;
	/** Says why the change cannot be made, where the model says so. */
	isRefused?: boolean;
	/** True where the plan is already as the request wants it. */
	isAlreadySo?: boolean;
	rounds: number;
}

/**
 * Changes a plan as a person asks for it in words. What the request does not touch keeps its id. A model answers with steps, not with a plan; where
 * there is none, some plain requests are understood by rules.
 */
export async function changeTree(
	tree: PlanTree,
	request: string,
	candidates: readonly Candidate[],
	model: ChatModel | undefined,
	tools: TreeTools,
	signal: AbortSignal,
): Promise<ChangeAnswer> {
	const text = request.slice(0, maxRequest);
	return model
		? askModel(tree, text, candidates, model, tools, signal)
		: finish(tree, { ...changeByRules(tree, text), doubts: [] }, tools, 0);
}

interface Proposal extends Pick<ReadChanges, 'changes' | 'faults' | 'doubts'> {
	indices?: number[];
	says: string;
	written?: unknown;
	asks?: string;
	/** Why it changes nothing. */
	refuses?: string;
	isAlreadySo?: boolean;
}

interface Tried extends ChangeAnswer {
	doubts?: Fault[];
}

async function askModel(
	tree: PlanTree,
	request: string,
	candidates: readonly Candidate[],
	model: ChatModel,
	tools: TreeTools,
	signal: AbortSignal,
): Promise<ChangeAnswer> {
	const texts = changeTexts[tree.language];
	const messages: ChatMessage[] = [
		{ role: 'system', content: texts.system },
		{ role: 'user', content: texts.request(tree, request, candidates) },
	];
	/** Made, with doubts that the model was asked about. */
	let doubted: Tried | undefined;
	let answer: Tried | undefined;
	let last: string | undefined;
	for (let round = 1; round <= maxRounds; round++) {
		const proposal = await propose(model, [...messages], tools, signal, tree.language);
		answer = await finish(tree, proposal, tools, round);
		const { faults, doubts = [] } = answer;
		const written = JSON.stringify({ changes: proposal.written });
		if (faults.length === 0 && (doubts.length === 0 || doubted)) return tell(answer);
		if (proposal.asks !== undefined || written === last) break;
		if (faults.length === 0) doubted = answer;
		last = written;
		messages.push(
			{ role: 'assistant', content: written.slice(0, 20_000) },
			{ role: 'user', content: texts.complaint([...faults, ...doubts]) },
		);
	}
	return tell(doubted ?? answer!);
}

const tell = ({ doubts = [], ...answer }: Tried): ChangeAnswer => ({
	...answer,
	...(answer.tree && doubts.length > 0 && { supposed: doubts.map(({ message }) => message) }),
});

const schema = {
	name: 'changes',
	schema: {
		type: 'object',
		properties: {
			says: { type: 'string', maxLength: 2_000 },
			question: { type: ['string', 'null'], maxLength: 1_000 },
			already: { type: 'boolean' },
			changes: { type: 'array', items: { type: 'object' } },
		},
		required: ['changes'],
	},
};

async function propose(
	model: ChatModel,
	messages: ChatMessage[],
	tools: TreeTools,
	signal: AbortSignal,
	language: PlanTree['language'],
): Promise<Proposal> {
	try {
		const { value } = await answerBySchema(model, { messages, maxOutputTokens: 4_000, temperature: 0 }, schema, signal);
		const { says, question, already, changes } = isFields(value) ? value : {};
		const asks = typeof question === 'string' && question.trim() !== '' ? question.trim() : undefined;
		const said = typeof says === 'string' ? says.trim() : '';
		const isEmpty = asks === undefined && Array.isArray(changes) && changes.length === 0;
		const isAlreadySo = isEmpty && already === true;
		const isRefused = isEmpty && said !== '' && !isAlreadySo;
		return {
			...readChanges(changes, tools.read, language),
			written: changes,
			says: said,
			...(asks !== undefined && { asks }),
			isAlreadySo,
			...(isRefused && { refuses: said }),
		};
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'MODEL_OUTPUT_INVALID') throw error;
		return {
			changes: [],
			doubts: [],
			faults: [{ path: '/changes', rule: 'unreadable', message: changeTexts[language].unusable, fix: error.fix ?? '' }],
			says: '',
		};
	}
}

/** Makes the changes, unless the new plan has faults that the old one had not. */
async function finish(tree: PlanTree, proposal: Proposal, tools: TreeTools, rounds: number): Promise<Tried> {
	const { changes, indices = [], faults, says, asks, refuses } = proposal;
	if (proposal.isAlreadySo) return alreadySo(tree, says, rounds);
	if (refuses !== undefined) return { faults: [], says: refuses, isRefused: true, rounds };
	if (asks !== undefined && changes.length === 0) return { faults: [], says: asks, rounds };
	const applied = applyChanges(tree, changes);
	const unmade = applied.faults.map((fault) => ({ ...fault, path: toWritten(fault.path, indices) }));
	const read = tools.read(applied.tree);
	const problems = [...faults, ...unmade, ...read.faults, ...(read.tree ? await tools.check(read.tree) : [])];
	const known = new Set((problems.length > 0 ? await tools.check(tree) : []).map(nameOf));
	const changed = read.tree;
	const fresh = problems.filter((fault) => !known.has(nameOf(fault)));
	const left = changed ? explainRemovals(tree, changes, changed, fresh) : fresh;
	if (left.length > 0 || !changed) return { faults: left, says, rounds };
	const difference = compareTrees(tree, changed);
	if (difference.bump === 'none') {
		if (rounds === 0) return alreadySo(tree, '', rounds);
		const { nothing } = changeTexts[tree.language];
		return { faults: [{ path: '/changes', rule: 'nothing-changed', ...nothing }], says, rounds };
	}
	const doubts = [...proposal.doubts, ...read.doubts];
	return { tree: changed, difference, faults: [], doubts, says: says || changeTexts[tree.language].describe(difference), rounds };
}

const alreadySo = ({ language }: PlanTree, says: string, rounds: number): ChangeAnswer => {
	const told = changeTexts[language].alreadySo;
	return { faults: [], says: says === '' ? told : `${told} ${says}`, isAlreadySo: true, rounds };
};

/** A path among the changes that were read, among those that the model wrote. */
const toWritten = (path: string, indices: readonly number[]): string =>
	path.replace(/(?<=^\/changes\/)\d+/, (index) => String(indices[Number(index)] ?? index));

const nameOf = ({ rule, message }: Fault): string => `${rule} ${message}`;
