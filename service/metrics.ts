import type { EngineStatus } from '../engine-adapter/embedded/state/status';
import type { WorkerMetrics } from '../engine-adapter/worker-metrics';
import type { RegistryMetrics } from '../manifests/registry/http/metrics';
import { credentialStates, findState } from '../core/credentials/credential-health';
import type { CredentialRecord } from '../core/ports/access/credentials';
import type { TrustStatus } from '../core/ports/manifests';
import type { LocalState } from '../providers/compose/state/local-state';
import { type LabelsOf, type Metric, metricOf, type NumberName, singleValue } from '../core/base/metrics/metrics';

type JobMetric = {
	[Name in NumberName]: LabelsOf<Name> extends { type: string } ? ({ type: string } extends LabelsOf<Name> ? Name : never) : never;
}[NumberName];

export function processMetrics(version: string, draining: boolean): Metric[] {
	return [
		metricOf('troupe_info', [{ labels: { version }, value: 1 }]),
		singleValue('troupe_draining', draining ? 1 : 0),
		singleValue('process_uptime_seconds', Math.round(process.uptime() * 1000) / 1000),
		singleValue('process_resident_memory_bytes', process.memoryUsage.rss()),
	];
}

export function workerMetrics(metrics: WorkerMetrics, now = Date.now()): Metric[] {
	const types = [...metrics.types];
	const by = (name: JobMetric, readValue: (counts: (typeof types)[number][1]) => number): Metric =>
		metricOf(
			name,
			types.map(([type, counts]) => ({ labels: { type }, value: readValue(counts) })),
		);
	const failures = types.flatMap(([type, counts]) => [...counts.failures].map(([code, value]) => ({ labels: { type, code }, value })));
	return [
		by('troupe_jobs_activated_total', ({ activated }) => activated),
		by('troupe_jobs_running', ({ running }) => running),
		by('troupe_jobs_completed_total', ({ delivered }) => delivered.complete),
		by('troupe_jobs_failed_total', ({ delivered }) => delivered.fail),
		metricOf('troupe_job_failures_total', failures),
		by('troupe_jobs_error_thrown_total', ({ delivered }) => delivered['bpmn-error']),
		by('troupe_jobs_waited_total', ({ delivered }) => delivered.wait),
		by('troupe_jobs_superseded_total', ({ delivered }) => delivered.superseded),
		by('troupe_jobs_undelivered_total', ({ delivered }) => delivered.undelivered),
		metricOf(
			'troupe_job_duration_seconds',
			types.map(([type, { durations }]) => ({ labels: { type }, value: durations })),
		),
		by('troupe_polls_failed_total', ({ troubles }) => troubles),
		singleValue('troupe_back_pressure_total', metrics.backPressured),
		singleValue('troupe_last_error_age_seconds', metrics.lastErrorAt === undefined ? -1 : Math.round(now - metrics.lastErrorAt) / 1000),
		...gateMetrics(metrics),
		metricOf(
			'troupe_budget_events_total',
			[...metrics.budgets.values()].map(({ total, ...labels }) => ({ labels, value: total })),
		),
		...credentialMetrics(metrics.credentials, now),
	];
}

/** Bounds the series: credentials that end last are left out. */
const maxCredentials = 1_000;

function credentialMetrics(credentials: CredentialRecord[], now: number): Metric[] {
	if (credentials.length === 0) return [];
	const states = credentials.map((credential) => findState(credential, now));
	const counts = credentialStates.map((state) => ({ labels: { state }, value: states.filter((each) => each === state).length }));
	const ends = credentials.flatMap(({ tenant, name, endsAt }) =>
		endsAt === null ? [] : [{ labels: { tenant, credential: name }, value: endsAt / 1000 }],
	);
	const soonest = ends.sort((one, other) => one.value - other.value).slice(0, maxCredentials);
	return [metricOf('troupe_credentials', counts), metricOf('troupe_credential_expiry_timestamp_seconds', soonest)];
}

function gateMetrics({ refusals }: WorkerMetrics): Metric[] {
	const all = [...refusals];
	const refused = all.map(([type, { isRefused }]) => ({ labels: { type }, value: isRefused ? 1 : 0 }));
	const totals = all.map(([type, { total }]) => ({ labels: { type }, value: total }));
	return [metricOf('troupe_gate_refused', refused), metricOf('troupe_gate_refusals_total', totals)];
}

export function engineMetrics({ instances, jobs, ...status }: EngineStatus): Metric[] {
	return [
		singleValue('troupe_instances_active', instances.active),
		singleValue('troupe_instances_started_total', instances.started),
		singleValue('troupe_instances_completed_total', instances.completed),
		singleValue('troupe_instances_terminated_total', instances.terminated),
		metricOf(
			'troupe_engine_jobs',
			(['activatable', 'activated', 'backoff'] as const).map((state) => ({ labels: { state }, value: jobs[state] })),
		),
		singleValue('troupe_user_tasks_open', status.userTasks),
		singleValue('troupe_incidents_open', status.incidents),
		singleValue('troupe_timers', status.timers),
		singleValue('troupe_messages_buffered', status.bufferedMessages),
		singleValue('troupe_command_queue_length', status.queuedCommands),
		singleValue('troupe_events_total', status.events),
	];
}

/** The machine's root, and the ends of documents and access token; nothing while the gate refuses. */
export function trustMetrics(status: TrustStatus | undefined): Metric[] {
	if (status === undefined) return [];
	const { from, version, development } = status.root;
	const ends = new Map<TrustStatus['expiries'][number]['document'], number>();
	for (const { document, endMs } of status.expiries) ends.set(document, Math.min(endMs, ends.get(document) ?? Infinity));
	return [
		metricOf('troupe_trust_root_info', [
			{ labels: { from, version: String(version), development: development ? 'true' : 'false' }, value: 1 },
		]),
		metricOf(
			'troupe_trust_expiry_timestamp_seconds',
			[...ends].map(([document, endMs]) => ({ labels: { document }, value: endMs / 1000 })),
		),
	];
}

export function stateMetrics(state: LocalState | undefined): Metric[] {
	return [
		metricOf(
			'troupe_state_local',
			(state?.signs ?? []).map((sign) => ({ labels: { sign }, value: 1 })),
		),
	];
}

export function registryMetrics({ openStreams, snapshotAge }: RegistryMetrics): Metric[] {
	return [
		singleValue('troupe_registry_event_streams', openStreams()),
		singleValue('troupe_registry_snapshot_age_seconds', snapshotAge() ?? -1),
	];
}
