import * as Type from 'typebox/type';
import { findOrigins } from '../../flow/find-origins';
import { judgeCall } from '../../flow/judge-call';
import type { RunText } from '../../ports/runs/run-text';
import { indexText, type TextIndex } from '../../flow/text-index';
import type { Language } from '../../base/text/languages';
import type { GuardrailContext, JudgedCall } from '../../ports/guardrails/guardrail-context';
import { fitsName } from '../../tools/tool-names';
import { tokenInJson } from '../../base/text/masked-token';
import { restoreJson } from '../vault/restore-stream';
import { defineCheck, type CheckWith } from '../policy/check-kind';

const reasons: Record<Language, (fields: string) => string> = {
	en: (fields) => `Neither the person nor the instructions gave these values, which come from texts of others, or from nowhere: ${fields}.`,
	pt: (fields) => `Nem a pessoa nem as instruções deram estes valores, que vêm de textos de outros, ou de lugar nenhum: ${fields}.`,
};
const maxNamed = 20;

type Options = CheckWith<typeof options>;

const names = (description: string) =>
	Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200, uniqueItems: true, description }));
const options = {
	reads: names('Names of tools that only read, where the host does not know; * stands for any characters. Default: none.'),
	tells: names('Names of those among them that show their arguments to others. Default: none.'),
	trustedResults: names('Tools whose results nobody else can write in. Default: none.'),
	free: names('Arguments whose values may come from anywhere. Default: none.'),
	messages: Type.Optional(
		Type.Enum(['trusted', 'untrusted'], {
			description: 'untrusted: the messages of people hold texts of others, such as a mail that a workflow put into them. Default trusted.',
		}),
	),
};

/** Judges tool calls by the origin of their values. */
export const foreignValues = defineCheck({
	id: 'foreign-values',
	code: 'FOREIGN_VALUE',
	options,
	stages: ['tool-arguments'],
	fixesStages: true,
	arguments: 'named',
	onlyStops: true,
	scope: 'text',
	judgesCalls: true,
	create: (check) => ({
		async check(text, context) {
			const { call, language } = context;
			const texts = call?.texts?.() ?? listTexts(context, check);
			if (call === undefined || texts.every(({ trusted }) => trusted)) return { kind: 'pass' };
			const indexes = texts.map(indexText);
			const found = findForeign(await writeAsRead(text, texts, context.vault), call, check, indexes);
			if (found.length === 0) return { kind: 'pass' };
			const matches = found.map(() => ({ type: 'foreign', start: 0, end: text.length, score: 1 }));
			return { kind: 'violation', reason: reasons[language](found.slice(0, maxNamed).join(', ')), matches };
		},
	}),
});

/** Some hosts have real values where the model wrote tokens. */
async function writeAsRead(text: string, texts: readonly RunText[], vault: GuardrailContext['vault']): Promise<string> {
	const tokens = text.match(tokenInJson) ?? [];
	const areRead = tokens.some((token) => texts.some((one) => one.text.includes(token)));
	return tokens.length === 0 || areRead || !vault ? text : restoreJson(text, vault);
}

function findForeign(
	text: string,
	{ tool, effect, tells, parameters = {} }: JudgedCall,
	check: Options,
	texts: readonly TextIndex[],
): string[] {
	const input = readInput(text);
	const judged = judgeCall(
		{
			input,
			parameters,
			ruled: check.free ?? [],
			effect: effect ?? (isNamed(check.reads, tool) ? 'reads' : 'irreversible'),
			tells: tells === true || isNamed(check.tells, tool),
		},
		() => findOrigins(input, texts, tool),
	);
	return judged.foreign.map(({ path }) => path);
}

function readInput(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return { '…': text }; // Its message quotes the text.
	}
}

const isNamed = (patterns: readonly string[] | undefined, tool: string): boolean =>
	patterns?.some((pattern) => fitsName(pattern, tool)) ?? false;

/** Lists the texts that the model read, outside an agent. Earlier replies, and messages written with foreign text, can repeat anything. */
function listTexts({ given, passages }: GuardrailContext, { trustedResults, messages = 'trusted' }: Options): RunText[] {
	if (!given) return [];
	const { author, messages: written = [], results = [], calls = [], told = [], shown = [] } = given;
	const of = (source: RunText['source'], trusted: boolean, texts: readonly string[]) => texts.map((text) => ({ source, trusted, text }));
	const named = new Set(calls.map(({ text }) => text));
	const isOwn = author !== written.join('\n');
	return [
		...of('author', true, isOwn ? [author] : []),
		...of('person', messages === 'trusted', written),
		...calls.map(({ tool, text }) => ({ source: 'tool' as const, from: tool, trusted: isNamed(trustedResults, tool), text })),
		...of(
			'tool',
			false,
			results.filter((text) => !named.has(text)),
		),
		...of(
			'document',
			false,
			passages.map(({ text }) => text),
		),
		...of('agent', false, [...told, ...shown]),
	].filter(({ text }) => text !== '');
}
