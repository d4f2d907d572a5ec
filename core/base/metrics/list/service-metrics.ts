import { bounds, metricsOf } from '../definition';

const { counter, gauge } = metricsOf('serve');
const everywhere = metricsOf('serve', 'worker');
const byLane = { kind: { max: 30 }, tenant: bounds.tenant, lane: bounds.name } as const;

/** The parts of a service: engine, registry, sandbox, queue of work, credentials, budgets. */
export const serviceMetrics = {
	troupe_instances_active: gauge('Active process instances, including called ones.'),
	troupe_instances_started_total: counter('Process instances started since the engine was opened.'),
	troupe_instances_completed_total: counter('Process instances completed.'),
	troupe_instances_terminated_total: counter('Process instances cancelled or terminated.'),
	troupe_engine_jobs: gauge('Jobs by state, of all types and workers.', { state: ['activatable', 'activated', 'backoff'] }),
	troupe_user_tasks_open: gauge('Open user tasks.'),
	troupe_incidents_open: gauge('Unresolved incidents.'),
	troupe_timers: gauge('Timers that have not fired.'),
	troupe_messages_buffered: gauge('Buffered messages.'),
	troupe_command_queue_length: gauge('Commands in the queue of the engine.'),
	troupe_events_total: counter('Events in the log of the engine, over all runs.'),
	troupe_registry_event_streams: gauge('Open event streams.'),
	troupe_registry_snapshot_age_seconds: gauge('Time since the oldest snapshot in use was first seen; -1 before the first request.'),
	troupe_sandbox_running: gauge('Sandboxed runs now.'),
	troupe_work_waiting: everywhere.gauge('Works that wait for their time or for a process.', byLane),
	troupe_work_overdue_seconds: everywhere.gauge('Time since the oldest work of a lane that no process does was due; 0 if none is.', byLane),
	troupe_audit_witness_failing_seconds: everywhere.gauge(
		'Time since a witness has not cosigned the audit log of some tenant (`late`), or refuses it because it cosigned another one (`refused`).',
		{ witness: bounds.service, state: ['late', 'refused'] },
	),
	troupe_budget_events_total: everywhere.counter('Budgets that reached 80 or 100 percent, once in each period over all machines.', {
		budget: bounds.name,
		percent: ['80', '100'],
	}),
	troupe_credentials: everywhere.gauge('Stored credentials of all tenants, by state.', {
		state: ['valid', 'unchecked', 'expires-soon', 'expired', 'invalid'],
	}),
	troupe_credential_expiry_timestamp_seconds: everywhere.gauge('When a person has to replace a credential or log in again, as Unix time.', {
		tenant: bounds.tenant,
		credential: bounds.name,
	}),
} as const;
