import { inc } from 'semver';
import { add, finishDrawing } from '../make-plan';
import type { Plan } from '../plan';
import type { PlannerSkills } from '../skills';
import { isDrawnBy } from '../draw/find-undrawn';
import { supposeLimits } from '../explain/suppose-limits';
import type { Block, Fault, PlanTree } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { wishWords } from '../wish/words';
import { planWords } from '../words/plan-words';
import type { ChangeAnswer } from './change-tree';
import { compareTrees } from './compare-trees';

/**
 * Changes a plan as its person asks for it. What was confirmed, and the instances of it, stay as they are until the change is confirmed. A change that
 * cannot be made leaves the plan as it was; the conversation says why.
 */
export async function changePlan(plan: Plan, text: string, skills: PlannerSkills, at: string, signal: AbortSignal): Promise<Partial<Plan>> {
	const answer = await skills.change(plan, text, signal);
	if (!answer.tree) return { conversation: add(plan, describeFailure(plan, answer), at) };
	const { supposed = [], undrawn = [] } = plan.explanation ?? {};
	const tree = { ...answer.tree, id: plan.tree!.id };
	const brought = listBrought(plan.tree!, tree);
	const left = undrawn.filter((one) => !isDrawnBy(one.text, brought, plan.language));
	// Those of the plan before are said again where they still hold.
	const limits = supposeLimits(plan.tree!, { ...plan, conversation: plan.conversation.slice(0, -1) });
	const drawing = {
		tree,
		faults: [],
		supposed: [...supposed.filter((text) => !limits.includes(text)), ...(answer.supposed ?? [])],
		undrawn: left,
	};
	const made = await finishDrawing(plan, drawing, skills, at, signal, () => sayChange(plan, answer));
	if (made.state === 'failed') return { conversation: add(plan, describeFailure(plan, { ...answer, faults: made.faults ?? [] }), at) };
	return { ...made, version: nextVersion(plan, made.tree!), difference: compareTrees(plan.tree!, made.tree!) };
}

/** Blocks that are new or have other fields. */
function listBrought(before: PlanTree, after: PlanTree): Block[] {
	const ids = new Set(
		compareTrees(before, after).blocks.flatMap(({ id, change }) => (change === 'added' || change === 'changed' ? id : [])),
	);
	return [...walkBlocks(after.do, '/do')].flatMap(({ block }) => (ids.has(block.id) ? block : []));
}

const sayChange = ({ language, tree }: Plan, { says }: ChangeAnswer): string =>
	[says, planWords[language].changed(tree!.name)].filter(Boolean).join('\n');

function describeFailure({ language, picture }: Plan, { says, faults, isRefused }: ChangeAnswer): string {
	const words = planWords[language];
	if (isRefused) return `${words.notChanged}\n${says}`;
	const { approvals } = picture;
	const demands = ({ rule, message }: Fault) =>
		rule === 'still-read' && approvals?.from === 'answer' && wishWords[language].approves.test(message.toLowerCase())
			? words.demanded(approvals.text)
			: '';
	const problems = [...new Set(faults.map((fault) => [fault.message, demands(fault), fault.fix].filter(Boolean).join(' ')))].slice(0, 5);
	return problems.length === 0 ? says : [words.notChanged, ...problems].join('\n');
}

/** The version after the one that was confirmed: a plan that nobody confirmed keeps its own. */
function nextVersion({ version, confirmed, tree }: Plan, changed: NonNullable<Plan['tree']>): string {
	if (!confirmed) return version;
	const { bump } = compareTrees(confirmed.tree ?? tree!, changed);
	return bump === 'none' ? confirmed.version : inc(confirmed.version, bump)!;
}
