/** Series of a metric with their values, a minute apart, in the notation of promtool; and whether the alert fires at the end. */
export interface AlertCase {
	what: string;
	series: Record<string, string>;
	fires: boolean;
	/** Minutes. Default: 60. */
	at?: number;
}

const histogram = (name: string, bound: string, quick: string, all: string) => ({
	[`${name}_bucket{le="${bound}"}`]: quick,
	[`${name}_bucket{le="+Inf"}`]: all,
	[`${name}_count`]: all,
});
const never = '_x480';

/** For each alert, when it must fire and when it must not. */
export const alertCases: Record<string, AlertCase[]> = {
	TroupeRunsFailing: [
		{
			...{ what: 'a third of the runs fail', fires: true },
			series: {
				'troupe_agent_runs_total{agent="a",outcome="failed"}': '0+1x480',
				'troupe_agent_runs_total{agent="a",outcome="reply"}': '0+2x480',
			},
		},
		{
			...{ what: 'every tenth fails for six hours', fires: true, at: 400 },
			series: {
				'troupe_agent_runs_total{agent="a",outcome="failed"}': '0+1x480',
				'troupe_agent_runs_total{agent="a",outcome="reply"}': '0+9x480',
			},
		},
		{
			...{ what: 'one in a thousand fails', fires: false, at: 400 },
			series: {
				'troupe_agent_runs_total{agent="a",outcome="failed"}': '0+1x480',
				'troupe_agent_runs_total{agent="a",outcome="reply"}': '0+999x480',
			},
		},
		{
			what: 'none failed, so that there is no such series',
			fires: false,
			series: { 'troupe_agent_runs_total{agent="a",outcome="reply"}': '0+9x480' },
		},
		{
			...{ what: 'the few of a quiet night fail (pyrra-dev/pyrra#1602)', fires: false },
			series: { 'troupe_agent_runs_total{agent="a",outcome="failed"}': '0x30 1x30' },
		},
		{
			...{ what: 'nothing runs (ohcnetwork/care#545)', fires: false },
			series: {
				'troupe_agent_runs_total{agent="a",outcome="failed"}': '7x480',
				'troupe_agent_runs_total{agent="a",outcome="reply"}': '9x480',
			},
		},
		{
			...{ what: 'they failed half an hour ago', fires: false, at: 120 },
			series: {
				'troupe_agent_runs_total{agent="a",outcome="failed"}': '0+5x80 400x100',
				'troupe_agent_runs_total{agent="a",outcome="reply"}': '0+5x480',
			},
		},
	],
	TroupeRunsSlow: [
		{ what: 'all take minutes', fires: true, series: histogram('troupe_agent_run_duration_seconds', '60', '0x480', '0+2x480') },
		{ what: 'most are quick', fires: false, series: histogram('troupe_agent_run_duration_seconds', '60', '0+48x480', '0+50x480') },
	],
	TroupeChannelAnswersSlow: [
		{ what: 'all take minutes', fires: true, series: histogram('troupe_channel_turn_duration_seconds', '30', '0x480', '0+2x480') },
		{ what: 'most are quick', fires: false, series: histogram('troupe_channel_turn_duration_seconds', '30', '0+48x480', '0+50x480') },
	],
	TroupeChannelTurnsGivenUp: [
		{
			...{ what: 'one in twenty is given up', fires: true },
			series: { 'troupe_channel_turns_total{outcome="given-up"}': '0+1x480', 'troupe_channel_turns_total{outcome="answered"}': '0+19x480' },
		},
		{
			...{ what: 'many are repeated, and answered in the end', fires: false },
			series: { 'troupe_channel_turns_total{outcome="repeated"}': '0+9x480', 'troupe_channel_turns_total{outcome="answered"}': '0+9x480' },
		},
	],
	TroupeJobsFailing: [
		{
			what: 'half of them fail',
			fires: true,
			series: { 'troupe_jobs_failed_total{type="t"}': '0+5x480', 'troupe_jobs_completed_total{type="t"}': '0+5x480' },
		},
		{
			what: 'none fails',
			fires: false,
			series: { 'troupe_jobs_failed_total{type="t"}': '0x480', 'troupe_jobs_completed_total{type="t"}': '0+5x480' },
		},
	],
	TroupeRequestsFailing: [
		{
			...{ what: 'one in twenty is a 503', fires: true },
			series: {
				'troupe_http_requests_total{route="/v2/jobs",status="503"}': '0+1x480',
				'troupe_http_requests_total{route="/v2/jobs",status="200"}': '0+19x480',
			},
		},
		{
			...{ what: 'clients ask wrongly, or leave, and a probe of readiness says no', fires: false },
			series: {
				'troupe_http_requests_total{route="/v2/jobs",status="401"}': '0+9x480',
				'troupe_http_requests_total{route="/v2/jobs",status="aborted"}': '0+9x480',
				'troupe_http_requests_total{route="/readyz",status="503"}': '0+9x480',
			},
		},
	],
	TroupeDown: [
		{ what: 'it does not answer', fires: true, series: { 'up{job="troupe",instance="a"}': '1x30 0x40' } },
		{
			what: 'another job is down',
			fires: false,
			series: { 'up{job="troupe",instance="a"}': '1x80', 'up{job="other",instance="b"}': '0x80' },
		},
	],
	TroupeGateRefuses: [
		{ what: 'a type is refused', fires: true, series: { 'troupe_gate_refused{type="troupe:agent"}': '0x30 1x40' } },
		{ what: 'it was refused before', fires: false, series: { 'troupe_gate_refused{type="troupe:agent"}': '1x30 0x40' } },
	],
	TroupeTrustExpires: [
		{ what: 'the root ends tomorrow', fires: true, series: { 'troupe_trust_expiry_timestamp_seconds{document="root"}': '80000x80' } },
		{
			what: 'the snapshot was not renewed',
			fires: true,
			series: { 'troupe_trust_expiry_timestamp_seconds{document="snapshot"}': '60x80' },
		},
		{
			...{ what: 'the snapshot of a quarter of an hour is renewed', fires: false },
			series: {
				'troupe_trust_expiry_timestamp_seconds{document="snapshot"}': '900+60x80',
				'troupe_trust_expiry_timestamp_seconds{document="root"}': '9000000x80',
			},
		},
	],
	TroupeWorkOverdue: [
		{ what: 'nobody does a kind', fires: true, series: { 'troupe_work_overdue_seconds{kind="event-delivery",lane="l"}': '0+60x80' } },
		{
			what: 'it is done within a minute',
			fires: false,
			series: { 'troupe_work_overdue_seconds{kind="event-delivery",lane="l"}': '0 30 60 0 30 60 0x80' },
		},
	],
	TroupeChannelWaiting: [
		{ what: 'a customer waits', fires: true, series: { 'troupe_channel_oldest_waiting_seconds{channel="c",what="turn"}': '0+60x80' } },
		{
			what: 'what was given up grows old',
			fires: false,
			series: { 'troupe_channel_oldest_waiting_seconds{channel="c",what="given-up turn"}': '0+60x80' },
		},
	],
	TroupeChannelGivenUp: [
		{ what: 'a turn was given up', fires: true, series: { 'troupe_channel_waiting{channel="c",what="given-up turn"}': '0x30 1x40' } },
		{ what: 'many wait, none was given up', fires: false, series: { 'troupe_channel_waiting{channel="c",what="turn"}': '50x80' } },
	],
	TroupeChannelRefuses: [
		{ what: 'requests find no room', fires: true, series: { 'troupe_channel_requests_refused_total{channel="c"}': '0x50 0+3x40' } },
		{ what: 'the first ones find none', fires: true, series: { 'troupe_channel_requests_refused_total{channel="c"}': '_x55 3x40' } },
		{ what: 'they found none an hour ago', fires: false, series: { 'troupe_channel_requests_refused_total{channel="c"}': '0 9x80' } },
	],
	TroupeJobsUntaken: [
		{ what: 'no worker takes a type', fires: true, series: { 'troupe_jobs_untaken{type="t",tenant="acme"}': '4x80' } },
		{ what: 'all are taken', fires: false, series: { 'troupe_jobs_untaken{type="t",tenant="acme"}': `4x30 ${never}` } },
	],
	TroupeIncidents: [
		{ what: 'one stays open', fires: true, series: { troupe_incidents_open: '0x20 1x60' } },
		{ what: 'one was resolved within minutes', fires: false, series: { troupe_incidents_open: '0x50 1x5 0x40' } },
	],
	TroupeModelFailing: [
		{
			...{ what: 'the provider is overloaded', fires: true },
			series: {
				'troupe_model_calls_total{model="m",outcome="MODEL_OVERLOADED"}': '0+3x80',
				'troupe_model_calls_total{model="m",outcome="ok"}': '0+1x80',
			},
		},
		{
			...{ what: 'some are tried again', fires: false },
			series: {
				'troupe_model_calls_total{model="m",outcome="MODEL_RATE_LIMITED"}': '0+1x80',
				'troupe_model_calls_total{model="m",outcome="ok"}': '0+3x80',
			},
		},
		{ what: 'people stop the runs', fires: false, series: { 'troupe_model_calls_total{model="m",outcome="CANCELLED"}': '0+3x80' } },
	],
	TroupeToolFailing: [
		{ what: 'its service is down', fires: true, series: { 'troupe_agent_tool_calls_total{tool="refund",outcome="error"}': '0+1x80' } },
		{
			what: 'its service was down from the first call on',
			fires: true,
			series: { 'troupe_agent_tool_calls_total{tool="refund",outcome="error"}': '_x55 40x40' },
		},
		{
			what: 'people decline its calls',
			fires: false,
			series: { 'troupe_agent_tool_calls_total{tool="refund",outcome="denied"}': '0+1x80' },
		},
	],
	TroupeCrmFailing: [
		{ what: 'it is down', fires: true, series: { 'troupe_crm_requests_total{crm="piperun",outcome="CRM_UNREACHABLE"}': '0+1x80' } },
		{ what: 'it answers', fires: false, series: { 'troupe_crm_requests_total{crm="piperun",outcome="ok"}': '0+1x80' } },
	],
	TroupeWebhooksFailing: [
		{ what: 'the receiver is down', fires: true, series: { 'troupe_webhook_requests_total{kind="event",status="UNREACHABLE"}': '0+1x80' } },
		{ what: 'it takes them', fires: false, series: { 'troupe_webhook_requests_total{kind="event",status="204"}': '0+1x80' } },
	],
	TroupeGuardrailFailing: [
		{
			what: 'a judge does not answer',
			fires: true,
			series: { 'troupe_guardrail_violations_total{code="GUARDRAIL_FAILED",stage="output"}': '0+1x80' },
		},
		{
			what: 'a judge did not answer from the first message on',
			fires: true,
			series: { 'troupe_guardrail_violations_total{code="GUARDRAIL_FAILED",stage="output"}': '_x50 30x40' },
		},
		{
			what: 'guardrails find what they look for',
			fires: false,
			series: { 'troupe_guardrail_violations_total{code="SECRET",stage="output"}': '0+9x80' },
		},
	],
	TroupeSearchesFindNothing: [
		{
			what: 'a collection lost its documents',
			fires: true,
			series: { 'troupe_knowledge_searches_total{collection="c",outcome="nothing"}': '0+2x80' },
		},
		{
			...{ what: 'most find something', fires: false },
			series: {
				'troupe_knowledge_searches_total{collection="c",outcome="nothing"}': '0+2x80',
				'troupe_knowledge_searches_total{collection="c",outcome="found"}': '0+8x80',
			},
		},
	],
	TroupeAuditRefused: [
		{
			what: 'a witness refuses the log',
			fires: true,
			series: { 'troupe_audit_witness_failing_seconds{witness="w",state="refused"}': '0+60x80' },
		},
		{
			what: 'a witness does not answer',
			fires: false,
			series: { 'troupe_audit_witness_failing_seconds{witness="w",state="late"}': '0+60x80' },
		},
	],
	TroupeAuditUnwitnessed: [
		{
			...{ what: 'a witness has not answered for more than an hour', fires: true, at: 80 },
			series: { 'troupe_audit_witness_failing_seconds{witness="w",state="late"}': '0+60x80' },
		},
		{
			...{ what: 'a witness was away for half an hour', fires: false },
			series: { 'troupe_audit_witness_failing_seconds{witness="w",state="late"}': `0+60x30 ${never}` },
		},
	],
	TroupeCredentialEnds: [
		{
			what: 'it ends in two days',
			fires: true,
			series: { 'troupe_credential_expiry_timestamp_seconds{tenant="t",credential="c"}': '172800x80' },
		},
		{
			what: 'it ends in a month',
			fires: false,
			series: { 'troupe_credential_expiry_timestamp_seconds{tenant="t",credential="c"}': '2600000x80' },
		},
	],
	TroupeCredentialInvalid: [
		{ what: 'one is refused', fires: true, series: { 'troupe_credentials{state="invalid"}': '1x80' } },
		{
			what: 'one ends soon',
			fires: false,
			series: { 'troupe_credentials{state="expires-soon"}': '1x80', 'troupe_credentials{state="invalid"}': '0x80' },
		},
	],
	TroupeBudgetUsedUp: [
		{
			...{ what: 'it is, for the first time of this process (JiRaska/open-bank-oss#4396)', fires: true },
			series: { 'troupe_budget_events_total{budget="b",percent="100"}': '_x50 1x40' },
		},
		{ what: 'it is again', fires: true, series: { 'troupe_budget_events_total{budget="b",percent="100"}': '1x50 2x40' } },
		{ what: 'it is, after a restart', fires: true, series: { 'troupe_budget_events_total{budget="b",percent="100"}': '3x40 _x10 1x40' } },
		{ what: 'it was yesterday', fires: false, at: 120, series: { 'troupe_budget_events_total{budget="b",percent="100"}': '_x5 1x200' } },
		{ what: 'four fifths are used', fires: false, series: { 'troupe_budget_events_total{budget="b",percent="80"}': '_x50 1x40' } },
	],
};
