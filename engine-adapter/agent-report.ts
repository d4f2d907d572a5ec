import type { AgentConfiguration, AgentItem, AgentMetrics, ReportedStatus } from './embedded/agents/agent-instance';

/** Activity of an agent since the last report, for the engine that shows it. */
export interface AgentReport {
	/** The first report of an activation: what an earlier one of the same job wrote does not hold. */
	begins?: true;
	status?: ReportedStatus;
	configuration?: Partial<AgentConfiguration>;
	/** Besides what the items say. */
	metrics?: Partial<AgentMetrics>;
	history: AgentItem[];
}
