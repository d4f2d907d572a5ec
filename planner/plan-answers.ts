import type { Picture, Question } from './plan';

/** The picture after answers, and what is still to ask. */
export interface Answered {
	picture: Picture;
	/** Questions to ask now: at most two. */
	questions: Question[];
	later?: Question[];
	/** Everything that was answered, by the question's id. */
	answers: Record<string, string>;
	/** Keys that no question and no slot has. */
	unused?: string[];
}
