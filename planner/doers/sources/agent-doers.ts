import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { highestEffect, type ToolEffect } from '../../../core/ports/tools/tool-effect';
import { listCalls } from '../../../core/tools/effect';
import type { Doer } from '../doer';

export function toAgentDoer(
	definition: AgentDefinition,
	{ name, key, manifest, warnings = [] }: Pick<Doer, 'name' | 'key' | 'manifest' | 'warnings'>,
): Doer {
	const { version, name: title, purpose, capabilities } = definition;
	return {
		kind: 'agent',
		key,
		name,
		title,
		version,
		purpose,
		words: capabilities,
		risk: findRisk(definition),
		...(manifest !== undefined && { manifest }),
		...(warnings.length > 0 && { warnings }),
	};
}

/** The highest effect of its tools. What other agents and connected tools do is not known here, so it counts as the most. */
function findRisk({ tools }: AgentDefinition): Doer['risk'] {
	const effects = (tools?.define ?? []).flatMap((tool): ToolEffect[] =>
		tool.kind === 'agent' ? ['irreversible'] : listCalls(tool).map(({ effect }) => effect),
	);
	const highest = highestEffect(effects);
	return highest === 'reversible-elsewhere' ? 'irreversible' : highest;
}
