import { findSmuggled, matchUnseen } from '../../base/text/hidden-characters';
import { identifySurely, type Language } from '../../base/text/language';
import { scanSecrets } from '../../guardrails/secrets/scan-secrets';
import { isDotprompt } from '../../prompts/dotprompt/split-head';
import { findMarked } from './find-marks';
import { lintDotprompt, type LintedDotprompt } from './lint-dotprompt';
import { lintReferences, type PromptInput } from './lint-references';
import { type Found, placeFindings, type PromptFinding } from './prompt-finding';
import { listVariables, maxPrompt } from '../../prompts/prompt-template';
import { withoutExamples } from '../../prompts/without-examples';

export const maxFindings = 200;
/** The max of a manifest. */
export const maxInputs = 100;
/** A shorter paragraph can be a heading or a name. */
const leastWords = 8;

interface PromptToLint {
	content: string;
	/** Absent: any name is an input. */
	inputs?: readonly PromptInput[] | undefined;
}

/** Checks a prompt: references, marks around foreign text, length, language, secrets. In order, at most 200. */
export async function lintPrompt({ content, inputs }: PromptToLint): Promise<PromptFinding[]> {
	const {
		found: references,
		variables,
		template,
	} = isDotprompt(content) ? await lintDotprompt(content, inputs) : lintText(content, inputs);
	const found = [
		...lintLength({ content, template, names: variables, inputs: inputs ?? [] }),
		...references,
		...lintLanguage(template),
		...lintHidden(content),
		...(await lintSecrets(content)),
	];
	// Errors come before warnings.
	const ordered = found.toSorted((one, other) => Number(other.level === 'error') - Number(one.level === 'error'));
	return placeFindings(content, ordered.slice(0, maxFindings));
}

const lintText = (content: string, inputs: PromptToLint['inputs']): LintedDotprompt => ({
	found: lintReferences(content, inputs),
	variables: listVariables(content),
	template: content,
});

interface Measured {
	content: string;
	template: string;
	names: readonly string[];
	inputs: readonly PromptInput[];
}

function lintLength({ content, template, names, inputs }: Measured): Found[] {
	const finding = { rule: 'length', level: 'error', start: 0, end: 0 } as const;
	if (template.trim() === '')
		return [{ ...finding, about: '0', message: 'The prompt has no text.', fix: 'Write the instructions of the agent.' }];
	const many = names.length > maxInputs && {
		...finding,
		about: `${names.length}`,
		message: `The prompt has ${names.length} inputs; the max is ${maxInputs}.`,
		fix: 'Join inputs that belong together.',
	};
	const examples = inputs.reduce((sum, { name, example = '' }) => sum + (names.includes(name) ? example.length : 0), 0);
	const length = content.length + examples;
	const long = length > maxPrompt && {
		...finding,
		start: Math.min(maxPrompt, content.length),
		end: content.length,
		about: `${length}`,
		message: `The prompt has ${length} characters${examples > 0 ? ' with its sample values' : ''}; the max is ${maxPrompt}.`,
		fix: 'Shorten it, and move what the agent looks up into documents.',
	};
	return [many, long].filter((one) => one !== false);
}

const languages: Record<Language, string> = { en: 'English', pt: 'Portuguese' };

/** Finds paragraphs in another language than most of the text: a small model answers in the last one. */
function lintLanguage(content: string): Found[] {
	const instructions = withoutMarked(content);
	const paragraphs = [...instructions.matchAll(/[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*/g)].flatMap(({ 0: { length }, 0: paragraph, index }) => {
		const language = identifyParagraph(paragraph);
		return language === undefined ? [] : [{ language, start: index, end: index + length }];
	});
	const count = (language: Language) => paragraphs.reduce((sum, one) => sum + (one.language === language ? one.end - one.start : 0), 0);
	const main = count('pt') > count('en') ? 'pt' : 'en';
	return paragraphs
		.filter(({ language }) => language !== main)
		.map(({ language, start, end }) => ({
			rule: 'language',
			level: 'warning',
			start,
			end,
			about: language,
			message: `This paragraph is in ${languages[language]}, most of the prompt in ${languages[main]}.`,
			fix: `Write it in ${languages[main]}: models answer in the language that they read last.`,
		}));
}

const examples = /^(?:<examples?|<exemplos?|```|~~~)$/i;

/** Blanks examples: they show others' texts, not the agent's acts. */
function withoutMarked(content: string): string {
	const kept: string[] = [];
	let end = 0;
	for (const part of findMarked(content, examples)) {
		kept.push(content.slice(end, part.start), content.slice(part.start, part.end).replace(/[^\n]/g, ' '));
		end = part.end;
	}
	return kept.join('') + content.slice(end);
}

/** Quoted words are not the prompt's own. */
const quoted = /"[^"\n]{1,2000}"|“[^”\n]{1,2000}”/g;

function identifyParagraph(paragraph: string): Language | undefined {
	const text = withoutExamples(paragraph)
		.replace(quoted, ' ')
		.replace(/\{\{[^{}]*\}\}/g, ' ');
	return (text.match(/\p{L}{2,}/gu) ?? []).length < leastWords ? undefined : identifySurely(text);
}

const unseen = matchUnseen(String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f`);

function lintHidden(content: string): Found[] {
	const smuggled = findSmuggled(content);
	const single = [...content.matchAll(unseen)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
	const places = [...smuggled, ...single.filter(({ start }) => !smuggled.some((one) => one.start <= start && start < one.end))];
	return places.map(({ start, end }) => {
		const code = `U+${content.codePointAt(start)!.toString(16).toUpperCase().padStart(4, '0')}`;
		return {
			rule: 'hidden-character',
			level: 'warning',
			start,
			end,
			about: code,
			message: `There is a character here that nobody sees (${code}).`,
			fix: 'Delete it: a model reads it, and who approves the prompt does not.',
		};
	});
}

async function lintSecrets(content: string): Promise<Found[]> {
	return (await scanSecrets(content)).map(({ rule, start, end }) => ({
		rule: 'secret',
		level: 'warning',
		start,
		end,
		about: rule,
		message: `This looks like a secret (${rule}).`,
		fix: 'Remove it: all who read the registry read the prompt. Tools get their keys from credentials.',
	}));
}
