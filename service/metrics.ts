import type { EngineStatus } from '../engine-adapter/embedded/state/status';
import type { WorkerMetrics } from '../engine-adapter/worker-metrics';
import type { RegistryMetrics } from '../manifests/registry/http/metrics';
import type { RequestCounts } from './http/request-counts';
import { credentialStates, findState } from '../core/credentials/credential-health';
import type { CredentialRecord } from '../core/ports/access/credentials';
import type { TrustStatus } from '../core/ports/manifests';
import type { LocalState } from '../providers/compose/state/local-state';
import type { Metric } from './metrics-route';

const singleValue = (name: string, type: 'counter' | 'gauge', help: string, value: number): Metric => ({
	name,
	type,
	help,
	samples: [{ value }],
});

/** Returns the metrics of this process. */
export function processMetrics(version: string, draining: boolean): Metric[] {
	return [
		{ name: 'troupe_info', help: 'The running version.', type: 'gauge', samples: [{ labels: { version }, value: 1 }] },
		singleValue('troupe_draining', 'gauge', '1 while the process takes no new work and finishes running work.', draining ? 1 : 0),
		singleValue('process_uptime_seconds', 'gauge', 'Time since the process was started.', Math.round(process.uptime() * 1000) / 1000),
		singleValue('process_resident_memory_bytes', 'gauge', 'Resident memory.', process.memoryUsage.rss()),
	];
}

/** Returns the metrics of the workers of this process, by job type. */
export function workerMetrics(metrics: WorkerMetrics, now = Date.now()): Metric[] {
	const types = [...metrics.types];
	const by = (name: string, type: 'counter' | 'gauge', help: string, readValue: (counts: (typeof types)[number][1]) => number): Metric => ({
		name,
		type,
		help,
		samples: types.map(([jobType, counts]) => ({ labels: { type: jobType }, value: readValue(counts) })),
	});
	return [
		by('troupe_jobs_activated_total', 'counter', 'Jobs activated.', ({ activated }) => activated),
		by('troupe_jobs_running', 'gauge', 'Jobs running now.', ({ running }) => running),
		by('troupe_jobs_completed_total', 'counter', 'Jobs completed.', ({ delivered }) => delivered.complete),
		by('troupe_jobs_failed_total', 'counter', 'Jobs failed, with a retry or an incident.', ({ delivered }) => delivered.fail),
		{
			name: 'troupe_job_failures_total',
			type: 'counter',
			help: 'Jobs failed, by the code of the fault.',
			samples: types.flatMap(([jobType, { failures }]) =>
				[...failures].map(([code, value]) => ({ labels: { type: jobType, code }, value })),
			),
		},
		by('troupe_jobs_error_thrown_total', 'counter', 'Jobs that ended with a BPMN error.', ({ delivered }) => delivered['bpmn-error']),
		by(
			'troupe_jobs_waited_total',
			'counter',
			'Jobs that began or went on to wait for an answer of a person.',
			({ delivered }) => delivered.wait,
		),
		by(
			'troupe_jobs_superseded_total',
			'counter',
			'Outcomes of jobs that had ended or been activated by another worker.',
			({ delivered }) => delivered.superseded,
		),
		by(
			'troupe_jobs_undelivered_total',
			'counter',
			'Outcomes that could not be delivered; their jobs are activated again.',
			({ delivered }) => delivered.undelivered,
		),
		by('troupe_job_seconds_total', 'counter', 'Running time of jobs.', ({ durations }) => Math.round(durations.sum * 1000) / 1000),
		{
			name: 'troupe_job_duration_seconds',
			type: 'histogram',
			help: 'Running time of a job.',
			samples: types.map(([jobType, { durations }]) => ({ labels: { type: jobType }, value: durations })),
		},
		by(
			'troupe_polls_failed_total',
			'counter',
			'Failed polls for jobs: refused by back-pressure, or unanswered.',
			({ troubles }) => troubles,
		),
		singleValue(
			'troupe_back_pressure_total',
			'counter',
			'Commands that the cluster refused under back-pressure and that were retried.',
			metrics.backPressured,
		),
		singleValue(
			'troupe_last_error_age_seconds',
			'gauge',
			'Time since the last failed job or poll; -1 without one.',
			metrics.lastErrorAt === undefined ? -1 : Math.round(now - metrics.lastErrorAt) / 1000,
		),
		...gateMetrics(metrics),
		{
			name: 'troupe_budget_events_total',
			type: 'counter',
			help: 'Budgets that reached 80 or 100 percent, once in each period over all machines.',
			samples: [...metrics.budgets.values()].map(({ total, ...labels }) => ({ labels, value: total })),
		},
		...agentMetrics(metrics.agents),
		...credentialMetrics(metrics.credentials, now),
	];
}

/** Returns the credentials by state, and when those end that do. */
function credentialMetrics(credentials: CredentialRecord[], now: number): Metric[] {
	if (credentials.length === 0) return [];
	const states = credentials.map((credential) => findState(credential, now));
	const counts = credentialStates.map((state) => ({ labels: { state }, value: states.filter((each) => each === state).length }));
	const ends = credentials.flatMap(({ tenant, name, endsAt }) =>
		endsAt === null ? [] : [{ labels: { tenant, credential: name }, value: endsAt / 1000 }],
	);
	return [
		{ name: 'troupe_credentials', type: 'gauge', help: 'Stored credentials of all tenants, by state.', samples: counts },
		{
			name: 'troupe_credential_expiry_timestamp_seconds',
			type: 'gauge',
			help: 'When a person has to replace a credential or log in again, as Unix time.',
			samples: ends,
		},
	];
}

