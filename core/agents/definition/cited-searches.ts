import type { KnowledgeTool } from '../../tools/definition/agent-tools';
import type { AgentDefinition } from './agent-definition';

export const listCitedSearches = ({ tools, output }: Pick<AgentDefinition, 'tools' | 'output'>): KnowledgeTool[] =>
	output ? [] : (tools?.define ?? []).filter((tool) => tool.kind === 'knowledge').filter(({ citations }) => citations !== 'optional');

export const readsPassages = ({ knowledge, tools }: Pick<AgentDefinition, 'knowledge' | 'tools'>): boolean =>
	knowledge !== undefined || (tools?.define ?? []).some(({ kind }) => kind === 'knowledge');
