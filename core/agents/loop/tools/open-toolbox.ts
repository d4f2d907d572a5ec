import { TroupeError } from '../../../base/errors';
import type { Language } from '../../../base/text/languages';
import type { Acting, ActingAgent } from '../../../ports/access/identity';
import type { ToolSpecification } from '../../../ports/models/models';
import type { Tool } from '../../../ports/tools/tools';
import { listRestrictedNames } from '../../../tools/permissions';
import { type OddTool, type PreparedTool, prepareTools, type Toolbox } from '../../../tools/prepare-tools';
import type { ToolSettings } from '../../../tools/definition/tool-settings';
import { createReturnTool } from '../../../teams/agent-tool';
import { createScratchpadTools } from '../../../teams/scratchpad';
import type { AgentParts } from '../../agent-parts';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import { listCallers } from '../team/caller';
import { listContained, reportBreach, withoutStopped } from './containment';
import { screenTools } from './screen-tools';
import { findScratchpad } from '../team/team-scratchpad';

export const askPersonName = 'ask_person';

const askWords: Record<Language, Record<'description' | 'question' | 'choices', string>> = {
	en: {
		description:
			'Puts a question to somebody who works for the company, and waits for the answer, which may take days. Never use it to ask whoever you are talking to: write your question to them as your answer. Use it only where the answer cannot be found in any other way.',
		question: 'Complete in itself: the person has not read the conversation.',
		choices: 'Answers to choose from.',
	},
	pt: {
		description:
			'Faz uma pergunta a alguém que trabalha na empresa e espera a resposta, que pode levar dias. Nunca a use para perguntar a quem está falando com você: escreva a sua pergunta a essa pessoa como resposta. Use-a só quando não há outro jeito de achar a resposta.',
		question: 'Completa em si: a pessoa não leu a conversa.',
		choices: 'Respostas para escolher.',
	},
};

const createAskTool = (language: Language): ToolSpecification => ({
	name: askPersonName,
	description: askWords[language].description,
	parameters: {
		type: 'object',
		properties: {
			question: { type: 'string', minLength: 1, maxLength: 2000, description: askWords[language].question },
			choices: {
				type: 'array',
				maxItems: 20,
				items: { type: 'string', minLength: 1, maxLength: 200 },
				description: askWords[language].choices,
			},
		},
		required: ['question'],
		additionalProperties: false,
	},
});

function describeActing(run: Run): Acting {
	const toAgent = ({ parts: { definition, definitionSha256: sha256 } }: Run): ActingAgent => {
		const { id, version } = definition;
		return { id, version, ...(sha256 !== undefined && { sha256 }) };
	};
	const { host } = run.parts;
	return { agent: toAgent(run), callers: listCallers(run).map(toAgent), runId: run.id, ...(host && { host }), asker: run.asker };
}

export function hasTools({ tools, toolSources, members, definition }: AgentParts): boolean {
	return Boolean(tools?.length || toolSources?.length || members?.length || definition.tools?.askPerson || definition.tools?.scratchpad);
}

/** Loads the tools of all servers, and prepares all tools of a run. @throws TroupeError TOOL_INVALID, TOOL_SOURCE_UNREACHABLE */
export async function openToolbox(run: Run): Promise<Toolbox> {
	const { tools = [], toolSources = [], members = [], definition } = run.parts;
	const pad = findScratchpad(run);
	const language = findPromptLanguage(run);
	const acting = describeActing(run);
	const lists = await Promise.all(toolSources.map((source) => listContained(run, source, acting)));
	const asks = definition.tools?.askPerson === true;
	const translate = (tool: Tool): Tool => (tool.inLanguage ? { ...tool, ...tool.inLanguage(language) } : tool);
	const tell = (odd: OddTool) => {
		run.events.emit(odd);
		run.parts.onOddTool?.(odd);
	};
	// Agents come first: no tool takes the name by which a recorded call finds its agent.
	const all = [
		...members.map(({ tool }) => tool),
		...(run.caller?.keeps ? [createReturnTool(language)] : []),
		...(pad ? createScratchpadTools(pad, definition.id, language) : []),
		...(await screen(run, [...tools, ...lists.flat()].map(translate), tell)),
	];
	const toolbox = await prepareTools(all, definition.tools, asks ? [askPersonName] : [], tell);
	for (const name of listUnmatched(toolbox, definition.tools)) {
		if (toolSources.length === 0) throw withoutSource(name);
		tell({ kind: 'tool-left-out', tool: name.slice(0, 64), source: 'definition', reason: unmatched });
	}
	return asks ? { ...toolbox, specifications: [...toolbox.specifications, createAskTool(language)] } : toolbox;
}

const unmatched =
	'"tools.extract" names it, and no server lists it. If it has another name now, its results reach the agent as they are: correct the name';

/** Lists names of `extract` without a tool: results of the intended tool would reach the agent. */
function listUnmatched({ byName }: Toolbox, { extract = {} }: ToolSettings = {}): string[] {
	const tools = [...byName.values()];
	const hasName = (tool: PreparedTool, name: string) =>
		listRestrictedNames({ names: tool.names, givenName: tool.tool.name }).includes(name);
	return Object.keys(extract).filter((name) => !tools.some((tool) => hasName(tool, name)));
}

const withoutSource = (name: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `"tools.extract" names the tool ${name.slice(0, 128)}, which the agent does not have.`,
		fix: 'Write the name of the tool as its definition does.',
		details: { tool: name.slice(0, 128) },
	});

/** A server that gives orders or impersonates another loses all its tools. */
async function screen(run: Run, tools: Tool[], tell: (odd: OddTool) => void): Promise<Tool[]> {
	const screened = await screenTools(tools, run.parts, tell);
	for (const { kind, tool } of screened.breaches) await reportBreach(run, kind, tool);
	return screened.breaches.length > 0 ? withoutStopped(run, screened.tools) : screened.tools;
}
