import { agentStatuses, commitStatuses, itemRoles, noLimits } from '../../../embedded/agents/agent-instance';
import type { AgentItemSummary, AgentSummary } from '../../../embedded/agents/agent-directory';
import { toDate } from '../../route-context';
import { date, oneOf, type StructuredField } from '../../search/fields';
import { maxValues } from '../../search/filter';
import { invalidSearch } from '../../search/invalid-search';

const elementInstanceKeys: StructuredField<'elementInstanceKeys'> = {
	name: 'elementInstanceKeys',
	buildTest(condition) {
		const keys = Array.isArray(condition) && condition.length <= maxValues ? condition.map(readKey) : [undefined];
		if (keys.includes(undefined))
			throw invalidSearch(`The filter "elementInstanceKeys" is not a list of at most ${maxValues} keys.`, 'Pass an array of keys.');
		return (item) => keys.every((key) => (item.elementInstanceKeys as string[]).includes(key!));
	},
};

function readKey(condition: unknown): string | undefined {
	const key: unknown = typeof condition === 'object' && condition !== null ? (condition as { $eq?: unknown }).$eq : condition;
	return typeof key === 'string' ? key : undefined;
}

export const agentFields = [
	'agentInstanceKey',
	'agentDefinitionKey',
	oneOf('status', agentStatuses),
	'elementId',
	'processInstanceKey',
	'rootProcessInstanceKey',
	'processDefinitionKey',
	'processDefinitionId',
	'processDefinitionVersion',
	'processDefinitionVersionTag',
	'tenantId',
	date('creationDate'),
	date('lastUpdatedDate'),
	date('completionDate'),
	elementInstanceKeys,
] as const;

export function toAgent({ configuration, metrics, ...agent }: AgentSummary) {
	const { model, provider, systemPrompt, tools, limits } = configuration;
	return {
		agentInstanceKey: agent.key,
		agentDefinitionKey: agent.agentDefinitionKey,
		status: agent.status,
		definition: { model, provider, systemPrompt },
		metrics,
		limits,
		tools,
		elementId: agent.elementId,
		processInstanceKey: agent.instanceKey,
		rootProcessInstanceKey: agent.rootInstanceKey,
		processDefinitionKey: agent.processDefinitionKey,
		processDefinitionId: agent.processId,
		processDefinitionVersion: agent.processVersion,
		processDefinitionVersionTag: agent.versionTag ?? null,
		tenantId: agent.tenantId,
		creationDate: toDate(agent.createdAt),
		lastUpdatedDate: toDate(agent.updatedAt),
		completionDate: agent.endedAt === null ? null : toDate(agent.endedAt),
		elementInstanceKeys: agent.elementInstanceKeys,
	};
}

export const agentItemFields = [
	'historyItemKey',
	oneOf('role', itemRoles),
	'elementInstanceKey',
	'jobKey',
	'loopIteration',
	oneOf('commitStatus', commitStatuses),
	date('producedAt'),
] as const;

const unknownMetrics = {
	...{ inputTokens: null, outputTokens: null, durationMs: null },
	...{ reasoningTokenCount: null, cacheCreationTokenCount: null, cacheReadTokenCount: null },
};

export function toAgentItem({ changes = {}, ...item }: AgentItemSummary) {
	return {
		historyItemKey: item.key,
		historyItemId: item.id,
		agentInstanceKey: item.agentKey,
		elementInstanceKey: item.elementInstanceKey,
		jobKey: item.jobKey,
		jobLeaseToken: item.lease,
		loopIteration: item.loopIteration,
		role: item.role,
		content: item.content,
		toolCalls: item.toolCalls,
		metrics: item.metrics ? { ...unknownMetrics, ...item.metrics } : null,
		commitStatus: item.status,
		producedAt: item.producedAt,
		tools: changes.tools ?? [],
		model: changes.model ?? null,
		provider: changes.provider ?? null,
		limits: changes.limits ?? noLimits,
		systemPrompt: changes.systemPrompt ?? [],
	};
}
