import { inc } from 'semver';
import { add, finishDrawing } from '../make-plan';
import type { Plan } from '../plan';
import type { PlannerSkills } from '../skills';
import type { Fault } from '../tree/plan-tree';
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
	const drawing = { tree: { ...answer.tree, id: plan.tree!.id }, faults: [], supposed: plan.explanation?.supposed ?? [] };
	const made = await finishDrawing(plan, drawing, skills, at, signal, () => sayChange(plan, answer));
	if (made.state === 'failed') return { conversation: add(plan, describeFailure(plan, { ...answer, faults: made.faults ?? [] }), at) };
	return { ...made, version: nextVersion(plan, made.tree!), difference: compareTrees(plan.tree!, made.tree!) };
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
