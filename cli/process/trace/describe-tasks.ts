import type { AgentTask, AgentTasks } from '../../../engine-adapter/instance/agent-tasks';
import { countNouns, formatCount } from '../../terminal/format-text';
import { printable } from '../../terminal/terminal';

/** Describes a job's models, tokens, cost and guardrails on a line. Undefined for jobs without an agent. */
export function describeTask(tasks: AgentTasks, jobKey: string): string | undefined {
	const task = tasks.list().find((one) => one.jobKey === jobKey);
	return task && describe(task);
}

/** A line for each task, then the total. */
export const taskLines = (tasks: AgentTasks): string[] => [
	...tasks.list().map((task) => printable(`${task.elementId}: ${describe(task)}`)),
	...totalLines(tasks),
];

export function totalLines(tasks: AgentTasks): string[] {
	const { length } = tasks.list();
	if (length === 0) return [];
	const { costUsd, unpriced, ...tokens } = tasks.total();
	const isKnown = unpriced < length;
	const known = isKnown ? describeCost(costUsd) : 'cost unknown';
	const rest = isKnown && unpriced > 0 ? ` and ${countNouns(unpriced, 'task')} of unknown cost` : '';
	return [`agents: ${countNouns(length, 'task')}, ${describeTokens(tokens)}, ${known}${rest}`];
}

function describe(task: AgentTask): string {
	const cost = task.costUsd === null ? 'cost unknown' : describeCost(task.costUsd);
	const guardrails = task.guardrails.map(({ guardrail, action, stage }) => `${guardrail}: ${action} of the ${stage}`);
	return [task.models.join(' and ') || 'no model', describeTokens(task), cost, ...new Set(guardrails)].join(', ');
}

const describeTokens = ({ inputTokens, outputTokens }: Pick<AgentTask, 'inputTokens' | 'outputTokens'>): string =>
	`${formatCount(inputTokens)} + ${formatCount(outputTokens)} tokens`;

const describeCost = (costUsd: number): string => `${costUsd.toFixed(6)} USD`;
