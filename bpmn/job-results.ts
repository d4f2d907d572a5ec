import type { TroupeJobType } from './troupe-job-types';
import { n8nNodeResults } from './templates/n8n/n8n-node-job';

/**
 * The variables that a job returns, always all of them, unless its task says which it wants (headers resultVariable and resultExpression). A response of
 * `troupe:http` and `troupe:n8n-workflow` is one variable. docs/job-types says what each means.
 */
export const jobResults: Readonly<Record<TroupeJobType, readonly string[]>> = {
	'troupe:agent': [
		...[
			'outcome',
			'reason',
			'reply',
			'origins',
			'sensitivity',
			'output',
			'partial',
			'citations',
			'usage',
			'degraded',
			'guardrails',
			'searches',
		],
		...['support', 'manifest', 'agent', 'planned', 'pending', 'decideBy', 'agentState', 'decisionRefused'],
	],
	'troupe:crm': ['crm'],
	'troupe:eval': ['passed', 'evaluation', 'failures'],
	'troupe:guardrail': ['outcome', 'reason', 'text', 'matches', 'violations', 'conversationState'],
	'troupe:hand-over': ['handedOver'],
	'troupe:http': ['response'],
	'troupe:ingest': ['ingestion', 'ingestedDocuments'],
	'troupe:model': ['text', 'value', 'extraction', 'finish', 'vectors', 'estimates', 'modelList', 'usage', 'violations'],
	'troupe:n8n-node': n8nNodeResults,
	'troupe:n8n-workflow': ['response'],
	'troupe:remember': ['remembered', 'memories', 'conversation', 'preferences', 'personData', 'removed', 'origins'],
	'troupe:retrieve': ['passages', 'passagesText', 'search', 'origins'],
	'troupe:send': ['sent'],
};
