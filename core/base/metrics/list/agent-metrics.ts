import { bounds, metricsOf } from '../definition';

const { counter, gauge } = metricsOf('serve', 'worker');
const byVersion = { agent: bounds.agent, version: bounds.version } as const;

/** Agents and their models, and what the state knows about the agents of this tenant. */
export const agentMetrics = {
	troupe_agent_model_calls_total: counter('Model answers to agents.', { model: bounds.model }),
	troupe_agent_model_tokens_total: counter('Tokens of model answers to agents.', { model: bounds.model, direction: ['input', 'output'] }),
	troupe_agent_model_cost_usd_total: counter('Cost in US dollars of calls with a known price.', { model: bounds.model }),
	troupe_agent_model_failures_total: counter('Agent requests that no model answered.'),
	troupe_agent_tool_calls_total: counter('Tool calls of agents, by outcome.', {
		outcome: ['ok', 'error', 'denied', 'asked', 'planned', 'unknown'],
	}),
	troupe_agent_runs_suspended_total: counter('Agent runs that wait for a decision of a person.'),
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
		{ agent: bounds.agent, trait: { max: 30 }, kind: ['shift', 'drift'] },
	),
} as const;
