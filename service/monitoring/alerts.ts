interface Alert {
	name: string;
	expr: string;
	for: string;
	severity: 'critical' | 'warning' | 'info';
	/** Can contain Prometheus's templates. */
	summary: string;
}

/** Counter growth by labels. `increase` misses a series' first events and loses after restarts: a series younger than the window counts whole. */
const grown = (series: string, by: string, window: string) =>
	`sum by (${by}) ((${series} unless ${series} offset ${window}) or increase(${series}[${window}]))`;

/** True if more than half of a counter's events over a window match, with a minimum number. */
const shareOf = (part: string, metric: string, by: string, window: string, least: number) =>
	`${grown(`${metric}{${part}}`, by, window)} / ${grown(metric, by, window)} > 0.5 and ${grown(metric, by, window)} >= ${least}`;

export const alerts: Alert[] = [
	{
		name: 'TroupeDown',
		expr: 'up{job=~"troupe.*"} == 0',
		for: '2m',
		severity: 'critical',
		summary: '{{ $labels.instance }} does not answer to Prometheus.',
	},
	{
		name: 'TroupeGateRefuses',
		expr: 'max by (type) (troupe_gate_refused) == 1',
		for: '1m',
		severity: 'critical',
		summary: 'The manifest gate refuses jobs of the type {{ $labels.type }}.',
	},
	{
		name: 'TroupeTrustExpires',
		expr:
			'min by (document) (troupe_trust_expiry_timestamp_seconds{document!="snapshot"}) - time() < 86400' +
			' or min by (document) (troupe_trust_expiry_timestamp_seconds{document="snapshot"}) - time() < 0',
		for: '10m',
		severity: 'critical',
		summary: 'The {{ $labels.document }} ends in {{ $value | humanizeDuration }}.',
	},
	{
		name: 'TroupeWorkOverdue',
		expr: 'max by (kind) (troupe_work_overdue_seconds) > 300',
		for: '5m',
		severity: 'critical',
		summary: 'Work of the kind {{ $labels.kind }} has been due for {{ $value | humanizeDuration }}.',
	},
	{
		name: 'TroupeChannelWaiting',
		expr: 'max by (tenant, channel, what) (troupe_channel_oldest_waiting_seconds{what!~"given-up.*|conversation"}) > 300',
		for: '2m',
		severity: 'critical',
		summary: 'A {{ $labels.what }} of the channel {{ $labels.channel }} has been waiting for {{ $value | humanizeDuration }}.',
	},
	{
		name: 'TroupeChannelGivenUp',
		expr: 'max by (tenant, channel, what) (troupe_channel_waiting{what=~"given-up.*"}) > 0',
		for: '1m',
		severity: 'warning',
		summary: '{{ $value }} × {{ $labels.what }} in the channel {{ $labels.channel }}.',
	},
	{
		name: 'TroupeChannelRefuses',
		expr: `${grown('troupe_channel_requests_refused_total', 'tenant, channel', '10m')} > 0`,
		for: '1m',
		severity: 'critical',
		summary: 'Requests of the channel {{ $labels.channel }} find no room.',
	},
	{
		name: 'TroupeJobsUntaken',
		expr: 'max by (type, tenant) (troupe_jobs_untaken) > 0',
		for: '5m',
		severity: 'warning',
		summary: '{{ $value }} jobs of the type {{ $labels.type }} wait for a worker.',
	},
	{
		name: 'TroupeIncidents',
		expr: 'max(troupe_incidents_open) > 0',
		for: '15m',
		severity: 'warning',
		summary: '{{ $value }} incidents of processes are open.',
	},
	{
		name: 'TroupeModelFailing',
		expr: shareOf('outcome!~"ok|CANCELLED"', 'troupe_model_calls_total', 'model', '15m', 10),
		for: '5m',
		severity: 'warning',
		summary: '{{ $value | humanizePercentage }} of the calls of {{ $labels.model }} fail.',
	},
	{
		name: 'TroupeToolFailing',
		expr: shareOf('outcome="error"', 'troupe_agent_tool_calls_total', 'tool', '30m', 10),
		for: '5m',
		severity: 'warning',
		summary: '{{ $value | humanizePercentage }} of the calls of {{ $labels.tool }} fail.',
	},
	{
		name: 'TroupeCrmFailing',
		expr: shareOf('outcome!="ok"', 'troupe_crm_requests_total', 'crm', '30m', 10),
		for: '5m',
		severity: 'warning',
		summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.crm }} fail.',
	},
	{
		name: 'TroupeWebhooksFailing',
		expr: shareOf('status!~"2.."', 'troupe_webhook_requests_total', 'kind', '30m', 10),
		for: '5m',
		severity: 'warning',
		summary: '{{ $value | humanizePercentage }} of the webhooks ({{ $labels.kind }}) are not taken.',
	},
	{
		name: 'TroupeGuardrailFailing',
		expr: `${grown('troupe_guardrail_violations_total{code="GUARDRAIL_FAILED"}', 'stage', '15m')} >= 5`,
		for: '1m',
		severity: 'warning',
		summary: 'Guardrails of the stage {{ $labels.stage }} fail, and block what they cannot judge.',
	},
	{
		name: 'TroupeSearchesFindNothing',
		expr: shareOf('outcome="nothing"', 'troupe_knowledge_searches_total', 'collection', '6h', 50),
		for: '10m',
		severity: 'info',
		summary: '{{ $value | humanizePercentage }} of the searches of {{ $labels.collection }} find nothing.',
	},
	{
		name: 'TroupeAuditRefused',
		expr: 'max by (witness) (troupe_audit_witness_failing_seconds{state="refused"}) > 0',
		for: '0m',
		severity: 'critical',
		summary: 'The witness {{ $labels.witness }} cosigned another audit log than the one that is here.',
	},
	{
		name: 'TroupeAuditUnwitnessed',
		expr: 'max by (witness) (troupe_audit_witness_failing_seconds{state="late"}) > 3600',
		for: '5m',
		severity: 'warning',
		summary: 'The witness {{ $labels.witness }} has not cosigned the audit log for {{ $value | humanizeDuration }}.',
	},
	{
		name: 'TroupeCredentialEnds',
		expr: 'min by (tenant, credential) (troupe_credential_expiry_timestamp_seconds) - time() < 3 * 86400',
		for: '10m',
		severity: 'warning',
		summary: 'The credential {{ $labels.credential }} of {{ $labels.tenant }} ends in {{ $value | humanizeDuration }}.',
	},
	{
		name: 'TroupeCredentialInvalid',
		expr: 'max by (state) (troupe_credentials{state=~"invalid|expired"}) > 0',
		for: '10m',
		severity: 'critical',
		summary: '{{ $value }} credentials are {{ $labels.state }}.',
	},
	{
		name: 'TroupeBudgetUsedUp',
		expr: `${grown('troupe_budget_events_total{percent="100"}', 'budget', '1h')} > 0`,
		for: '0m',
		severity: 'critical',
		summary: 'The budget {{ $labels.budget }} is used up: what it covers gets no model.',
	},
];
