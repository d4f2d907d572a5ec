import type { AgentEvent } from '../../core/agents/agent-event';
import type { Job } from '../engine/jobs';

export interface AgentTask {
	jobKey: string;
	elementId: string;
	agent: string;
	models: string[];
	inputTokens: number;
	outputTokens: number;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	guardrails: Array<{ guardrail: string; action: string; stage: string }>;
}

interface AgentTotal {
	inputTokens: number;
	outputTokens: number;
	costUsd: number;
	/** Tasks without a known price. */
	unpriced: number;
}

type Usage = Pick<AgentTask, 'inputTokens' | 'outputTokens' | 'costUsd'>;

/** From the events of agents. A retried task adds to its earlier use. */
export class AgentTasks {
	readonly #tasks = new Map<string, AgentTask>();
	/** Over all its tasks: a waiting run continues in another one. */
	readonly #runs = new Map<string, Usage>();

	readonly observe = (event: AgentEvent, { key, elementId }: Job): void => {
		const task = this.#tasks.get(key) ?? {
			jobKey: key,
			elementId,
			agent: '',
			models: [],
			inputTokens: 0,
			outputTokens: 0,
			costUsd: 0,
			guardrails: [],
		};
		this.#tasks.set(key, task);
		if (event.kind === 'started') task.agent = event.agent.id;
		if (event.kind === 'model-finished' && !task.models.includes(event.model)) task.models.push(event.model);
		if (event.kind === 'guardrail') {
			const { guardrail, action, stage } = event.violation;
			task.guardrails.push({ guardrail, action, stage });
		}
		if (event.kind !== 'finished') return;
		const { inputTokens, outputTokens, costUsd } = subtract(event.usage, this.#runs.get(event.runId));
		this.#runs.set(event.runId, event.usage);
		task.inputTokens += inputTokens;
		task.outputTokens += outputTokens;
		task.costUsd = costUsd === null || task.costUsd === null ? null : task.costUsd + costUsd;
	};

	list(): AgentTask[] {
		return [...this.#tasks.values()];
	}

	total(): AgentTotal {
		const tasks = this.list();
		const sum = (read: (task: AgentTask) => number): number => tasks.reduce((total, task) => total + read(task), 0);
		return {
			inputTokens: sum(({ inputTokens }) => inputTokens),
			outputTokens: sum(({ outputTokens }) => outputTokens),
			costUsd: sum(({ costUsd }) => costUsd ?? 0),
			unpriced: sum(({ costUsd }) => (costUsd === null ? 1 : 0)),
		};
	}
}

/** A restarted run has used less than before. */
function subtract(usage: Usage, before: Usage | undefined): Usage {
	if (!before || before.inputTokens > usage.inputTokens || before.outputTokens > usage.outputTokens) return usage;
	const isPriced = usage.costUsd !== null && before.costUsd !== null;
	return {
		inputTokens: usage.inputTokens - before.inputTokens,
		outputTokens: usage.outputTokens - before.outputTokens,
		costUsd: isPriced ? usage.costUsd! - before.costUsd! : usage.costUsd,
	};
}
