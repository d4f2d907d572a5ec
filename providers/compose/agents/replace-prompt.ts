import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { fillAnyPrompt, readSettingTexts } from '../../../core/agents/prompts/fill-any-prompt';
import { resolveSettings } from '../../../core/agents/settings/setting-values';
import { withPromptReference } from '../../../core/prompts/prompt-reference';
import { isDotprompt } from '../../../core/prompts/dotprompt/split-head';
import { fillPrompt, listVariables } from '../../../core/prompts/prompt-template';
import type { Host } from '../hosts/host';

type Parts = Partial<Pick<AgentDefinition, 'settings' | 'promptReference' | 'prompt'>>;

/**
 * Replaces the prompt of an unchecked definition. In place of a published one, it is a template with the variables of the reference and the settings
 * of the agent. @param values take precedence over those of the reference; with them, any definition takes the prompt as a template @throws
 * TroupeError AGENT_INVALID if a variable has no value
 */
export function replacePrompt(definition: object, prompt: string, values?: Record<string, string>): object {
	const { promptReference, settings, ...rest } = withPromptReference(definition as Parts);
	if (promptReference === undefined && values === undefined) return { ...definition, prompt };
	const used = listVariables(prompt);
	const own = Array.isArray(settings) ? settings.filter((one) => used.includes(one?.name) && !Object.hasOwn(values ?? {}, one.name)) : [];
	const places = own.map(({ name }) => [name, `{{${name}}}`] as const);
	const variables = Object.entries(promptReference?.variables ?? {}).filter(([, value]) => typeof value === 'string');
	const filled = fillPrompt(prompt, { ...Object.fromEntries([...variables, ...places]), ...values }, 'The prompt');
	return { ...rest, ...(own.length > 0 && { settings: own }), prompt: filled };
}

/**
 * Replaces the prompt, in either format. A Dotprompt is filled in at once, because its result depends on the types of settings. @throws TroupeError
 * AGENT_INVALID
 */
export async function replaceAnyPrompt(
	{ definition, where }: { definition: object; where: string },
	{ prompt, values }: { prompt: string; values?: Record<string, string> | undefined },
	host: Pick<Host, 'tools' | 'settingValues'>,
): Promise<object> {
	if (!isDotprompt(prompt)) return replacePrompt(definition, prompt, values);
	const { settings = [], promptReference } = await parseAgentDefinition(definition, where, host);
	const template = { text: prompt, format: 'dotprompt' } as const;
	const texts = await readSettingTexts(settings, resolveSettings(settings, host.settingValues), template, 'The prompt');
	const filled = await fillAnyPrompt(template, { ...promptReference?.variables, ...texts, ...values }, 'The prompt');
	const { promptReference: _, settings: __, ...rest } = definition as Parts;
	return { ...rest, prompt: filled };
}
