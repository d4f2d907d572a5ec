import type { Language } from '../../ports';
import type { Action, Stage } from './guard';

/** A text for people, in each language it exists in. */
export type LocalizedText = Partial<Record<Language, string>>;

/** What every check of a policy may say. */
interface Placement {
	/** Names the check in violations, for policies that have it twice. Default: the check's id. */
	name?: string;
	/** Default: those that the check is made for. */
	stages?: Stage[];
	action: Action;
	/** What is done when the check breaks or its time is up. Default: the policy's. */
	onFailure?: 'block' | 'pass';
	/** Milliseconds for one text. Default 10,000. */
	timeLimitMs?: number;
	/** With `rewrite`: put in place of what is taken out. */
	text?: LocalizedText;
	/** With `rewrite`: what is done when nothing would be left. Default `block`. */
	otherwise?: 'block' | 'ask-person';
}

/** Bounds of a text; each may be left out. */
export interface Bounds {
	min?: number;
	max?: number;
}

/** What each check may be told besides its placement. */
interface CheckOptions {
	'personal-data': {
		/** Default: all but those that are off by default. */
		types?: string[];
		/** Default: all. */
		locales?: string[];
		/** With `rewrite`: `token` can be restored where the host keeps a vault. Default `partial`. */
		mask?: 'token' | 'partial' | 'hash' | 'redact';
	};
	secrets: object;
	injection: {
		/** 0 to 1: from which score on a text is flagged. Default: the detector's. */
		threshold?: number;
	};
	'no-price': object;
	'no-deadline': object;
	'no-discount': object;
	'question-streak': {
		/** Questions in a row over the conversation. Default 2. */
		most?: number;
		/** Questions in one reply. Default: as `most`. */
		mostInReply?: number;
	};
	topics: {
		/** Words and phrases in any inflection. */
		forbidden?: string[];
		/** A text that says something must hold one of these. */
		allowed?: string[];
		/** The same as expressions in RE2's syntax. */
		forbiddenPatterns?: string[];
		allowedPatterns?: string[];
	};
	competitors: { names: string[] };
	length: { characters?: Bounds; words?: Bounds; sentences?: Bounds };
	language: { allowed: (Language | 'other')[] };
	'json-schema': { schema: object | boolean };
	pattern: {
		/** RE2's syntax. */
		patterns: string[];
		/** `forbidden`: none may be found. `required`: each must be. Default `forbidden`. */
		are?: 'forbidden' | 'required';
		caseSensitive?: boolean;
	};
}

export type CheckId = keyof CheckOptions;

export type PolicyCheck<Id extends CheckId = CheckId> = { [Each in Id]: { check: Each } & Placement & CheckOptions[Each] }[Id];

/** Guardrails as data: parsed from JSON by parse-guardrail-policy.ts, whose schema is guardrail-policy.schema.json. */
export interface GuardrailPolicy {
	/** Lower case, digits and hyphens. */
	id: string;
	/** What is done with a text when a check breaks or its time is up. */
	onFailure: 'block' | 'pass';
	/** Applied in this order, each to what the one before it left. */
	checks: PolicyCheck[];
}
