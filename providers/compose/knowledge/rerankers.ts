import { TroupeError } from '../../../core/base/errors';
import { createMaskingReranker } from '../../../core/knowledge/private-data/masking-models';
import { rerankNormalized } from '../../../core/llm/normalized-texts';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { Reranker } from '../../../core/ports/models/rerankers';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { leavesMachine } from './leaves-machine';
import { composeRoute } from '../models/named-models';
import { composeMeter } from '../models/usage';
import { officialServers } from '../../models/official-servers';
import { requireRegion } from '../settings/residency';

const usualOfCohere = 'rerank-v3.5';
const forever = new AbortController().signal;

/**
 * @param name `none`; `cohere` or `cohere:rerank-v3.5`; `local:` with a cross-encoder's folder or hub id; `openai:…`, `anthropic:…`, `google:…` or
 * `ollama:…` for a chat model that ranks; `model` for the host's own. A slash can replace the colon. @throws TroupeError INPUT_INVALID for an unknown
 * name or a provider without settings; DEPENDENCY_MISSING, MODEL_* of a local one
 */
export async function composeReranker(name: string, host: KnowledgeHost): Promise<Reranker | undefined> {
	if (name === 'none') return undefined;
	const [, kind = '', model = ''] = /^([^:/]*)(?:[:/](.*))?$/s.exec(name) ?? [];
	switch (kind) {
		case 'cohere':
			return composeCohere(model || usualOfCohere, name, host);
		case 'local':
			return composeLocal(model, name, host);
		case 'model':
			return model === '' ? composeJudging([], name, host) : composeReranker(model, host);
		default:
			return model === '' ? refuse(name, 'it is not the name of a reranker') : composeJudging([`${kind}:${model}`], name, host);
	}
}

export const isLocalReranker = (name: string): boolean => /^(?:model[:/])*local[:/]/.test(name);

async function composeCohere(model: string, name: string, host: KnowledgeHost): Promise<Reranker> {
	const { cohere, fetch } = host;
	if (!cohere) return refuse(name, 'no Cohere API key is configured', 'Set COHERE_API_KEY, or add a credential.');
	const { createCohereReranker } = await import('../../models/cohere/cohere-reranker');
	const { createRetryingReranker } = await import('../../../core/knowledge/rerank/retrying-reranker');
	await requireRegion('The reranker of Cohere', cohere.baseUrl ?? officialServers.cohere, host);
	const meter = await composeMeter(host);
	const reranker = createCohereReranker(cohere, model, { ...(fetch && { fetch }) });
	// Metered inside the retries: each try is a separate entry of the ledger.
	return createMaskingReranker(createRetryingReranker(meter.reranker(reranker, { baseUrl: cohere.baseUrl })));
}

async function composeLocal(model: string, name: string, host: KnowledgeHost): Promise<Reranker> {
	if (model === '') return refuse(name, 'it does not name a model');
	const { openLocalReranker } = await import('../../transformers/open-local-model');
	return rerankNormalized(await openLocalReranker(model, host, forever));
}

async function composeJudging(names: string[], name: string, host: KnowledgeHost): Promise<Reranker> {
	const provider = names[0]?.split(':')[0] as ProviderName | undefined;
	if (provider ? !host.providers[provider] : !host.model)
		return refuse(name, provider ? `${provider} is not configured` : 'this host has no model of its own');
	const { createModelReranker } = await import('../../../core/knowledge/rerank/model-reranker');
	const model = await composeRoute(names, provider ? { ...host, model: undefined } : host);
	const reranker = { ...createModelReranker(model), id: names[0] ?? host.model!.id };
	return provider === undefined || leavesMachine(provider, host) ? createMaskingReranker(reranker) : reranker;
}

function refuse(name: string, why: string, fix?: string): never {
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The reranker "${name.slice(0, 200)}" cannot be used here: ${why}.`,
		fix:
			fix ??
			'Use cohere:rerank-v3.5, local: with the folder or hub id of a cross-encoder, or a chat model such as openai:gpt-4.1-mini; and configure its provider with a credential or environment variables.',
		details: { reranker: name.slice(0, 200) },
	});
}
