import type { AgentParts } from '../../agents/agent-parts';
import { carryRetriever, carrySource, carryTool } from './carry';
import { answerFromFixtures } from './respond';
import { caseClock, currentCase } from './traffic';

/** Routes an agent's outside requests through the running case; stores and reports nothing. Its model must already be composed over `carryModel`. */
export function carryParts(parts: AgentParts): AgentParts {
	const { definition, definitionSha256, prompt, gate, host, model, modelFacts, retriever, guard, language } = parts;
	const { tools, toolSources, members, conversations } = parts;
	return {
		definition,
		definitionSha256,
		prompt,
		gate,
		host,
		model: answerFromFixtures(model),
		modelFacts,
		guard,
		language,
		// Documents beside the definition belong to the agent; a collection to the machine.
		retriever: retriever && (definition.knowledge?.collection === undefined ? retriever : carryRetriever(retriever, definition.id)),
		openVault: () => currentCase().vault,
		conversations: conversations && {
			read: (id) => currentCase().conversations.read(id),
			change: (id, change) => currentCase().conversations.change(id, change),
		},
		...(tools && { tools: tools.map((tool) => carryTool(tool, definition.id)) }),
		...(toolSources && { toolSources: toolSources.map((source) => carrySource(source, definition.tools?.define ?? [], definition.id)) }),
		...(members && {
			members: members.map((member) => ({ ...member, open: async (trail) => carryParts(await member.open(trail)) })),
		}),
		watchSwitches: parts.watchSwitches && ((run, ...who) => parts.watchSwitches!(run, ...who)),
		clock: caseClock,
	};
}
