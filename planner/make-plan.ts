import { hash } from 'node:crypto';
import { hashFiles } from './hash-files';
import type { Explanation, Plan } from './plan';
import type { Drawing, PlannerSkills } from './skills';
import { treeLimits } from './tree/limits';
import { planWords } from './words/plan-words';

type Made = Pick<Plan, 'state' | 'conversation'> & Partial<Plan>;

const nothingMade = {
	tree: undefined,
	files: undefined,
	hash: undefined,
	explanation: undefined,
	cases: undefined,
	proof: undefined,
	faults: undefined,
	difference: undefined,
} satisfies Partial<Plan>;

/** Draws the plan, chooses doers, builds, checks and explains it. The rest become faults. */
export async function makePlan(plan: Plan, skills: PlannerSkills, at: string, signal: AbortSignal): Promise<Made> {
	const drawing = await skills.draw(plan, signal);
	const { tree } = drawing;
	const unasked = plan.unasked?.map((text) => ({ text, isTask: true })) ?? [];
	const undrawn = [...(drawing.undrawn ?? []), ...unasked];
	return finishDrawing(
		plan,
		tree ? { ...drawing, undrawn, tree: { ...tree, id: toOwnId(tree.id, plan.id) } } : drawing,
		skills,
		at,
		signal,
	);
}

/** Two plans of one name are two processes: a deployment of one must not take the place of the other. */
function toOwnId(processId: string, planId: string): string {
	const ending = `-${hash('sha256', planId, 'hex').slice(0, 10)}`;
	return `${processId.slice(0, treeLimits.id - ending.length)}${ending}`;
}

export async function finishDrawing(
	plan: Plan,
	drawing: Drawing,
	skills: PlannerSkills,
	at: string,
	signal: AbortSignal,
	say: (name: string, steps: number) => string = planWords[plan.language].drawn,
): Promise<Made> {
	const { tree: drawn, faults } = drawing;
	if (!drawn) return fail(plan, { faults }, at);
	const staffed = await skills.staff(plan, { ...drawing, tree: drawn }, signal);
	const { tree, explanation } = staffed;
	const wrong = [...staffed.faults, ...(await skills.check(tree))];
	if (wrong.length > 0) return fail(plan, { tree, explanation, faults: wrong }, at);
	const files = await skills.build(tree, plan.files);
	const built = { tree, explanation, files, hash: hashFiles(files) };
	const found = await skills.lint(tree, files);
	if (found.length > 0) return fail(plan, { ...built, faults: found }, at);
	return {
		...nothingMade,
		...built,
		state: 'drawn',
		conversation: add(
			plan,
			[say(tree.name, explanation.steps.length), ...sayUndrawn(plan, explanation), ...askDoers(plan, explanation)].join('\n'),
			at,
		),
	};
}

const maxSaid = 5;

function sayUndrawn({ language }: Plan, { undrawn = [] }: Explanation): string[] {
	if (undrawn.length === 0) return [];
	const texts = undrawn.slice(0, maxSaid).map(({ text }) => `“${text}”`);
	return [planWords[language].undrawn(`${texts.join('; ')}${undrawn.length > maxSaid ? '; …' : ''}`)];
}

const maxAsked = 3;

const askDoers = ({ language }: Plan, { steps }: Explanation): string[] =>
	steps
		.flatMap(({ kind, name, who, weak }) => (kind === 'agent' && weak !== undefined ? [planWords[language].shallDo(who, name, weak)] : []))
		.slice(0, maxAsked);

function fail(plan: Plan, made: Partial<Plan> & Pick<Required<Plan>, 'faults'>, at: string): Made {
	const text = planWords[plan.language].notDrawn(made.faults.length);
	return { ...nothingMade, ...made, state: 'failed', conversation: add(plan, text, at) };
}

export const add = ({ conversation }: Pick<Plan, 'conversation'>, text: string, at: string): Plan['conversation'] => [
	...conversation,
	{ from: 'planner', text, at },
];
