import type { Language } from '../../ports';
import type { Action, Stage } from './guard';

/** A text for people, in each available language. */
export type LocalizedText = Partial<Record<Language, string>>;

/** The fields that every check of a policy can have. */
interface Placement {
	/** Names the check in violations, for policies that use it twice. Default: the check's id. */
	name?: string;
	/** Default: the stages of the check. */
	stages?: Stage[];
	action: Action;
	/** What happens when the check fails or exceeds its timeout. Default: the policy's. */
	onFailure?: 'block' | 'pass';
	/** Timeout for one text, in milliseconds. Default 10,000. */
	timeLimitMs?: number;
	/** With `rewrite`: replaces the removed sentences. */
	text?: LocalizedText;
	/** With `rewrite`: what happens when nothing would be left. Default `block`. */
	otherwise?: 'block' | 'ask-person';
}

/** Limits of a text's length; each is optional. */
export interface Bounds {
	min?: number;
	max?: number;
}

/** The options of each check, besides its placement. */
interface CheckOptions {
	'personal-data': {
		/** Default: all types except those that are off by default. */
		types?: string[];
		/** Default: all. */
		locales?: string[];
		/** With `rewrite`: `token` can be restored if the host keeps a vault. Default `partial`. */
		mask?: 'token' | 'partial' | 'hash' | 'redact';
	};
	secrets: object;
	injection: {
		/** Score from 0 to 1 at which a text is flagged. Default: the detector's. */
		threshold?: number;
	};
	'no-price': object;
	'no-deadline': object;
	'no-discount': object;
	'question-streak': {
		/** Max questions in a row across the conversation. Default 2. */
		most?: number;
		/** Max questions in one reply. Default: the value of `most`. */
		mostInReply?: number;
	};
	topics: {
		/** Words and phrases in any inflection. */
		forbidden?: string[];
		/** A statement of this kind must contain one of these. */
		allowed?: string[];
		/** The same as expressions in RE2 syntax. */
		forbiddenPatterns?: string[];
		allowedPatterns?: string[];
	};
	competitors: { names: string[] };
	length: { characters?: Bounds; words?: Bounds; sentences?: Bounds };
	language: { allowed: (Language | 'other')[] };
	'json-schema': { schema: object | boolean };
	pattern: {
		/** Expressions in RE2 syntax. */
		patterns: string[];
		/** `forbidden`: none may match. `required`: each must match. Default `forbidden`. */
		are?: 'forbidden' | 'required';
		caseSensitive?: boolean;
	};
}

export type CheckId = keyof CheckOptions;

export type PolicyCheck<Id extends CheckId = CheckId> = { [Each in Id]: { check: Each } & Placement & CheckOptions[Each] }[Id];

/** Guardrails as data, parsed from JSON by parse-guardrail-policy.ts. The schema is guardrail-policy.schema.json. */
export interface GuardrailPolicy {
	/** Lower-case letters, digits and hyphens. */
	id: string;
	/** What happens to a text when a check fails or exceeds its timeout. */
	onFailure: 'block' | 'pass';
	/** Applied in this order, each to the output of the one before it. */
	checks: PolicyCheck[];
}
