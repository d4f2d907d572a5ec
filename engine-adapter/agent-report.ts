import type { AgentConfiguration, AgentItem, AgentMetrics, ReportedStatus } from './embedded/agents/agent-instance';

export interface AgentReport {
	/** First report of an activation: reports of an earlier one of the same job do not hold. */
	begins?: true;
	status?: ReportedStatus;
	configuration?: Partial<AgentConfiguration>;
	metrics?: Partial<AgentMetrics>;
	history: AgentItem[];
}
