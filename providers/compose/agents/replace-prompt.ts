import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { fillPrompt, listVariables } from '../../../core/prompts/prompt-template';

type Parts = Partial<Pick<AgentDefinition, 'settings' | 'promptReference' | 'prompt'>>;

/**
 * Puts another prompt into a definition that was not checked. In place of a published one, it is a template like that: it gets the variables of the
 * reference, and the settings of the agent.
 * @param values before those of the reference; with them, any definition takes the prompt as a template
 * @throws TroupeError AGENT_INVALID if a variable has no value
 */
export function replacePrompt(definition: object, prompt: string, values?: Record<string, string>): object {
	const { promptReference, settings, ...rest } = definition as Parts;
	if (promptReference === undefined && values === undefined) return { ...definition, prompt };
	const used = listVariables(prompt);
	const own = Array.isArray(settings) ? settings.filter((one) => used.includes(one?.name) && !Object.hasOwn(values ?? {}, one.name)) : [];
	// Settings are filled in later, by whoever set them.
	const places = own.map(({ name }) => [name, `{{${name}}}`] as const);
	const variables = Object.entries(promptReference?.variables ?? {}).filter(([, value]) => typeof value === 'string');
	const filled = fillPrompt(prompt, { ...Object.fromEntries([...variables, ...places]), ...values }, 'The prompt');
	return { ...rest, ...(own.length > 0 && { settings: own }), prompt: filled };
}
