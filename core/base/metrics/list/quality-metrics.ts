import { bounds, metricsOf } from '../definition';

const { gauge } = metricsOf('serve', 'worker');
const byVersion = { agent: bounds.version, version: bounds.version } as const;

export const qualityMetrics = {
	troupe_agent_recent_runs: gauge('Runs of the last 7 days, by agent and version.', byVersion),
	troupe_agent_success_ratio: gauge('The share of successful runs of the last 7 days, by agent and version.', byVersion),
	troupe_agent_mean_seconds: gauge('The mean time of runs of the last 7 days, by agent and version.', byVersion),
	troupe_agent_measured_replies: gauge('Replies of the last 7 days that rest on passages, by agent and version.', byVersion),
	troupe_agent_supported_ratio: gauge(
		'The share of those replies whose passages bear them out, of the last 7 days, by agent and version.',
		byVersion,
	),
	troupe_agent_judged_runs: gauge('Judged runs of the last 7 days, by agent and version.', byVersion),
	troupe_agent_quality_ratio: gauge('The share of judged runs of the last 7 days that passed, by agent and version.', byVersion),
	troupe_agent_unjudged_runs: gauge('Chosen runs of the last 7 days that were not judged, by agent and version.', byVersion),
	troupe_agent_input_change: gauge(
		'How far what agents are asked differs from what they were asked before (population stability index), by trait.',
		{ agent: bounds.version, trait: { max: 30 }, kind: ['shift', 'drift'] },
	),
} as const;
