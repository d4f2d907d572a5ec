import type { GuardrailPolicy } from './guardrail-policy';

/**
 * The parts of the policy `grounded`, by which it can be switched off, with what each does. The first five are checks of a policy; the others compare an
 * answer with the run.
 */
export const groundedParts = {
	'harmful-content':
		'Messages and replies that the word lists are sure are harmful are blocked; despair is answered with where help exists.',
	'backend-data': 'A reply with a stack trace, a private address or the raw result of a tool is withheld.',
	'claimed-effect': 'A reply that says that something was done, which no call did, or that a person wrote it, goes to a person.',
	language: 'A reply in another language than the message goes to a person.',
	support: 'A reply that says what its passages do not say goes to a person.',
	amounts:
		'A reply with an amount that is neither in the conversation, the documents and the results nor computed from them goes to a person.',
	'asked-secrets': 'A reply that asks for a password, a code or the number of a card goes to a person.',
	promises: 'A promise that a person gets in touch is removed unless a call told somebody.',
	usable: 'A reply that is empty, the question again, thoughts, only announces work or names a tool goes to a person.',
} as const;

export type GroundedPart = keyof typeof groundedParts;

/** `true`, or the parts that do not apply to the agent. */
export type GroundedChoice = true | { without: GroundedPart[] };

/** Returns whether a definition names the policy, and has this part of it. */
export const isGrounded = ({ guardrails }: { guardrails?: { grounded?: GroundedChoice } }, part: GroundedPart): boolean => {
	const { grounded } = guardrails ?? {};
	return grounded === true || (grounded !== undefined && !grounded.without.includes(part));
};

/** Only what the word lists are sure of. Despair counts from their usual score. */
const sure = { threshold: 0.7 };
const surelyHarmful = { hate: sure, harassment: sure, violence: sure, sexual: sure, 'dangerous-acts': sure };

/**
 * The policy that an agent names that answers customers from documents, or acts for them: what its replies say has to come from somewhere. It decides by
 * rules alone. No stage needs the end of a reply.
 */
export const groundedPolicy: GuardrailPolicy = {
	id: 'grounded',
	// Another one for other checks: violations name it.
	version: '1.0.0',
	onFailure: 'block',
	checks: [
		{
			check: 'harmful-content',
			stages: ['input'],
			action: 'block',
			judge: 'never',
			kinds: { ...surelyHarmful, harassment: { ...sure, action: 'log' } },
		},
		{ check: 'harmful-content', stages: ['output'], action: 'block', judge: 'never', kinds: surelyHarmful },
		{ check: 'backend-data', action: 'block' },
		{ check: 'claimed-effect', action: 'ask-person' },
		{ check: 'language', allowed: ['customer'], action: 'ask-person' },
		{ check: 'support', action: 'ask-person' },
	],
};
