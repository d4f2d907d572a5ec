import type { GroundedPart } from '../../../guardrails/policy/grounded-policy';

export type ContentDefect = 'question' | 'data' | 'secret' | 'amount';

/** A written call or tool name, empty, only an announcement, leading thoughts, or unfit content. */
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
