import type { BriefPlan } from './brief-plan';
import type { Plan } from './plan';

export interface NewPlan {
	wish: string;
	/** Default: the language of the wish. */
	language?: 'en' | 'pt';
	/** Answers by a question's id or a slot; or in the order in which questions are asked. */
	answers?: Record<string, string> | string[];
	supposes?: boolean;
}

export interface PlanPage {
	items: BriefPlan[];
	cursor?: string;
}

/** A person's word for a plan, by a statement of an approver's key, or the installation's own where none is demanded. */
export interface Confirmation {
	hash: string;
	engine: 'embedded' | 'zeebe';
	by: string;
	statement?: string;
	acceptsUnsupported?: boolean;
}

interface PlanWords {
	text?: string;
	/** By the id of a question, by a slot, or by the key of an instance. */
	answers?: Record<string, string>;
	/** True if the person may have instances tried again and cancelled, which a guest of a chat may not. Default: false. */
	actsOnRuns?: boolean;
}

export interface Plans {
	/** Makes a picture of the wish, and asks or draws. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
	create(request: NewPlan, signal: AbortSignal): Promise<Plan>;
	list(filter: { state?: Plan['state']; cursor?: string; limit?: number }): Promise<PlanPage>;
	/** @throws TroupeError PLAN_NOT_FOUND */
	show(id: string): Promise<Plan>;
	ask(id: string, words: PlanWords, signal: AbortSignal): Promise<Plan>;
	/** Changes the plan in words. What was confirmed stays as it is until the change is confirmed. */
	change(id: string, text: string, signal: AbortSignal): Promise<Plan>;
	prove(id: string, signal: AbortSignal): Promise<Plan>;
	/** @throws TroupeError STATE_CONFLICT for another hash, and for a plan that was not proved */
	confirm(id: string, confirmation: Confirmation): Promise<Plan>;
	/**
	 * @param key of the caller: a repeated start with it starts nothing again @throws TroupeError STATE_CONFLICT where nothing was confirmed,
	 * or the files are others
	 */
	run(id: string, variables: Record<string, unknown>, key?: string): Promise<Plan>;
}
