import type { Question } from '../../plan';

/** Questions of the interview. The first choice is the default. */
export interface QuestionTexts {
	conflictOfStart: (starts: [string, string]) => Question;
	/** @param said that nobody approves, and that a person does */
	conflictOfApproval: (said: [string, string]) => Question;
	conflictOfPeople: (step: string) => Question;
	conflictOfStep: (step: string) => Question;
	conflictOfBranches: (condition: string) => Question;
	conflictOfTime: (times: { wait: string; limit: string }) => Question;
	impossible: (words: string) => Question;
	/** @param ready the sentences of a template that fits */
	goal: (ready?: string) => Question;
	trigger: () => Question;
	/** @param isRisky whether a person approves by default */
	approvals: (step: string, isRisky: boolean) => Question;
	actors: (step: string) => Question;
	/** The default leaves the service open: a product that nobody named is not supposed. */
	sendBy: (step: string) => Question;
	storeIn: (step: string) => Question;
	decisions: (words: string) => Question;
	data: () => Question;
	/** @param sentences that the rules did not understand @param forbids whether one forbids something: it is kept by default */
	undrawn: (sentences: string, forbids: boolean) => Question;
	exceptions: (step: string) => Question;
	cannot: (words: string) => string;
}

type Words = Omit<Question, 'choices' | 'default'>;
export const ask = (words: Words, ...choices: string[]): Question => ({ ...words, choices, default: choices[0]! });

export const ordered = (isFirst: boolean, one: string, other: string): [string, string] => (isFirst ? [one, other] : [other, one]);
