import type { AgentReport } from '../../agent-report';
import type { Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import { findJob } from '../work/job-rows';
import { addMetrics, appendItems, discardItems } from './agent-items';
import { findAgentOf, insertAgent, saveAgent } from './agent-store';

/** For Troupe's own agent, whose jobs have no lease: the first report of an activation takes its place. Refuses nothing. */
export function reportAgent(
	kernel: Kernel,
	{ jobKey, elementInstanceKey }: { jobKey: number; elementInstanceKey: number },
	{ begins, status, configuration = {}, metrics = {}, history }: AgentReport,
): void {
	const element = findInstance(kernel, elementInstanceKey);
	const agent = findAgentOf(kernel, elementInstanceKey) ?? (element && insertAgent(kernel, element, configuration));
	if (!agent || agent.endedAt !== null) return;
	if (begins) discardItems(kernel, jobKey);
	agent.metrics = addMetrics(agent.metrics, metrics);
	const isActive = findJob(kernel, jobKey) !== undefined;
	appendItems(kernel, agent, history, { elementInstanceKey, jobKey, lease: '' }, () => (isActive ? 'PENDING' : 'DISCARDED'));
	saveAgent(kernel, {
		...agent,
		status: isActive && status ? status : agent.status,
		configuration: { ...agent.configuration, ...configuration },
		writerJob: jobKey,
	});
}
