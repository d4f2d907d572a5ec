import { askPersonName } from '../loop/tools/open-toolbox';
import { nameAgentTool } from '../../tools/agent-name';
import type { ToolDefinition, ToolSettings } from '../../tools/definition/tool-settings';
import type { ToolRule } from '../../tools/definition/rules';
import { fitsName, qualifyName, toSafeName } from '../../tools/tool-names';
import type { AgentDefinition } from '../definition/agent-definition';
import type { FlowSource } from './flow-map';
import { leadToolNames } from '../../leads/lead-tool-names';

export type FlowDefinition = Pick<AgentDefinition, 'id'> &
	Partial<Pick<AgentDefinition, 'tools' | 'knowledge' | 'memory'>> & { guardrails?: Pick<AgentDefinition['guardrails'], 'policy'> };

export interface NamedTool {
	name: string;
	/** All names that a rule can use; undefined if only the server knows them. */
	names?: string[];
	/** Absent for tools of the host, of which only the rules are known. */
	definition?: ToolDefinition;
	where: string;
}

/** Lists the texts that enter the runs of an agent. A loop that reads a further kind of text adds it here. */
export function listSources(definition: FlowDefinition): FlowSource[] {
	const { id: agent, knowledge, memory, tools = {} } = definition;
	const of = (kind: FlowSource['kind'], name: string, trusted = false, note?: string): FlowSource => ({
		agent,
		kind,
		name,
		trusted,
		...(note !== undefined && { note }),
	});
	const read = [
		...(knowledge ? [of('document', knowledge.documents ?? knowledge.collection ?? 'knowledge', false, describeTrusted(knowledge))] : []),
		...(tools.scratchpad ? [of('agent', 'scratchpad')] : []),
		...listTools(definition).map((tool) => of(kindOf(tool), tool.name, isListed(tools.trustedResults, tool), describeReading(tool, tools))),
		...listExtracted(definition).map((name) => of('tool', name, false, valuesAlone)),
	];
	const memories = (memory?.memories ?? 0) > 0 ? [of('memory', 'memories', false, 'trusted if the person or a workflow said them')] : [];
	// Earlier turns have the labels of their sources.
	const isOfOthers = [...memories, ...read].some(({ trusted }) => !trusted);
	const ofTurns = (name: string) => of('memory', name, !isOfOthers, isOfOthers ? 'trusted if they rest on no text of others' : undefined);
	return [
		of('person', 'message', true),
		...(tools.askPerson ? [of('decider', askPersonName, true)] : []),
		...memories,
		...((memory?.turns ?? 0) > 0 ? [ofTurns('earlier turns')] : []),
		...(memory?.summary ? [ofTurns('summaries of earlier turns')] : []),
		...read,
	];
}

/** Lists tools in extraction rules that the definition names nowhere else: the host connects them. */
const listExtracted = (definition: FlowDefinition): string[] =>
	Object.keys(definition.tools?.extract ?? {}).filter((name) => !listTools(definition).some((tool) => isListed([name], tool)));

/** Trusted documents do not make a search trusted: the next passage can be another's. */
const describeTrusted = ({ trustedDocuments = [] }: { trustedDocuments?: readonly string[] }): string | undefined =>
	trustedDocuments.length > 0 ? `trusted from ${trustedDocuments.join(', ')}` : undefined;

const valuesAlone = 'its values alone';

function describeReading(tool: NamedTool, { extract = {} }: ToolSettings): string | undefined {
	if (isListed(Object.keys(extract), tool)) return valuesAlone;
	if (!tool.definition) return 'connected by the host';
	return tool.definition.kind === 'knowledge' ? describeTrusted(tool.definition) : undefined;
}

export const isListed = (patterns: readonly string[] = [], { names = [] }: Pick<NamedTool, 'names'>): boolean =>
	patterns.some((pattern) => names.some((name) => fitsName(pattern, name)));

function kindOf({ definition }: NamedTool): FlowSource['kind'] {
	if (definition?.kind === 'knowledge') return 'document';
	return definition?.kind === 'agent' ? 'agent' : 'tool';
}

export function listTools({ tools: { define = [], rules = [] } = {} }: FlowDefinition): NamedTool[] {
	// Without definitions, the host connects the tools.
	if (define.length === 0) return listNamed(rules);
	return define.flatMap((definition, index) => {
		const where = `tools.define.${index}`;
		return listNames(definition).map((one): NamedTool => ({ ...one, definition, where }));
	});
}

const listNamed = (rules: readonly ToolRule[]): NamedTool[] =>
	rules.flatMap(({ tool }, index) =>
		rules.findIndex((one) => one.tool === tool) === index ? [{ name: tool, names: [tool], where: `tools.rules.${index}` }] : [],
	);

function listNames(tool: ToolDefinition): Array<Pick<NamedTool, 'name' | 'names'>> {
	if (tool.kind === 'agent') return [{ name: nameAgentTool(tool), names: [nameAgentTool(tool)] }];
	if (tool.kind === 'leads') return (tool.tools ?? leadToolNames).map((name) => ({ name, names: [name] }));
	if (tool.kind !== 'mcp') return [{ name: tool.name, names: [tool.name] }];
	const { server, tools = tool.pins && Object.keys(tool.pins) } = tool;
	if (!tools) return [{ name: qualifyName(server, '*').replace(/_$/, '*') }];
	return tools.map((name) => ({ name, names: [...new Set([name, toSafeName(name), qualifyName(server, name)])] }));
}
