import type { ChangeAnswer } from './change/change-tree';
import type { Answered } from './plan-answers';
import type { Explanation, Picture, Plan, Proof, PlanCase, Question, Undrawn } from './plan';
import type { Fault, PlanTree } from './tree/plan-tree';

/** The picture of a wish, and what to ask. */
interface WishPicture {
	language: Plan['language'];
	picture: Picture;
	questions: Question[];
	later?: Question[];
	/** Parts of the wish that cannot be done, in sentences for the person. */
	cannot?: string[];
}

export interface Drawing {
	tree?: PlanTree;
	faults: Fault[];
	supposed: string[];
	undrawn?: Undrawn[];
}

interface Staffed {
	tree: PlanTree;
	explanation: Explanation;
	faults: Fault[];
}

export interface PlannerSkills {
	readWish(wish: string, language: Plan['language'] | undefined, signal: AbortSignal): Promise<WishPicture>;
	answer(plan: Plan, answers: Record<string, string> | string[] | string): Answered;
	suppose(plan: Plan): Answered;
	discuss(plan: Plan, question: string, signal: AbortSignal): Promise<string>;
	draw(plan: Plan, signal: AbortSignal): Promise<Drawing>;
	staff(plan: Plan, drawing: Drawing & { tree: PlanTree }, signal: AbortSignal): Promise<Staffed>;
	check(tree: PlanTree): Promise<Fault[]>;
	/** @param earlier files whose diagram has the places of what stays */
	build(tree: PlanTree, earlier?: Plan['files']): Promise<NonNullable<Plan['files']>>;
	lint(tree: PlanTree, files: NonNullable<Plan['files']>): Promise<Fault[]>;
	prove(tree: PlanTree, files: NonNullable<Plan['files']>, now: number, signal: AbortSignal): Promise<{ cases: PlanCase[]; proof: Proof }>;
	change(plan: Plan, text: string, signal: AbortSignal): Promise<ChangeAnswer>;
}
