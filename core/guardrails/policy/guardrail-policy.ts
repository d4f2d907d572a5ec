import type { Language } from '../../ports';
import type { HarmKind } from '../harm/harm-kinds';
import type { Condition } from '../conditions/condition';
import type { Action, Stage } from './guard';

/** A text for people, in each available language. */
export type LocalizedText = Partial<Record<Language, string>>;

/** The fields of every check in a policy. */
interface Placement {
	/** Name of the check in violations, for policies that contain it twice. Default: the check's id. */
	name?: string;
	/** Default: the stages that the check is made for. */
	stages?: Stage[];
	/** The check applies unless this is false. */
	when?: Condition;
	/** Exempts from the check where this is true: violations are only recorded, with the facts. */
	unless?: Condition;
	action: Action;
	/**
	 * What to do about a violation in the arguments of a tool call. `refuse`: the call is not made, and the model is told why. `block` ends the run,
	 * `pass` does not check arguments. Default: `refuse`; `ask-person` and `log` if the action is that.
	 */
	onArguments?: 'refuse' | 'block' | 'ask-person' | 'log' | 'pass';
	/** What to do if the check fails or times out. Default: the policy's. */
	onFailure?: 'block' | 'pass';
	/** Timeout for one text, in milliseconds. Default 10,000. */
	timeLimitMs?: number;
	/** With `rewrite`: the replacement of the removed text. */
	text?: LocalizedText;
	/** With `rewrite`: what to do if nothing would be left. Default `block`. */
	otherwise?: 'block' | 'ask-person';
}

/** Limits of a text; each is optional. */
export interface Bounds {
	min?: number;
	max?: number;
}

/** What is done about one kind of harmful content. */
export interface HarmRule {
	/** The score from which a text counts, 0 to 1; 1 switches the kind off. Default 0.6. */
	threshold?: number;
	/** `answer`: the text is stopped, and the person gets the message. Default: the check's; for self-harm `answer`, if that is `block`. */
	action?: 'block' | 'answer' | 'ask-person' | 'log';
	/** What the person is told if the text is stopped. Default: nothing; for self-harm, where help exists. */
	message?: LocalizedText;
}

