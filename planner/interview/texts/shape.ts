import type { Question } from '../../plan';

export interface QuestionTexts {
	/** @param wish a short one is offered as it is */
	goal: (wish: string) => Question;
	trigger: () => Question;
	approvals: () => Question;
	actors: () => Question;
	data: () => Question;
}

type Words = Omit<Question, 'choices' | 'default'>;
export const ask = (words: Words, ...choices: string[]): Question => ({ ...words, choices, default: choices[0]! });
