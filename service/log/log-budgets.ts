import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { listenToBudgets } from '../../providers/compose/models/announce-budget';
import type { Log } from './log';

/** Logs and counts the budgets that reach 80 or 100 percent. Another machine does so for those that it announced. Returns a function that ends it. */
export function logBudgets(log: Log, metrics: Pick<WorkerMetrics, 'countBudget'>): () => void {
	return listenToBudgets(({ budget: { name, tenant, agent, per }, percent, field, cap, spent, resetsAt, instance }) => {
		metrics.countBudget(name, percent);
		const resets = resetsAt === null ? null : new Date(resetsAt).toISOString();
		log('warn', percent === 100 ? 'budget used up' : 'budget at 80 percent', {
			...{ budget: name, percent, per, unit: field, cap, spent, resetsAt: resets },
			...{ tenant, agent, instance },
		});
	});
}
