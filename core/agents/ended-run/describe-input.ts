import { identifyLanguage } from '../../base/text/identify-language';
import type { InputTraits } from '../../ports/quality';
import type { AgentOutcome } from '../agent-outcome';
import type { Run } from '../loop/run/run';

/** Max message length of each class, in characters. */
const lengths = [50, 200, 800, 3_200] as const;

const scripts = ['Han', 'Hiragana', 'Hangul', 'Cyrillic', 'Arabic', 'Devanagari', 'Hebrew', 'Greek', 'Thai'] as const;
const letters = scripts.map((script) => [script, new RegExp(String.raw`\p{Script=${script}}`, 'gu')] as const);

/** Returns `en`, `pt`, `other`, or the main non-Latin script. Undefined for a text without a language. */
export function nameLanguage(text: string): string | undefined {
	const start = text.slice(0, lengths.at(-1));
	const counts = letters.map(([script, letter]) => [script, start.match(letter)?.length ?? 0] as const);
	const [script, most] = counts.reduce((one, other) => (other[1] > one[1] ? other : one));
	return most > (start.match(/\p{Script=Latin}/gu)?.length ?? 0) ? script : identifyLanguage(text);
}

export function nameLength({ length }: string): string {
	const most = lengths.find((max) => length <= max);
	return most === undefined ? `over ${lengths.at(-1)}` : `up to ${most}`;
}

/** Describes a request without any of its words. */
export function describeInput({ parts, context, trail, by, person, images }: Run, outcome: AgentOutcome): InputTraits {
	const { message = '' } = trail.recorded('prepared') ?? {};
	const blocked = outcome.guardrails.find(({ stage, action }) => stage === 'input' && action !== 'rewrite' && action !== 'log');
	return {
		language: nameLanguage(message) ?? context.language,
		length: nameLength(message),
		content: images?.length ? 'with images' : 'text',
		// A caller without a person is a program: a timer, a process, another system.
		origin: `${parts.host ?? 'agent'}, ${by === undefined && person === undefined ? 'nobody' : 'person'}`,
		...(parts.definition.knowledge && { documents: context.passages.length > 0 ? 'found' : 'not found' }),
		guardrails: blocked?.code ?? 'none',
	};
}
