import { foldAccents } from '../../core/words/terms';
import { findDecision } from '../build/reasons';
import { findUndrawn, isDrawnBy, lacksStill } from '../draw/find-undrawn';
import { findUnread } from '../explain/find-unread';
import type { Plan, Undrawn } from '../plan';
import { isTask, type Block, type PlanTree } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';
import { compareTrees } from './compare-trees';

/** Parts of the plan that a change takes away although it does not name them. */
export interface Lost {
	/** Names of approvals that go, or whose answer nothing reads any more, although the request does not name them. */
	approvals: string[];
	/** Names of what was removed, as the request names it. */
	named: string[];
	/** Words that were said and that the plan does not have, or has no longer. */
	undrawn: Undrawn[];
	/** The purpose, without the sentences that the plan no longer does. */
	purpose: string;
}

/** Finds approvals and sentences that a change takes away. */
export function findLost(plan: Plan, after: PlanTree, request: string): Lost {
	const before = plan.tree!;
	const gone = listBlocks(before).filter(({ id }) => !listBlocks(after).some((block) => block.id === id));
	const isNamed = namedIn(request, plan);
	const named = gone.filter(isNamed);
	const known = findUnread(before).map(({ block }) => block.id);
	const unread = findUnread(after).flatMap(({ block }) => (known.includes(block.id) ? [] : [block.name]));
	const approvals = gone.filter((block) => isApproval(block) && !isNamed(block)).map(({ name }) => name);
	return {
		approvals: [...new Set([...approvals, ...unread])],
		named: named.map(({ name }) => name),
		undrawn: listUndrawn(plan, after, named.filter(isTask)),
		purpose: keepDrawn(plan, after),
	};
}

const listBlocks = (tree: PlanTree): Block[] => [...walkBlocks(tree.do, '/do')].map(({ block }) => block);

const isApproval = (block: Block): boolean => block.kind === 'human' && findDecision(block.writes ?? []) !== undefined;

/** By its quoted name; or without quotes by its words, and an approval as one. */
function namedIn(request: string, { language }: Plan): (block: Block) => boolean {
	const quoted = [...request.matchAll(/["“«]([^"”»]{1,200})["”»]/gu)].map(([, name]) => fold(name!));
	const rest = request.replaceAll(/["“«][^"”»]{1,200}["”»]/gu, ' ');
	const approves = wishWords[language].approves.test(rest.toLowerCase());
	return (block) => {
		const name = fold(block.name);
		const words = fold(rest).split(' ');
		return quoted.includes(name) || name.split(' ').every((word) => words.includes(word)) || (approves && isApproval(block));
	};
}

const fold = (text: string): string =>
	foldAccents(text.toLowerCase())
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** Lists words that are still not drawn, and those that no longer are. Of what the request names, everybody knows that it goes. */
function listUndrawn(plan: Plan, after: PlanTree, named: readonly Block[]): Undrawn[] {
	const { language } = plan;
	const brought = listBrought(plan.tree!, after);
	const known = plan.explanation?.undrawn ?? [];
	const left = known.filter(({ text }) => lacksStill(text, after, language) || !isDrawnBy(text, brought, language));
	const fresh = without(findUndrawn(plan, after), [...findUndrawn(plan, plan.tree!), ...left]);
	return [...left, ...fresh.filter(({ text }) => !isDrawnBy(text, named, language))];
}

const without = (all: Undrawn[], known: readonly Undrawn[]): Undrawn[] => all.filter(({ text }) => !known.some((one) => one.text === text));

/** Blocks that are new or have other fields. */
function listBrought(before: PlanTree, after: PlanTree): Block[] {
	const ids = new Set(
		compareTrees(before, after).blocks.flatMap(({ id, change }) => (change === 'added' || change === 'changed' ? id : [])),
	);
	return listBlocks(after).filter(({ id }) => ids.has(id));
}

/** Leaves out of the purpose what the plan did before and no longer does. */
function keepDrawn({ tree, language }: Plan, after: PlanTree): string {
	const { purpose } = after;
	const says = { wish: purpose, language, picture: {} };
	const lost = without(findUndrawn(says, after), findUndrawn(says, tree!)).map(({ text }) => text);
	if (lost.length === 0) return purpose;
	const sentences = splitSentences(purpose).filter(({ text }) => !lost.some((one) => text.startsWith(one)));
	return sentences.map(({ text }) => `${text}.`).join(' ') || after.name;
}
