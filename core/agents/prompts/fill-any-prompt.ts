import type { JsonSchema } from '../../prompts/dotprompt/picoschema';
import { type PromptFormat } from '../../prompts/describe-prompt';
import { fillPrompt } from '../../prompts/prompt-template';
import type { SettingDeclaration } from '../definition/setting-declarations';
import type { ResolvedSettings } from '../settings/setting-values';

export interface PromptTemplate {
	text: string;
	format?: PromptFormat | undefined;
}

const loadDotprompt = () => import('./fill-dotprompt');

/**
 * Fills in a prompt of either format.
 * @param values texts; those of a Dotprompt can have the types of its inputs
 * @param where the prompt, for the error
 * @throws TroupeError AGENT_INVALID if an input has no value or one that does not fit, or the text gets too long
 */
export async function fillAnyPrompt({ text, format }: PromptTemplate, values: PromptValues, where: string): Promise<string> {
	return format === undefined
		? fillPrompt(text, values as Record<string, string>, where)
		: (await loadDotprompt()).fillSystemText(text, values, where);
}

type PromptValues = Record<string, unknown>;

/** Returns typed values for a Dotprompt: listed texts have no escapes. @throws TroupeError AGENT_INVALID for a head that cannot be read */
export async function readValues(
	{ text, format }: PromptTemplate,
	values: PromptValues,
	where: string,
): Promise<{ values: PromptValues; problems: string[] }> {
	return format === undefined ? { values, problems: [] } : (await loadDotprompt()).readValues(text, values, where);
}

/** Returns the settings for the prompt. A Dotprompt can declare a list, or compare names of choices. @throws TroupeError AGENT_INVALID */
export async function readSettingTexts(
	settings: readonly SettingDeclaration[],
	{ texts, values }: Pick<ResolvedSettings, 'texts' | 'values'>,
	{ text, format }: PromptTemplate,
	where: string,
): Promise<Record<string, string>> {
	if (format === undefined || settings.length === 0) return texts;
	const inputs = (await loadDotprompt()).readInputs(text, where);
	const changed = settings.flatMap(({ name }): Array<[string, string]> => {
		const schema = inputs.get(name);
		return schema && takesValue(schema, values[name]) ? [[name, toText(values[name])]] : [];
	});
	return { ...texts, ...Object.fromEntries(changed) };
}

const takesValue = (schema: JsonSchema, value: unknown): boolean =>
	Array.isArray(value) ? [schema.type].flat().includes('array') : Array.isArray(schema.enum) && schema.enum.includes(value);

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
