import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { resolveSettings } from '../../../core/agents/settings/setting-values';
import type { SettingValues } from '../../../core/ports/channels/channel-settings';
import { fillAnyPrompt, readSettingTexts } from '../../../core/agents/prompts/fill-any-prompt';
import type { findPrompt } from './published';

interface Filled {
	definition: AgentDefinition;
	template: Pick<AgentParts, 'promptTemplate' | 'promptVariables'>;
	ownPrices: string[];
	warnings: string[];
}

/**
 * Fills in the variables and settings of the prompt. Values are plain text: `{{name}}` in a value stays as it is. @throws TroupeError AGENT_INVALID
 * if a variable has no value, or the prompt gets too long
 */
export async function fillSettings(
	agent: AgentDefinition,
	published: Awaited<ReturnType<typeof findPrompt>>,
	set?: SettingValues,
): Promise<Filled> {
	const { settings = [], promptReference } = agent;
	if (!published && settings.length === 0) return { definition: agent, template: {}, ownPrices: [], warnings: [] };
	const resolved = resolveSettings(settings, set);
	const promptTemplate = published?.template ?? { text: agent.prompt };
	const where = published ? `The prompt ${published.version.name} ${published.version.version}` : `The prompt of the agent ${agent.id}`;
	const texts = await readSettingTexts(settings, resolved, promptTemplate, where);
	const promptVariables = { ...promptReference?.variables, ...texts };
	return {
		definition: { ...agent, prompt: await fillAnyPrompt(promptTemplate, promptVariables, where) },
		template: { promptTemplate, promptVariables },
		ownPrices: resolved.ownPrices,
		warnings: resolved.unfit.map(
			(name) => `The value of the setting ${name} does not fit ${agent.id} ${agent.version}, which uses its own.`,
		),
	};
}
