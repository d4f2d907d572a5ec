import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../base/errors';
import { closed } from '../../base/shape';
import { describeSchemaError } from '../../base/text/describe-schema-error';
import { createOwnSchema } from '../../json-schema/own-schema';
import type { GivenCall } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { dropNull } from '../conditions/parse-facts';
import type { GuardContext, Stage } from './guard';
import type { CheckId, GuardrailPolicy } from './guardrail-policy';

const call = Type.Object({ tool: Type.String(), input: Type.Optional(Type.Unknown()), text: Type.Optional(Type.Unknown()) });

const shape = closed({
	message: Type.Optional(Type.String({ description: 'What the person wrote.' })),
	passages: Type.Optional(
		Type.Unknown({
			description: 'What the reply has to rest on, in the order of its citations: a text, or a list of texts or of objects with a `text`.',
		}),
	),
	systemPrompt: Type.Optional(Type.String({ description: 'The instructions of the agent.' })),
	tool: Type.Optional(Type.String({ description: 'With arguments of a call: its tool.' })),
	calls: Type.Optional(Type.Array(call, { description: 'The calls of tools that succeeded.' })),
});

/** Data to compare a reply with, if the host is not the agent that wrote it. */
export type ReplyContext = Omit<Static<typeof shape>, 'calls'> & { calls?: readonly GivenCall[] };

export const isCompared = (stage: Stage): boolean => stage === 'output' || stage === 'tool-arguments';

export interface ReplyContextNames {
	/** Begins the fix: `Add the option "Passages Read"`. */
	give: (field: keyof ReplyContext) => string;
	/** `this node`. */
	host: string;
}

/** Without the field, these guardrails would pass every reply or call. */
const needs: Partial<Record<Stage, Partial<Record<CheckId, { guardrail: string; field: keyof ReplyContext; means: string }>>>> = {
	output: {
		'prompt-leak': { guardrail: 'Prompt Leak', field: 'systemPrompt', means: 'system prompt' },
		support: { guardrail: 'Support', field: 'passages', means: 'passages read' },
	},
	'tool-arguments': { 'foreign-values': { guardrail: 'Foreign Values', field: 'calls', means: 'calls made before' } },
};

/** @throws TroupeError INPUT_INVALID if guardrails need a field that the host does not have */
export function refuseBlind({ checks }: GuardrailPolicy, stage: Stage, context: ReplyContext, { host, give }: ReplyContextNames): void {
	const watching = checks.filter(({ stages }) => stages === undefined || stages.includes(stage));
	const verifies = stage === 'output' && watching.some((check) => 'verify' in check && check.verify === true);
	if (verifies && !Object.values(context).some((given) => given !== undefined))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The judge of Verify Replies compares the reply with what the agent knew, which ${host} does not have: no reply would be right.`,
			fix: `${give('message')} and ${give('passages')}.`,
		});
	for (const { check } of watching) {
		const need = needs[stage]?.[check];
		if (need && context[need.field] === undefined)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The guardrail "${need.guardrail}" compares the ${stage === 'output' ? 'reply' : 'call'} with the ${need.means}, which ${host} does not have: every one would pass.`,
				fix: `${give(need.field)}, or remove the guardrail.`,
			});
	}
}

export function toGuardContext({
	message = '',
	passages: written = [],
	systemPrompt = '',
	calls: made,
	tool,
}: ReplyContext): Pick<GuardContext, 'given' | 'passages' | 'tool'> {
	const passages = readPassages(written);
	const calls = made ?? [];
	const results = calls.map(({ text }) => text);
	const messages = message === '' ? [] : [message];
	const others = [...messages, ...results, ...passages.map(({ text }) => text)];
	return {
		passages,
		...(tool !== undefined && { tool }),
		// Without calls, the results are not known.
		given: { author: systemPrompt, allowedHosts: [], others, messages, ...(made && { results }), calls },
	};
}

export const maxContextEntries = 200;

const toContextText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

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

const validator = createOwnSchema<Static<typeof shape>>(shape);

/**
 * Reads `{message, passages, systemPrompt, calls: [{tool, input, text}]}` of a process or a program. `null` is absent. The reader takes the value and
 * its place for the error, and throws TroupeError INPUT_INVALID.
 */
export async function openReplyContextReader(): Promise<(value: unknown, where: string) => ReplyContext> {
	const validate = await validator();
	return (value, where) => {
		const written = dropNull(value);
		if (validate(written)) {
			const { calls, ...rest } = written;
			return { ...rest, ...(calls && { calls: calls.slice(-maxContextEntries).map(readCall) }) };
		}
		const problems = (validate.errors ?? []).slice(0, 5).map(describeSchemaError);
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${where} does not say what the agent knew: ${problems.join('; ')}.`,
			fix: 'Use an object such as {"message": "…", "passages": ["…"], "systemPrompt": "…", "calls": [{"tool": "refund", "input": {"order": "4711"}, "text": "…"}]}; each field is optional.',
			details: { where, problems },
		});
	};
}

/** Each call can have changed something: only the agent knows which of its tools read. */
export const readCall = ({ tool, input, text }: Static<typeof call>): GivenCall => ({
	tool,
	input: toContextText(input ?? {}),
	text: toContextText(text ?? ''),
	acts: true,
	searched: false,
});
