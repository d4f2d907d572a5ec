import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { isTroupeError } from '../../../core/base/errors';
import { describeUnfollowed } from '../../../core/prompts/describe-prompt';
import type { Host } from '../hosts/host';
import { fillSettings } from './fill-settings';
import { findPrompt } from './published';

/** Checks the published prompt of a definition: it can be filled in, and the agent uses all of it. */
export async function checkPrompt(definition: AgentDefinition, host: Pick<Host, 'published' | 'settingValues'>): Promise<Checked> {
	if (!definition.promptReference || !host.published) return { problems: [], warnings: [] };
	try {
		const prompt = await findPrompt(definition, host.published);
		await fillSettings(definition, prompt, host.settingValues);
		const { template, version } = prompt!;
		const ignored = template.format && describeUnfollowed(template.text, `the prompt ${version.name} ${version.version}`);
		return { problems: [], warnings: ignored === undefined ? [] : [`promptReference: ${ignored}.`] };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const isOwn = error.code === 'AGENT_INVALID' && error.details.field === undefined;
		const told = error.message.startsWith('promptReference') ? error.message : `promptReference: ${error.message}`;
		// The registry may be reachable again when the agent runs.
		return isOwn ? { problems: [told], warnings: [] } : { problems: [], warnings: [told] };
	}
}

interface Checked {
	problems: string[];
	warnings: string[];
}
