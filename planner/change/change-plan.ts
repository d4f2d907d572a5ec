import { inc } from 'semver';
import { add, finishDrawing } from '../make-plan';
import type { Plan } from '../plan';
import type { PlannerSkills } from '../skills';
import { supposeLimits } from '../explain/suppose-limits';
import type { Fault } from '../tree/plan-tree';
import { wishWords } from '../wish/words';
import { isNo } from '../wish/yes-no';
import { planWords } from '../words/plan-words';
import type { ChangeAnswer } from './change-tree';
import { compareTrees } from './compare-trees';
import { findLost, type Lost } from './find-lost';

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

/** The version after the one that was confirmed: a plan that nobody confirmed keeps its own. */
function nextVersion({ version, confirmed, tree }: Plan, changed: NonNullable<Plan['tree']>): string {
	if (!confirmed) return version;
	const { bump } = compareTrees(confirmed.tree ?? tree!, changed);
	return bump === 'none' ? confirmed.version : inc(confirmed.version, bump)!;
}
