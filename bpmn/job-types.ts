/**
 * The job types that Troupe's workers serve, as the manifest lists them, and the variables that a job of each returns: always all of them, unless its
 * task says which it wants (headers resultVariable and resultExpression). A response of `troupe:http` and `troupe:n8n-workflow` is one variable.
 * docs/job-types says what each means.
 */
export const jobResults = {
	'troupe:agent': [
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
		'support',
		'manifest',
		'agent',
		'planned',
		'pending',
		'decideBy',
		'agentState',
		'decisionRefused',
		'handOver',
	],
	'troupe:crm': ['crm'],
	'troupe:eval': ['passed', 'evaluation', 'failures'],
	'troupe:guardrail': ['outcome', 'reason', 'text', 'matches', 'violations', 'conversationState'],
	'troupe:hand-over': ['handedOver'],
	'troupe:http': ['response'],
	'troupe:ingest': ['ingestion', 'ingestedDocuments'],
	'troupe:model': ['text', 'value', 'extraction', 'finish', 'vectors', 'estimates', 'modelList', 'usage', 'violations'],
	'troupe:n8n-node': ['item', 'items', 'outputs', 'nodeError'],
	'troupe:n8n-workflow': ['response'],
	'troupe:remember': ['remembered', 'memories', 'conversation', 'preferences', 'personData', 'removed', 'origins'],
	'troupe:retrieve': ['passages', 'passagesText', 'search', 'origins'],
	'troupe:send': ['sent'],
} as const satisfies Record<string, readonly string[]>;

export type JobType = keyof typeof jobResults;

export const jobTypes = Object.keys(jobResults) as JobType[];

export const isJobType = (type: string): type is JobType => Object.hasOwn(jobResults, type);
