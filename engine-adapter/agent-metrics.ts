import type { AgentEvent } from '../core/agents/agent-event';

interface ModelCounts {
	calls: number;
	inputTokens: number;
	outputTokens: number;
	/** The cost of calls with a known price. */
	costUsd: number;
}

/** Counts what the agents of a worker do. */
export class AgentMetrics {
	readonly models = new Map<string, ModelCounts>();
	readonly toolCalls = new Map<(AgentEvent & { kind: 'tool-finished' })['outcome'], number>();
	modelFailures = 0;
	suspended = 0;

	readonly observe = (event: AgentEvent): void => {
		if (event.kind === 'model-finished') this.#countModel(event);
		if (event.kind === 'model-failed') this.modelFailures += 1;
		// A called agent that waits suspends the first agent of its team.
		if (event.kind === 'suspended' && !event.team) this.suspended += 1;
		if (event.kind === 'tool-finished') this.toolCalls.set(event.outcome, (this.toolCalls.get(event.outcome) ?? 0) + 1);
	};

	#countModel({ model, usage, costUsd }: AgentEvent & { kind: 'model-finished' }): void {
		const counts = this.models.get(model) ?? { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
		this.models.set(model, {
			calls: counts.calls + 1,
			inputTokens: counts.inputTokens + usage.inputTokens,
			outputTokens: counts.outputTokens + usage.outputTokens,
			costUsd: counts.costUsd + (costUsd ?? 0),
		});
	}
}
