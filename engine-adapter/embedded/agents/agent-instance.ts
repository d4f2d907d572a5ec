/** Shapes of Camunda 8.10's agent instances. */

/** The engine sets INITIALIZING and COMPLETED, the writer all others. */
export const agentStatuses = ['INITIALIZING', 'TOOL_DISCOVERY', 'THINKING', 'TOOL_CALLING', 'IDLE', 'COMPLETED'] as const;
export type AgentStatus = (typeof agentStatuses)[number];
export const reportedStatuses = ['IDLE', 'THINKING', 'TOOL_CALLING', 'TOOL_DISCOVERY'] as const satisfies AgentStatus[];
export type ReportedStatus = (typeof reportedStatuses)[number];

export const itemRoles = ['USER', 'ASSISTANT', 'TOOL_RESULT', 'CONFIGURATION'] as const;
export const commitStatuses = ['COMMITTED', 'PENDING', 'DISCARDED'] as const;
export type CommitStatus = (typeof commitStatuses)[number];

export const blockFields = { TEXT: 'text', DOCUMENT: 'documentReference', OBJECT: 'object' } as const;
export type ContentBlock = { contentType: keyof typeof blockFields } & Partial<
	Record<(typeof blockFields)[keyof typeof blockFields], unknown>
>;

export interface AgentToolInfo {
	name: string;
	description: string | null;
	elementId: string | null;
}

/** -1: no limit. */
interface AgentLimits {
	maxModelCalls: number;
	maxToolCalls: number;
	maxTokens: number;
}

export const noLimits: AgentLimits = { maxModelCalls: -1, maxToolCalls: -1, maxTokens: -1 };

export interface AgentConfiguration {
	model: string;
	provider: string;
	systemPrompt: ContentBlock[];
	tools: AgentToolInfo[];
	limits: AgentLimits;
}

/** The last three are parts of the first two. */
interface TokenCounts {
	inputTokens: number;
	outputTokens: number;
	reasoningTokenCount: number;
	cacheCreationTokenCount: number;
	cacheReadTokenCount: number;
}

export type AgentMetrics = TokenCounts & { modelCalls: number; toolCalls: number };

export const noMetrics: AgentMetrics = {
	inputTokens: 0,
	outputTokens: 0,
	reasoningTokenCount: 0,
	cacheCreationTokenCount: 0,
	cacheReadTokenCount: 0,
	modelCalls: 0,
	toolCalls: 0,
};

interface AgentToolCall {
	toolCallId: string;
	toolName: string;
	elementId: string | null;
	arguments: Record<string, unknown> | null;
}

/** CONFIGURATION entries have the changes of the configuration. */
export interface AgentItem {
	/** From the writer, who may send an item again; empty without one. */
	id: string;
	loopIteration: number | null;
	role: (typeof itemRoles)[number];
	content: ContentBlock[];
	toolCalls: AgentToolCall[];
	/** The use of one model call; what is unknown is absent. */
	metrics?: Partial<TokenCounts> & { durationMs?: number };
	/** RFC 3339, by the writer's clock. */
	producedAt: string;
	changes?: Partial<AgentConfiguration>;
}
