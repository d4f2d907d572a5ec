import { computeEntropy, looksGenerated } from '../likely-secret';
import type { SecretRule } from '../rule';

export const models: SecretRule[] = [
	{ name: 'anthropic-key', anchors: ['sk-ant-'], anywhere: true, expression: /sk-ant-[\w-]{20,200}/y, accepts: looksGenerated },
	{ name: 'openrouter-key', anchors: ['sk-or-'], anywhere: true, expression: /sk-or-(?:v\d-)?[A-Za-z0-9]{32,80}/y },
	{
		name: 'langfuse-key',
		anchors: ['sk-lf-'],
		anywhere: true,
		expression: /sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
	},
	{
		name: 'openai-key',
		anchors: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'],
		anywhere: true,
		expression: /sk-(?:proj|svcacct|admin|None)-[\w-]{16,255}/y,
		accepts: looksGenerated,
	},
	{
		// Not `task-…`, and not within something long in base64.
		name: 'openai-key',
		anchors: ['sk-'],
		anywhere: true,
		expression: /(?<!(?<![A-Za-z])[A-Za-z]{1,10}|[\w+/-]{20})sk-[A-Za-z0-9]{20,64}(?![A-Za-z0-9])/y,
		accepts: looksGenerated,
	},
	{
		// The form of many others: `sk-helicone-…`, `sk-cp-…`, and with dots.
		name: 'model-key',
		anchors: ['sk-'],
		anywhere: true,
		expression:
			/(?<!(?<![A-Za-z])[A-Za-z]{1,10}|[\w+/-]{20})sk-(?:(?:[a-z]{2,10}-){1,3}(?:v\d-)?(?=[\w-]{0,20}\d)[\w-]{24,200}|[A-Za-z0-9]{8,64}(?:\.[\w-]{8,64}){1,3})/y,
		accepts: (secret) => secret.length >= 27 && looksGenerated(secret) && /\d/.test(secret) && computeEntropy(secret) > 3.8,
		score: 0.8,
	},
	{ name: 'openai-session-key', anchors: ['sess-'], expression: /sess-[A-Za-z0-9]{40}(?![A-Za-z0-9])/y, accepts: looksGenerated },
	{
		name: 'huggingface-token',
		anchors: ['hf_', 'api_org_'],
		anywhere: true,
		expression: /(?:hf|api_org)_[A-Za-z0-9]{30,40}(?!\w)/y,
		accepts: (secret) => (looksGenerated(secret) ? /[A-Z\d]/.test(secret) : changesCase(secret)),
	},
	{ name: 'replicate-token', anchors: ['r8_'], expression: /r8_[A-Za-z0-9]{34,40}(?![A-Za-z0-9])/y },
	{ name: 'groq-key', anchors: ['gsk_'], anywhere: true, expression: /gsk_[A-Za-z0-9]{40,60}/y },
	{ name: 'perplexity-key', anchors: ['pplx-'], anywhere: true, expression: /pplx-[A-Za-z0-9]{40,60}/y, accepts: looksGenerated },
	{ name: 'xai-key', anchors: ['xai-'], anywhere: true, expression: /xai-(?:token-)?[A-Za-z0-9]{60,100}/y },
	{ name: 'pinecone-key', anchors: ['pcsk_'], anywhere: true, expression: /pcsk_[A-Za-z0-9_]{50,90}/y },
	{
		name: 'langsmith-key',
		anchors: ['lsv2_', 'ls__'],
		anywhere: true,
		expression: /(?:lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{8,12}|ls__[a-f0-9]{32})/y,
	},
	{ name: 'nvidia-key', anchors: ['nvapi-'], anywhere: true, expression: /nvapi-[\w-]{50,80}/y },
	{ name: 'fireworks-key', anchors: ['fw_'], expression: /fw_[A-Za-z0-9]{22,32}(?![A-Za-z0-9])/y, accepts: looksGenerated },
	{ name: 'voyage-key', anchors: ['pa-'], expression: /pa-[\w-]{43}(?![\w-])/y, accepts: looksGenerated },
	{ name: 'jina-key', anchors: ['jina_'], expression: /jina_[A-Za-z0-9_-]{50,70}/y },
	{
		name: 'tavily-key',
		anchors: ['tvly-'],
		anywhere: true,
		expression: /tvly-(?:dev-|prod-)?[A-Za-z0-9]{20,40}/y,
		accepts: looksGenerated,
	},
	{ name: 'firecrawl-key', anchors: ['fc-'], expression: /fc-[a-f0-9]{32}(?![A-Za-z0-9])/y },
	{ name: 'elevenlabs-key', anchors: ['sk_'], expression: /sk_[a-f0-9]{48}(?![A-Za-z0-9])/y },
	{ name: 'e2b-key', anchors: ['e2b_'], expression: /e2b_[a-f0-9]{40}/y },
	{ name: 'together-key', anchors: ['tgp_v1_'], anywhere: true, expression: /tgp_v1_[\w-]{40,60}/y },
	{ name: 'runpod-key', anchors: ['rpa_'], expression: /rpa_[A-Z0-9]{36,50}(?![A-Za-z0-9])/y, accepts: looksGenerated },
	{ name: 'cursor-key', anchors: ['key_', 'crsr_'], expression: /(?:key|crsr)_[a-f0-9]{64}(?![A-Za-z0-9])/y },
	{ name: 'cerebras-key', anchors: ['csk-'], expression: /csk-[a-z0-9]{40,60}/y, accepts: looksGenerated },
];

const changesCase = (secret: string): boolean => /[a-z][A-Z][^]*[a-z][A-Z]/.test(secret);
