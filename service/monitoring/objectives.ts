export interface Objective {
	/** In names of recorded series: `troupe:<id>:bad_ratio_rate5m`. */
	id: string;
	alert: string;
	/** Required share of successes over 30 days. */
	goal: number;
	bad: (window: string) => string;
	total: (window: string) => string;
	what: string;
}

const rateOf = (series: string, window: string) => `sum(rate(${series}[${window}]))`;
/** Slower than a bound, which the histogram's buckets must have. */
const slowerThan = (histogram: string, seconds: number, window: string) =>
	`(${rateOf(`${histogram}_count`, window)} - ${rateOf(`${histogram}_bucket{le="${seconds}"}`, window)})`;

export const objectives: Objective[] = [
	{
		id: 'runs_available',
		alert: 'TroupeRunsFailing',
		goal: 0.99,
		what: 'runs of agents fail',
		bad: (window) => rateOf('troupe_agent_runs_total{outcome="failed"}', window),
		total: (window) => rateOf('troupe_agent_runs_total', window),
	},
	{
		id: 'runs_quick',
		alert: 'TroupeRunsSlow',
		goal: 0.95,
		what: 'runs of agents take longer than 60 seconds',
		bad: (window) => slowerThan('troupe_agent_run_duration_seconds', 60, window),
		total: (window) => rateOf('troupe_agent_run_duration_seconds_count', window),
	},
	{
		id: 'channels_quick',
		alert: 'TroupeChannelAnswersSlow',
		goal: 0.95,
		what: 'answers in channels take longer than 30 seconds',
		bad: (window) => slowerThan('troupe_channel_turn_duration_seconds', 30, window),
		total: (window) => rateOf('troupe_channel_turn_duration_seconds_count', window),
	},
	{
		id: 'channels_answered',
		alert: 'TroupeChannelTurnsGivenUp',
		goal: 0.999,
		what: 'turns in channels are given up',
		bad: (window) => rateOf('troupe_channel_turns_total{outcome="given-up"}', window),
		total: (window) => rateOf('troupe_channel_turns_total{outcome=~"answered|given-up"}', window),
	},
	{
		id: 'jobs_available',
		alert: 'TroupeJobsFailing',
		goal: 0.99,
		what: 'jobs fail',
		bad: (window) => rateOf('troupe_jobs_failed_total', window),
		total: (window) => `(${rateOf('troupe_jobs_failed_total', window)} + ${rateOf('troupe_jobs_completed_total', window)})`,
	},
	{
		id: 'requests_available',
		alert: 'TroupeRequestsFailing',
		goal: 0.999,
		what: 'requests are answered with 5xx',
		bad: (window) => rateOf('troupe_http_requests_total{status=~"5..",route!~"/(healthz|readyz)"}', window),
		total: (window) => rateOf('troupe_http_requests_total{route!~"/(healthz|readyz)"}', window),
	},
];

/** Burn rates of the 30-day budget, in a long window and, so that an alert ends soon after its cause, a short one. */
export const burnRates = [
	{ long: '1h', short: '5m', rate: 14.4, severity: 'critical', for: '2m' },
	{ long: '6h', short: '30m', rate: 6, severity: 'warning', for: '15m' },
] as const;

/** Fewer events in the long window do not count: one failed run of a quiet night burns no budget. */
export const minimumEvents = 20;
