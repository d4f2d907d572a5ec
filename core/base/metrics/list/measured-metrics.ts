import { bounds, metricsOf } from '../definition';

const { counter, histogram } = metricsOf('serve', 'worker', 'n8n');
const ofServices = metricsOf('serve', 'worker');

const stages = ['input', 'output', 'tool-result', 'knowledge', 'tool-arguments', 'system'] as const;

const byModel = { model: bounds.model, kind: ['chat', 'embedding', 'rerank', 'transcription'] } as const;

/** Measured on the spot, in any process (measurements.ts). */
export const measuredMetrics = {
	troupe_agent_runs_total: counter('Runs of agents that ended or wait for a person, called agents too.', {
		agent: bounds.agent,
		outcome: ['reply', 'blocked', 'needs-human', 'limit-reached', 'failed', 'cancelled'],
	}),
	troupe_agent_run_duration_seconds: histogram('Working time of a run of an agent, without waiting for people.', { agent: bounds.agent }),
	troupe_agent_runs_suspended_total: counter('Agent runs that wait for a decision of a person.'),
	troupe_agent_tool_calls_total: counter('Tool calls of agents, by outcome; of a tool that the agent does not have: `unknown`.', {
		tool: bounds.tool,
		outcome: ['ok', 'error', 'denied', 'asked', 'planned', 'unknown'],
	}),
	troupe_agent_tool_duration_seconds: histogram('Time of a tool call that was made.', { tool: bounds.tool }),
	troupe_model_calls_total: counter('Calls of models, retries too, of agents and others: `ok`, or the code of the error.', {
		...byModel,
		outcome: bounds.code,
	}),
	troupe_model_call_duration_seconds: histogram('Time of one call of a model.', byModel),
	troupe_model_tokens_total: counter('Tokens of calls of models.', { ...byModel, direction: ['input', 'output'] }),
	troupe_model_cost_usd_total: counter('Cost in US dollars of calls with a known price.', byModel),
	troupe_knowledge_searches_total: counter('Searches of collections: with passages, without one, or failed.', {
		collection: bounds.collection,
		outcome: ['found', 'nothing', 'failed'],
	}),
	troupe_knowledge_search_duration_seconds: histogram('Time of a search of a collection.', { collection: bounds.collection }),
	troupe_guardrail_checks_total: counter('Texts and parts of texts that guardrails judged.', {
		stage: stages,
		outcome: ['pass', 'rewritten', 'blocked', 'needs-human'],
	}),
	troupe_guardrail_check_duration_seconds: histogram('Time that the guardrails of a stage took for a text or a part of one.', {
		stage: stages,
	}),
	troupe_guardrail_violations_total: counter('Violations that guardrails found, by the action taken.', {
		code: bounds.code,
		stage: stages,
		action: ['block', 'rewrite', 'ask-person', 'log', 'refuse'],
	}),
	troupe_crm_requests_total: counter('Requests to CRMs, retries too: `ok`, or the code of the error.', {
		crm: bounds.service,
		outcome: bounds.code,
	}),
	troupe_crm_request_duration_seconds: histogram('Time of one request to a CRM.', { crm: bounds.service }),
	troupe_webhook_requests_total: counter('Webhooks sent, by the status of the answer, or the code of why there is none.', {
		kind: ['event', 'notice', 'cancellation'],
		status: bounds.status,
	}),
	troupe_webhook_request_duration_seconds: histogram('Time of one request to the receiver of a webhook.', {
		kind: ['event', 'notice', 'cancellation'],
	}),
	troupe_channel_messages_sent_total: counter('Attempts at sending a message of a channel: sent, to be repeated, refused, or unknown.', {
		tenant: bounds.tenant,
		channel: bounds.channel,
		outcome: ['sent', 'repeated', 'refused', 'unknown'],
	}),
	troupe_sandbox_runs_total: ofServices.counter('Sandboxed runs that ended, by outcome.', { kind: { max: 10 }, outcome: bounds.code }),
	troupe_sandbox_run_duration_seconds: ofServices.histogram('Time of a sandboxed run.', { kind: { max: 10 } }),
	troupe_http_requests_total: ofServices.counter('Requests answered; `aborted` is the status where the client left before the answer.', {
		method: bounds.method,
		route: bounds.route,
		status: bounds.status,
	}),
	troupe_http_request_duration_seconds: ofServices.histogram('Time to answer a request; streams of events are left out.', {
		route: bounds.route,
	}),
} as const;
