import type { GroundedPart } from '../../../guardrails/policy/grounded-policy';

/** Why the content of an answer is not fit for a customer. */
export type ContentDefect = 'question' | 'data' | 'secret' | 'amount';

/** It is a call as text or names a tool, is empty, only announces work, begins with thoughts, or is not fit for who asked. */
export type AnswerDefect = 'call' | 'named' | 'blank' | 'announced' | 'thoughts' | ContentDefect;

/** The parts of the policy `grounded` that find defects. A call as text belongs to none: the tool was not called. */
export const partOfDefect: Record<Exclude<AnswerDefect, 'call'> | 'loop', GroundedPart> = {
	named: 'usable',
	blank: 'usable',
	announced: 'usable',
	thoughts: 'usable',
	question: 'usable',
	loop: 'usable',
	data: 'backend-data',
	secret: 'asked-secrets',
	amount: 'amounts',
};
