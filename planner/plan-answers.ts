import type { Picture, Question } from './plan';

export interface Answered {
	picture: Picture;
	questions: Question[];
	later?: Question[];
	answers: Record<string, string>;
	unused?: string[];
}
