import { bounds, metricsOf } from '../definition';

const { gauge } = metricsOf('serve', 'worker');

export const processMetrics = {
	troupe_info: gauge('The running version.', { version: { max: 1 } }),
	troupe_draining: gauge('Whether the process takes no new work and finishes running work: 1 or 0.'),
	process_uptime_seconds: gauge('Time since the process was started.'),
	process_resident_memory_bytes: gauge('Resident memory.'),
	troupe_state_local: gauge('1 for each sign of several machines while state is in files of this one.', { sign: bounds.code }),
	troupe_trust_root_info: gauge('The root of trust that decides.', {
		from: ['pinned', 'bundled'],
		version: { max: 1 },
		development: ['true', 'false'],
	}),
	troupe_trust_expiry_timestamp_seconds: gauge(
		'End of trust, as Unix time: of the root, the snapshot, the manifest, the first approval and the access token.',
		{ document: ['root', 'snapshot', 'manifest', 'approval', 'token'] },
	),
} as const;
