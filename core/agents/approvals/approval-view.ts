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

export interface ApprovalView {
	/** The question without arguments, for places that show them elsewhere. */
	heading: string;
	/** The heading, then each full argument on its own line, then the reach, the requester, and the agent's knowledge. */
	question: string;
}

const maxValueInHeading = 120;

/** Shows a call to its approver. The model chose the arguments: hidden characters, and those that could fake a line, are shown as codes. */
export function viewApproval(approval: Approval, language: Language): ApprovalView {
	const { tool, arguments: input, message } = approval;
	const heading = showHidden(message === undefined ? approvalWords[language].ask(tool) : fillMessage(message, input));
	const called = message === undefined ? [] : [`tool: ${showHidden(tool)}`];
	return { heading, question: [heading, ...called, ...listArguments(input), ...listFacts(approval, language)].join('\n') };
}

/** Hashes the record of a question. Personal data cannot be guessed from it. */
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

/** Lists further facts for the approver: reach, limits of the rule, requester, and origins of values. */
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

/** Lists suspicious values first: those that no authorised person wrote, each with its source line. */
function listOrigins(origins: readonly ValueOrigin[], words: (typeof approvalWords)['en']): string[] {
	const doubtful = origins.filter(({ trusted, places }) => !trusted && places.length > 0);
	const unknown = origins.filter(({ places }) => places.length === 0);
	const strange = unknown.filter((origin) => origin.strange);
	const own = unknown.filter((origin) => !origin.strange);
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

function fillMessage(message: string, input: unknown): string {
	const values = (input ?? {}) as Record<string, unknown>;
	const filled = listVariables(message).map((name) => [name, Object.hasOwn(values, name) ? shorten(values[name]) : '–'] as const);
	return fillPrompt(message, Object.fromEntries(filled), 'The message');
}

/** On one line: a value cannot fake argument lines. */
function shorten(value: unknown): string {
	const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
	return text.length > maxValueInHeading ? `${text.slice(0, maxValueInHeading)}…` : text;
}