/** The options of each check besides its placement. */
interface CheckOptions {
	'personal-data': {
		/** Default: all except those that are off by default. */
		types?: string[];
		/** Default: all. */
		locales?: string[];
		/** With `rewrite`: `token` can be restored if the host has a vault. Default `partial`. */
		mask?: 'token' | 'partial' | 'hash' | 'redact';
	};
	secrets: object;
	injection: {
		/** 0 to 1: texts with at least this score are flagged. Default: the detector's. */
		threshold?: number;
		/** The same for tool results and documents. Default: `threshold`, or else the detector's, which is lower. */
		indirectThreshold?: number;
		/** The score of the detector's own model from which sentences count as an attack; 1 switches it off. Default 0.9. */
		modelThreshold?: number;
	};
	'harmful-content': {
		/** What differs for some kinds; `sexual-minors` is always blocked. */
		kinds?: Partial<Record<Exclude<HarmKind, 'sexual-minors'>, HarmRule>>;
		/** Which texts the host's judge is asked about. Default `in-doubt`. */
		judge?: 'in-doubt' | 'always' | 'never';
		/** What is done about texts in a language without a word list, where no judge and no service is asked. Default `log`. */
		otherLanguages?: 'block' | 'ask-person' | 'log' | 'pass';
		/** Asks the host's moderation service about texts that the word lists do not decide. */
		moderation?: { /** `local`: the classifier of this machine. Default `omni-moderation-latest`. */ model?: string };
	};
	'hidden-characters': object;
	'prompt-leak': object;
	'backend-data': object;
	'claimed-effect': object;
	'foreign-values': {
		/** Names of tools that only read, where the host does not know; `*` stands for any characters. Default: none. */
		reads?: string[];
		/** Names of those among them that show their arguments to others. Default: none. */
		tells?: string[];
		/** Tools whose results nobody else can write in. Default: none. */
		trustedResults?: string[];
		/** Arguments whose values may come from anywhere. Default: none. */
		free?: string[];
		/** `untrusted`: the messages of people hold texts of others, such as a mail that a workflow put into them. Default `trusted`. */
		messages?: 'trusted' | 'untrusted';
	};
	support: {
		/** Replies of which a statement has a lower score are stopped, 0 to 1. Default 0.25. */
		minimum?: number;
		/** Whether the host's judge is asked about statements that words do not decide. Default `never`. */
		judge?: 'in-doubt' | 'never';
	};
	'abuse-limit': {
		/** The names of the checks whose violations count. Default `harmful-content` and `injection`. */
		counts?: string[];
		/** Default 1,440, a day. */
		windowMinutes?: number;
		/** From how many such messages within the window the contact is warned, slowed down, blocked; 0: never. Default 1, 3, 5. */
		warn?: number;
		slow?: number;
		block?: number;
		/** Time between two messages of a contact who is slowed down. Default 60. */
		slowSeconds?: number;
		/** Default 1,440, a day. */
		blockMinutes?: number;
		/** What the contact is told. */
		messages?: Partial<Record<'warn' | 'slow' | 'block', LocalizedText>>;
	};
	'odd-behaviour': {
		/** Default 60. */
		windowMinutes?: number;
		/** From how many messages within the window a contact is odd: stopped ones, ones that ask for the prompt, equal ones, nearly equal ones; 0: never. Default 5, 3, 10, 30. */
		refusals?: number;
		probes?: number;
		repeats?: number;
		similar?: number;
		/** Whether calls of tools are searched for texts that the model encoded, and long random names in addresses. Default true. */
		encoded?: boolean;
		/** From how many stopped messages of all contacts together it is told; 0: never. Default 20. */
		everybody?: number;
	};
	'no-price': object;
	'no-deadline': object;
	'no-discount': object;
	'question-streak': {
		/** Max questions in a row over the conversation. Default 2. */
		most?: number;
		/** Max questions in one reply. Default: the same as `most`. */
		mostInReply?: number;
	};
	'progressive-collection': {
		/** What the agent collects: `name` as in the fact `collected`, and the words that ask for it, in any inflection. */
		fields: Array<{ name: string; words: string[] }>;
		/** Max fields that one reply asks for. Default 1. */
		most?: number;
	};
	topics: {
		/** Words and phrases in any inflection. */
		forbidden?: string[];
		/** A significant text must contain one of these. */
		allowed?: string[];
		/** The same as expressions in RE2 syntax. */
		forbiddenPatterns?: string[];
		allowedPatterns?: string[];
		/** The host's judge verifies a reply that is found: one that is right is only recorded. */
		verify?: boolean;
	};
	competitors: { names: string[] };
	length: { characters?: Bounds; words?: Bounds; sentences?: Bounds };
	language: {
		/** `customer`: the language of the message that is answered, unless somebody speaks of languages. */
		allowed: (Language | 'other' | 'customer')[];
		/** Judges each sentence; one in which no word is known counts as another language. */ strict?: boolean;
	};
	/** Names of Unicode's scripts. Default `Latin`. */
	scripts: { allowed?: string[] };
	'json-schema': { schema: object | boolean };
	pattern: {
		/** Expressions in RE2 syntax. */
		patterns: string[];
		/** `forbidden`: none may match. `required`: each must. Default `forbidden`. */
		are?: 'forbidden' | 'required';
		/** As in `topics`. */
		verify?: boolean;
		caseSensitive?: boolean;
	};
}

export type CheckId = keyof CheckOptions;

export type PolicyCheck<Id extends CheckId = CheckId> = { [Each in Id]: { check: Each } & Placement & CheckOptions[Each] }[Id];

/** Guardrails as data, parsed from JSON by parse-guardrail-policy.ts with the schema guardrail-policy.schema.json. */
export interface GuardrailPolicy {
	/** Lower-case letters, digits and hyphens. */
	id: string;
	/** Semantic version and one sentence for people; needed to publish the policy in a registry. */
	version?: string;
	purpose?: string;
	/** What to do with a text if a check fails or times out. */
	onFailure: 'block' | 'pass';
	/** Applied in this order, each to the output of the previous one. */
	checks: PolicyCheck[];
}