/** Returns whether the gate refuses the job types that were admitted at the start. */
function gateMetrics({ refusals }: WorkerMetrics): Metric[] {
	const all = [...refusals];
	const refused = all.map(([type, { isRefused }]) => ({ labels: { type }, value: isRefused ? 1 : 0 }));
	const totals = all.map(([type, { total }]) => ({ labels: { type }, value: total }));
	return [
		{ name: 'troupe_gate_refused', type: 'gauge', help: '1 while the manifest gate refuses the jobs of a type.', samples: refused },
		{ name: 'troupe_gate_refusals_total', type: 'counter', help: 'How often the gate began to refuse a type.', samples: totals },
	];
}

/** Returns the metrics of the workers' agents, by model and by outcome of tool calls. */
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
		{ name: 'troupe_agent_model_calls_total', type: 'counter', help: 'Model answers to agents.', samples: calls },
		{ name: 'troupe_agent_model_tokens_total', type: 'counter', help: 'Tokens of model answers to agents.', samples: tokens },
		{ name: 'troupe_agent_model_cost_usd_total', type: 'counter', help: 'Cost in US dollars of calls with a known price.', samples: costs },
		singleValue('troupe_agent_model_failures_total', 'counter', 'Agent requests that no model answered.', modelFailures),
		{ name: 'troupe_agent_tool_calls_total', type: 'counter', help: 'Tool calls of agents, by outcome.', samples: tools },
		singleValue('troupe_agent_runs_suspended_total', 'counter', 'Agent runs that wait for a decision of a person.', suspended),
	];
}

/** Returns the metrics of the requests to the embedded engine, and of its status if that can be read. */
export function engineMetrics(status: EngineStatus | void, { requests }: RequestCounts): Metric[] {
	return [requestMetric('troupe_engine_requests_total', 'Requests to the engine.', requests), ...(status ? statusMetrics(status) : [])];
}

/** Returns the metrics of the embedded engine since it was opened. */
function statusMetrics({ instances, jobs, ...status }: EngineStatus): Metric[] {
	return [
		singleValue('troupe_instances_active', 'gauge', 'Active process instances, including called ones.', instances.active),
		singleValue('troupe_instances_started_total', 'counter', 'Process instances started since the engine was opened.', instances.started),
		singleValue('troupe_instances_completed_total', 'counter', 'Process instances completed.', instances.completed),
		singleValue('troupe_instances_terminated_total', 'counter', 'Process instances cancelled or terminated.', instances.terminated),
		{
			name: 'troupe_engine_jobs',
			type: 'gauge',
			help: 'Jobs by state, of all types and workers.',
			samples: Object.entries(jobs).map(([state, value]) => ({ labels: { state }, value })),
		},
		singleValue('troupe_user_tasks_open', 'gauge', 'Open user tasks.', status.userTasks),
		singleValue('troupe_incidents_open', 'gauge', 'Unresolved incidents.', status.incidents),
		singleValue('troupe_timers', 'gauge', 'Timers that have not fired.', status.timers),
		singleValue('troupe_messages_buffered', 'gauge', 'Buffered messages.', status.bufferedMessages),
		singleValue('troupe_command_queue_length', 'gauge', 'Commands in the queue of the engine.', status.queuedCommands),
		singleValue('troupe_events_total', 'counter', 'Events in the log, over all runs.', status.events),
	];
}

/** Returns the root that decides on this machine, and when documents and the access token end; nothing while the gate refuses. */
export function trustMetrics(status: TrustStatus | undefined): Metric[] {
	if (status === undefined) return [];
	const { from, version, development } = status.root;
	const ends = new Map<string, number>();
	for (const { document, endMs } of status.expiries) ends.set(document, Math.min(endMs, ends.get(document) ?? Infinity));
	return [
		{
			name: 'troupe_trust_root_info',
			help: 'The root of trust that decides.',
			type: 'gauge',
			samples: [{ labels: { from, version: String(version), development: String(development) }, value: 1 }],
		},
		{
			name: 'troupe_trust_expiry_timestamp_seconds',
			help: 'The end of the root, the snapshot, the manifest, the first approval and the access token, as Unix time.',
			type: 'gauge',
			samples: [...ends].map(([document, endMs]) => ({ labels: { document }, value: endMs / 1000 })),
		},
	];
}

/** Returns whether state is in files of this machine although several machines seem to run, by the sign of it. */
export function stateMetrics(state: LocalState | undefined): Metric[] {
	const samples = (state?.signs ?? []).map((sign) => ({ labels: { sign }, value: 1 }));
	const help = '1 for each sign of several machines while state is in files of this one.';
	return [{ name: 'troupe_state_local', type: 'gauge', help, samples }];
}

/** Returns the metrics of the registry. */
export function registryMetrics({ requests, openStreams, snapshotAge }: RegistryMetrics): Metric[] {
	const age = snapshotAge();
	return [
		requestMetric('troupe_registry_requests_total', 'Requests to the registry.', requests),
		singleValue('troupe_registry_event_streams', 'gauge', 'Open event streams.', openStreams()),
		singleValue(
			'troupe_registry_snapshot_age_seconds',
			'gauge',
			'Time since the oldest snapshot in use was first seen; -1 before the first request.',
			age ?? -1,
		),
	];
}

function requestMetric(name: string, help: string, requests: RequestCounts['requests']): Metric {
	const samples = [...requests].map(([key, value]) => {
		const [method = '', route = '', status = ''] = key.split(' ');
		return { labels: { method, route, status }, value };
	});
	return { name, type: 'counter', help, samples };
}
