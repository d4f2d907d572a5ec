import type { EngineStatus } from '../../engine-adapter/embedded/state/status';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { RegistryMetrics } from '../../manifests/registry/http/metrics';
import type { Metric } from './metrics-route';

const singleValue = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
	name,
	type,
	help,
	samples: [{ value }],
});

/** What this process is. */
export function processMetrics(version: string, draining: boolean): Metric[] {
	return [
		{ name: 'troupe_info', help: 'The version that runs.', type: 'gauge', samples: [{ labels: { version }, value: 1 }] },
		singleValue('troupe_draining', 'gauge', '1 while it takes nothing new and finishes what it has.', draining ? 1 : 0),
		singleValue('process_uptime_seconds', 'gauge', 'Since the process was started.', Math.round(process.uptime() * 1000) / 1000),
		singleValue('process_resident_memory_bytes', 'gauge', 'Resident memory.', process.memoryUsage.rss()),
	];
}

/** What the workers of this process do, by job type. */
export function workerMetrics(metrics: WorkerMetrics, now = Date.now()): Metric[] {
	const types = [...metrics.types];
	const by = (name: string, type: Metric['type'], help: string, readValue: (counts: (typeof types)[number][1]) => number): Metric => ({
		name,
		type,
		help,
		samples: types.map(([jobType, counts]) => ({ labels: { type: jobType }, value: readValue(counts) })),
	});
	return [
		by('troupe_jobs_activated_total', 'counter', 'Jobs taken.', ({ activated }) => activated),
		by('troupe_jobs_running', 'gauge', 'Jobs in work now.', ({ running }) => running),
		by('troupe_jobs_completed_total', 'counter', 'Jobs completed.', ({ delivered }) => delivered.complete),
		by('troupe_jobs_failed_total', 'counter', 'Jobs failed, to be tried again or with an incident.', ({ delivered }) => delivered.fail),
		by(
			'troupe_jobs_error_thrown_total',
			'counter',
			'Jobs that ended with an error of the process.',
			({ delivered }) => delivered['bpmn-error'],
		),
		by(
			'troupe_jobs_superseded_total',
			'counter',
			'Outcomes of jobs that had ended or gone to another meanwhile.',
			({ delivered }) => delivered.superseded,
		),
		by(
			'troupe_jobs_undelivered_total',
			'counter',
			'Outcomes that could not be delivered; their jobs come back.',
			({ delivered }) => delivered.undelivered,
		),
		by('troupe_job_seconds_total', 'counter', 'Time that jobs were in work.', ({ seconds }) => Math.round(seconds * 1000) / 1000),
		by(
			'troupe_polls_failed_total',
			'counter',
			'Polls for jobs that failed, refused by back-pressure or unanswered.',
			({ troubles }) => troubles,
		),
		singleValue(
			'troupe_back_pressure_total',
			'counter',
			'Commands that the cluster refused under back-pressure and that were repeated.',
			metrics.backPressured,
		),
		singleValue(
			'troupe_last_error_age_seconds',
			'gauge',
			'Since the last failed job or poll; -1 when there was none.',
			metrics.lastErrorAt === undefined ? -1 : Math.round(now - metrics.lastErrorAt) / 1000,
		),
		...agentMetrics(metrics.agents),
	];
}

/** What the agents of these workers did, by model and by what became of their tool calls. */
function agentMetrics({ models, toolCalls, modelFailures, suspended }: WorkerMetrics['agents']): Metric[] {
	const all = [...models];
	const calls = all.map(([model, counts]) => ({ labels: { model }, value: counts.calls }));
	const costs = all.map(([model, { costUsd }]) => ({ labels: { model }, value: costUsd }));
	const tokens = all.flatMap(([model, { inputTokens, outputTokens }]) => [
		{ labels: { model, direction: 'input' }, value: inputTokens },
		{ labels: { model, direction: 'output' }, value: outputTokens },
	]);
	const tools = [...toolCalls].map(([outcome, value]) => ({ labels: { outcome }, value }));
	return [
		{ name: 'troupe_agent_model_calls_total', type: 'counter', help: 'Answers of models that agents got.', samples: calls },
		{ name: 'troupe_agent_model_tokens_total', type: 'counter', help: 'Tokens of these answers.', samples: tokens },
		{ name: 'troupe_agent_model_cost_usd_total', type: 'counter', help: 'US dollars, of calls with a known price.', samples: costs },
		singleValue('troupe_agent_model_failures_total', 'counter', 'Times that no model answered an agent.', modelFailures),
		{ name: 'troupe_agent_tool_calls_total', type: 'counter', help: 'Tool calls of agents, by outcome.', samples: tools },
		singleValue('troupe_agent_runs_suspended_total', 'counter', 'Runs of agents that a person has to decide on.', suspended),
	];
}

/** What the embedded engine holds and did since it was opened. */
export function engineMetrics({ instances, jobs, ...status }: EngineStatus): Metric[] {
	return [
		singleValue('troupe_instances_active', 'gauge', 'Process instances that go on, called ones included.', instances.active),
		singleValue('troupe_instances_started_total', 'counter', 'Process instances started since the engine was opened.', instances.started),
		singleValue('troupe_instances_completed_total', 'counter', 'Process instances completed.', instances.completed),
		singleValue('troupe_instances_terminated_total', 'counter', 'Process instances cancelled or terminated.', instances.terminated),
		{
			name: 'troupe_engine_jobs',
			type: 'gauge',
			help: 'Jobs by state, of all types and workers.',
			samples: Object.entries(jobs).map(([state, value]) => ({ labels: { state }, value })),
		},
		singleValue('troupe_user_tasks_open', 'gauge', 'User tasks that wait for a person.', status.userTasks),
		singleValue('troupe_incidents_open', 'gauge', 'Incidents that wait to be resolved.', status.incidents),
		singleValue('troupe_timers', 'gauge', 'Timers that have not rung.', status.timers),
		singleValue('troupe_messages_buffered', 'gauge', 'Messages kept for whoever waits for them.', status.bufferedMessages),
		singleValue('troupe_command_queue_length', 'gauge', "Commands that wait for the engine's one writer.", status.queuedCommands),
		singleValue('troupe_events_total', 'counter', 'Events in the log of the state, over all runs.', status.events),
	];
}

/** What the registry was asked, and what hangs on it. */
export function registryMetrics({ requests, openStreams, snapshotAge }: RegistryMetrics): Metric[] {
	const samples = [...requests].map(([key, value]) => {
		const [method = '', route = '', status = ''] = key.split(' ');
		return { labels: { method, route, status }, value };
	});
	const age = snapshotAge();
	return [
		{ name: 'troupe_registry_requests_total', type: 'counter', help: 'Requests to the registry.', samples },
		singleValue('troupe_registry_event_streams', 'gauge', 'Event streams that are open.', openStreams()),
		singleValue(
			'troupe_registry_snapshot_age_seconds',
			'gauge',
			'Since the oldest snapshot that is handed out was first seen; -1 before anybody asked for one.',
			age ?? -1,
		),
	];
}
