import { hash } from 'node:crypto';
import { showHidden } from '../../base/text/show-hidden';
import { canonicalJson } from '../../json-schema/canonical-json';
import type { Language } from '../../base/text/languages';
import { fillPrompt, listVariables } from '../../prompts/prompt-template';
import { approvalWords } from './approval-words';
import type { LimitReached } from '../../tools/judge-limits';
import type { ValueOrigin } from '../../flow/find-origins';
import type { RecordedDecision } from './recorded-decision';

type Approval = RecordedDecision & { kind: 'approval' };

/** The text that a person approves, the same in every place. */
export interface ApprovalView {
	/** The question without the arguments, for places that show them elsewhere. */
	heading: string;
	/** The heading, and below it each argument, whole and on a line of its own, then how far the call reaches, who asks, and what the agent knew. */
	question: string;
}

const maxValueInHeading = 120;

/** Shows a call to whoever approves it. The model chose the arguments: what could hide in them, or pass for another line, is shown as codes. */
export function viewApproval(approval: Approval, language: Language): ApprovalView {
	const { tool, arguments: input, message } = approval;
	const heading = showHidden(message === undefined ? approvalWords[language].ask(tool) : fillMessage(message, input));
	const called = message === undefined ? [] : [`tool: ${showHidden(tool)}`];
	return { heading, question: [heading, ...called, ...listArguments(input), ...listFacts(approval, language)].join('\n') };
}

/** Identifies what a person was asked, by its record: personal data cannot be guessed from the hash. */
export function hashApproval(approval: Approval): string {
	const shown = shownFields.flatMap((name) => (approval[name] === undefined ? [] : [[name, approval[name]] as const]));
	return hash('sha256', canonicalJson(Object.fromEntries(shown)), 'hex');
}

const shownFields = [
	...(['tool', 'arguments', 'message', 'effect', 'requestedBy', 'knew', 'valueOrigins'] as const),
	...(['limit', 'review', 'approvedBy', 'people', 'nonce'] as const),
];

function listArguments(input: unknown): string[] {
	if (typeof input !== 'object' || input === null || Array.isArray(input)) return input === undefined ? [] : [asJson(input)];
	return Object.entries(input).map(([name, value]) => `- ${asName(name)}: ${asJson(value)}`);
}

/** Lists what the person has to know besides: how far the call reaches, the limits of its rule, who asks, and where its values come from. */
export function listFacts(approval: Approval, language: Language): string[] {
	const { effect, requestedBy, knew = [], valueOrigins = [], limit, review, approvedBy = [], people = 1 } = approval;
	const words = approvalWords[language];
	const known = knew.map(({ from, text, characters }) => `- ${asName(from)}: ${asJson(text)}${words.cut(text.length, characters)}`);
	return [
		...(effect === undefined ? [] : [words.effects[effect]]),
		...(limit === undefined ? [] : listLimit(limit, words)),
		...(requestedBy === undefined ? [] : [showHidden(words.requestedBy(requestedBy))]),
		...(review === undefined ? [] : [showHidden(words.review(review))]),
		...(people > 1 ? [showHidden(words.people(people, approvedBy))] : []),
		...(valueOrigins.length === 0 ? [] : [words.origins, ...listOrigins(valueOrigins, words)]),
		...(known.length === 0 ? [] : [words.knew, ...known]),
	];
}

/** Shows what the calls before this one used of the limits that a rule has, and what this one would add. */
function listLimit({ tool, calls, maxCalls, sums = [] }: LimitReached, words: (typeof approvalWords)['en']): string[] {
	return [
		words.limit(asName(tool)),
		`- ${words.limitCalls(calls, maxCalls)}`,
		...sums.map(({ argument, earlier, total, adds, max }) => {
			const left = calls - earlier.length;
			const values = earlier.map((value) => (value === null ? '?' : `${toPlain(value)}`));
			const listed = [...(left > 0 ? ['…'] : []), ...values].join(' + ');
			return `- ${asName(argument)}: ${words.limitSum(listed || '0', total === null ? '?' : toPlain(total), toPlain(max), adds === null ? undefined : toPlain(adds))}`;
		}),
	];
}

/** Sums of decimal fractions are not exact. */
const toPlain = (amount: number): string => `${Number(amount.toPrecision(12))}`;

/** Shows first what a person has to look at: values that nobody who may decide wrote, with the line that has them. */
function listOrigins(origins: readonly ValueOrigin[], words: (typeof approvalWords)['en']): string[] {
	const doubtful = origins.filter(({ trusted, places }) => !trusted && places.length > 0);
	const unknown = origins.filter(({ places }) => places.length === 0);
	const [strange, own] = [unknown.filter((origin) => origin.strange), unknown.filter((origin) => !origin.strange)];
	const trusted = Map.groupBy(
		origins.filter((origin) => origin.trusted),
		({ record, places: [place] }) => {
			const where = words.sources[place!.source](place!.from === undefined ? '' : asName(place!.from));
			return record ? words.record(where) : where;
		},
	);
	const paths = (some: readonly ValueOrigin[]) => some.map(({ path }) => asName(path)).join(', ');
	return [
		...doubtful.map(({ path, kind, places: [place] }) => {
			const where = words.sources[place!.source](place!.from === undefined ? '' : asName(place!.from));
			return `- ${asName(path)}: ${words.onlyFrom(where, kind === 'composed')}: ${asJson(place!.excerpt)}`;
		}),
		...(strange.length > 0 ? [`- ${paths(strange)}: ${words.strange}`] : []),
		...[...trusted].map(([where, some]) => `- ${paths(some)}: ${where}`),
		...(own.length > 0 ? [`- ${paths(own)}: ${words.ownWords}`] : []),
	];
}

/** A letter can be invisible, too. */
const asName = (name: string): string => (/^[\p{L}\p{N}_.-]+$/u.test(name) && showHidden(name) === name ? name : asJson(name));

const asJson = (value: unknown): string => showHidden(JSON.stringify(value) ?? 'undefined');

/** An argument that the call lacks stays a dash. */
function fillMessage(message: string, input: unknown): string {
	const values = (input ?? {}) as Record<string, unknown>;
	const filled = listVariables(message).map((name) => [name, Object.hasOwn(values, name) ? shorten(values[name]) : '–'] as const);
	return fillPrompt(message, Object.fromEntries(filled), 'The message');
}

/** On one line: a value cannot add lines that look like arguments. */
function shorten(value: unknown): string {
	const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
	return text.length > maxValueInHeading ? `${text.slice(0, maxValueInHeading)}…` : text;
}
