import { inc } from 'semver';
import { foldAccents } from '../../core/words/terms';
import { findDecision } from '../build/reasons';
import { findUndrawn, isDrawnBy, lacksStill } from '../draw/find-undrawn';
import { findUnread } from '../explain/find-unread';
import { add, finishDrawing } from '../make-plan';
import type { Plan, Undrawn } from '../plan';
import type { PlannerSkills } from '../skills';
import { supposeLimits } from '../explain/suppose-limits';
import type { Block, Fault, PlanTree } from '../tree/plan-tree';
import { isTask } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';
import { isNo } from '../wish/yes-no';
import { planWords } from '../words/plan-words';
import type { ChangeAnswer } from './change-tree';
import { compareTrees } from './compare-trees';

/** Parts of the plan that a change takes away although it does not name them. */
interface Lost {
	approvals: string[];
	named: string[];
	/** Words that were said and that the plan does not have, or has no longer. */
	undrawn: Undrawn[];
	/** The purpose, without the sentences that the plan no longer does. */
	purpose: string;
}

/** Finds approvals and sentences that a change takes away. */
function findLost(plan: Plan, after: PlanTree, request: string): Lost {
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

function keepDrawn({ tree, language }: Plan, after: PlanTree): string {
	const { purpose } = after;
	const says = { wish: purpose, language, picture: {} };
	const lost = without(findUndrawn(says, after), findUndrawn(says, tree!)).map(({ text }) => text);
	if (lost.length === 0) return purpose;
	const sentences = splitSentences(purpose).filter(({ text }) => !lost.some((one) => text.startsWith(one)));
	return sentences.map(({ text }) => `${text}.`).join(' ') || after.name;
}

/**
 * Changes a plan as its person asks for it. What was confirmed, and the instances of it, stay as they are until the change is confirmed. A change that
 * cannot be made leaves the plan as it was; the conversation says why.
 */
export async function changePlan(plan: Plan, text: string, skills: PlannerSkills, at: string, signal: AbortSignal): Promise<Partial<Plan>> {
	const answer = await skills.change(plan, text, signal);
	if (!answer.tree) return { conversation: add(plan, describeFailure(plan, answer), at) };
	const lost = findLost(plan, answer.tree, text);
	const demand = lost.approvals.length > 0 ? findDemand(plan) : undefined;
	if (demand !== undefined) return { conversation: add(plan, refuse(plan, lost, demand), at) };
	const tree = { ...answer.tree, id: plan.tree!.id, purpose: lost.purpose };
	const { supposed = [] } = plan.explanation ?? {};
	// Limits of the plan before are said again where they still hold.
	const limits = supposeLimits(plan.tree!, { ...plan, conversation: plan.conversation.slice(0, -1) });
	const drawing = {
		tree,
		faults: [],
		supposed: [...supposed.filter((one) => !limits.includes(one)), ...(answer.supposed ?? [])],
		undrawn: lost.undrawn,
	};
	const made = await finishDrawing(plan, drawing, skills, at, signal, () => sayChange(plan, answer, lost));
	if (made.state === 'failed') return { conversation: add(plan, describeFailure(plan, { ...answer, faults: made.faults ?? [] }), at) };
	return { ...made, version: nextVersion(plan, made.tree!), difference: compareTrees(plan.tree!, made.tree!) };
}

const sayChange = ({ language, tree }: Plan, { says }: ChangeAnswer, { approvals }: Lost): string => {
	const words = planWords[language];
	return [says, approvals.length > 0 ? words.takesAway(quote(approvals)) : '', words.changed(tree!.name)].filter(Boolean).join('\n');
};

/** Returns the answer of the person that demanded an approval. */
const findDemand = ({ picture: { approvals } }: Plan): string | undefined =>
	approvals?.from === 'answer' && !isNo(approvals.text) ? approvals.text : undefined;

function refuse({ language }: Plan, { approvals, named }: Lost, demand: string): string {
	const words = planWords[language];
	return [
		words.notChanged,
		`${words.takesAway(quote(approvals))} ${words.demanded(demand)} ${words.removeAll([...approvals, ...named])}`,
	].join('\n');
}

const quote = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

function describeFailure(plan: Plan, { says, faults, isRefused }: ChangeAnswer): string {
	const { language } = plan;
	const words = planWords[language];
	if (isRefused) return `${words.notChanged}\n${says}`;
	const demand = findDemand(plan);
	const demands = ({ rule, message }: Fault) =>
		rule === 'still-read' && demand !== undefined && wishWords[language].approves.test(message.toLowerCase()) ? words.demanded(demand) : '';
	const problems = [...new Set(faults.map((fault) => [fault.message, demands(fault), fault.fix].filter(Boolean).join(' ')))].slice(0, 5);
	return problems.length === 0 ? says : [words.notChanged, ...problems].join('\n');
}

function nextVersion({ version, confirmed, tree }: Plan, changed: NonNullable<Plan['tree']>): string {
	if (!confirmed) return version;
	const { bump } = compareTrees(confirmed.tree ?? tree!, changed);
	return bump === 'none' ? confirmed.version : inc(confirmed.version, bump)!;
}
