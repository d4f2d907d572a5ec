import { TroupeError } from '../../base/errors';
import type { GivenCall, Passage } from '../../ports';
import type { GuardContext } from './guard';
import type { CheckId, GuardrailPolicy } from './guardrail-policy';

/** What guardrails compare a reply with, where the host is not the agent that wrote it. */
export interface ReplyContext {
	/** What the person wrote. */
	message?: string;
	/** What the reply has to rest on, in the order of its citations: a text, or a list of texts or of objects with a `text`. */
	passages?: unknown;
	/** The instructions of the agent. */
	systemPrompt?: string;
	/** The calls of tools that succeeded. */
	calls?: readonly GivenCall[];
}

/** How a host names itself and the fields of the context, for errors. */
export interface ReplyContextNames {
	/** Begins the fix: `Add the option "Passages Read"`. */
	give: (field: keyof ReplyContext) => string;
	/** `this node`. */
	host: string;
}

/** Guardrails that would pass every reply without a field. */
const needs: Partial<Record<CheckId, { guardrail: string; field: keyof ReplyContext; means: string }>> = {
	'prompt-leak': { guardrail: 'Prompt Leak', field: 'systemPrompt', means: 'system prompt' },
	support: { guardrail: 'Support', field: 'passages', means: 'passages read' },
};

/**
 * Refuses guardrails that compare a reply with what the host does not have.
 * @throws TroupeError INPUT_INVALID
 */
export function refuseBlind({ checks }: GuardrailPolicy, context: ReplyContext, { host, give }: ReplyContextNames): void {
	const watching = checks.filter(({ stages }) => stages === undefined || stages.includes('output'));
	const verifies = watching.some((check) => 'verify' in check && check.verify === true);
	if (verifies && !Object.values(context).some((given) => given !== undefined))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The judge of Verify Replies compares the reply with what the agent knew, which ${host} does not have: no reply would be right.`,
			fix: `${give('message')} and ${give('passages')}.`,
		});
	for (const { check } of watching) {
		const need = needs[check];
		if (need && context[need.field] === undefined)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The guardrail "${need.guardrail}" compares the reply with the ${need.means}, which ${host} does not have: every reply would pass.`,
				fix: `${give(need.field)}, or remove the guardrail.`,
			});
	}
}

/** Returns what the checks of a reply read. */
export function toGuardContext({
	message = '',
	passages: written = [],
	systemPrompt = '',
	calls = [],
}: ReplyContext): Pick<GuardContext, 'given' | 'passages'> {
	const passages = readPassages(written);
	const results = calls.map(({ text }) => text);
	const messages = message === '' ? [] : [message];
	const others = [...messages, ...results, ...passages.map(({ text }) => text)];
	return { passages, given: { author: systemPrompt, allowedHosts: [], others, messages, results, calls } };
}

/** Limits each list. */
export const maxContextEntries = 200;

export const toContextText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Texts, or objects with a text as nodes of n8n and this package return them. */
function readPassages(written: unknown): Passage[] {
	const entries = (Array.isArray(written) ? written : [written]).filter((entry) => entry !== '').slice(0, maxContextEntries);
	return entries.map((entry, index) => {
		const { text, pageContent, document, title } = toRecord(entry);
		const inner = [text, pageContent, toRecord(document).pageContent].find((one) => typeof one === 'string');
		const whole = inner ?? toContextText(entry);
		const id = String(index + 1);
		return { id, documentId: id, title: typeof title === 'string' ? title : id, text: whole, start: 0, end: whole.length, score: 1 };
	});
}

const toRecord = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const fields: readonly string[] = ['message', 'passages', 'systemPrompt', 'calls'];

/**
 * Validates the context that a process or a program gives: `{message, passages, systemPrompt, calls: [{tool, input, text}]}`. `null` is absent.
 * @param where it is, for the error
 * @throws TroupeError INPUT_INVALID
 */
export function parseReplyContext(value: unknown, where: string): ReplyContext {
	const invalid = (problem: string): TroupeError =>
		new TroupeError({
			code: 'INPUT_INVALID',
			message: `${where} ${problem}.`,
			fix: 'Use an object such as {"message": "…", "passages": ["…"], "systemPrompt": "…", "calls": [{"tool": "refund", "input": {"order": "4711"}, "text": "…"}]}; each field is optional.',
		});
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('is not an object');
	const given: Record<string, unknown> = Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
	const unknown = Object.keys(given).find((name) => !fields.includes(name));
	if (unknown !== undefined) throw invalid(`has an unknown field "${unknown.slice(0, 40)}"`);
	for (const name of ['message', 'systemPrompt'])
		if (given[name] !== undefined && typeof given[name] !== 'string') throw invalid(`has a "${name}" that is not a text`);
	const { calls } = given;
	if (!isListOrNothing(calls)) throw invalid('has "calls" that are not a list');
	return {
		...given,
		...(calls !== undefined && { calls: calls.slice(-maxContextEntries).map((call: unknown) => readCall(call, invalid)) }),
	};
}

const isListOrNothing = (value: unknown): value is unknown[] | undefined => value === undefined || Array.isArray(value);

/** Each call can have changed something: only the agent knows which of its tools read. */
function readCall(call: unknown, invalid: (problem: string) => TroupeError): GivenCall {
	const { tool, input, text } = toRecord(call);
	if (typeof tool !== 'string') throw invalid('has a call without the name of its tool');
	return { tool, input: toContextText(input ?? {}), text: toContextText(text ?? ''), acts: true, searched: false };
}
