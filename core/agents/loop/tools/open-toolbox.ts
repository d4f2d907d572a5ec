import type { Tool, ToolSpecification } from '../../../ports';
import { prepareTools, type Toolbox } from '../../../tools/prepare-tools';
import { returnConversation } from '../../../teams/agent-tool';
import { createScratchpadTools } from '../../../teams/scratchpad';
import type { AgentParts } from '../../agent-parts';
import type { Run } from '../run/run';
import { listContained, reportBreach, withoutStopped } from './contain';
import { screenTools } from './screen-tools';
import { findScratchpad } from '../team/team-scratchpad';

/** The tool with which a model asks a person a question. */
export const askPerson: ToolSpecification = {
	name: 'ask_person',
	description:
		'Puts a question to a person and waits for the answer, which may take days. Use it only where the answer cannot be found in any other way.',
	parameters: {
		type: 'object',
		properties: {
			question: {
				type: 'string',
				minLength: 1,
				maxLength: 2000,
				description: 'Complete in itself: the person has not read the conversation.',
			},
			choices: {
				type: 'array',
				maxItems: 20,
				items: { type: 'string', minLength: 1, maxLength: 200 },
				description: 'Answers to choose from.',
			},
		},
		required: ['question'],
		additionalProperties: false,
	},
};

/** Returns whether an agent can call tools. */
export function hasTools({ tools, toolSources, members, definition }: AgentParts): boolean {
	return Boolean(tools?.length || toolSources?.length || members?.length || definition.tools?.askPerson || definition.tools?.scratchpad);
}

/**
 * Gets the tools of all servers, and prepares all tools of a run.
 * @throws TroupeError TOOL_INVALID, TOOL_SOURCE_UNREACHABLE
 */
export async function openToolbox(run: Run): Promise<Toolbox> {
	const { tools = [], toolSources = [], members = [], definition } = run.parts;
	const pad = findScratchpad(run);
	const lists = await Promise.all(toolSources.map((source) => listContained(run, source)));
	const asks = definition.tools?.askPerson === true;
	// Agents come first, so that no other tool takes the name by which a recorded call finds its agent.
	const all = [
		...members.map(({ tool }) => tool),
		...(run.caller?.keeps ? [returnConversation] : []),
		...(pad ? createScratchpadTools(pad, definition.id) : []),
		...tools,
		...(await screen(run, lists.flat(), tools)),
	];
	const toolbox = await prepareTools(all, definition.tools, asks ? [askPerson.name] : [], run.events.emit);
	return asks ? { ...toolbox, specifications: [...toolbox.specifications, askPerson] } : toolbox;
}

/** A server that gives orders or passes for another one loses all of its tools. */
async function screen(run: Run, listed: Tool[], others: Tool[]): Promise<Tool[]> {
	const screened = await screenTools(listed, others, run.parts, run.events.emit);
	for (const { kind, tool } of screened.breaches) await reportBreach(run, kind, tool);
	return screened.breaches.length > 0 ? withoutStopped(run, screened.tools) : screened.tools;
}
