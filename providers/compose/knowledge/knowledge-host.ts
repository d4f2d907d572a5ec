import type { Environment, Setting } from '../../../core/base/settings/setting-names';
import { readChoice, readSetting } from '../../../core/base/settings/settings';
import { isPostgresAddress } from '../../database/database-place';
import { readAllowedModels } from '../../transformers/allowed-models';
import type { KnowledgeHost, KnowledgeStorePlace } from '../hosts/knowledge-host';

/**
 * Reads TROUPE_KNOWLEDGE_STORE (`postgres://…` or a file), TROUPE_CHROMA_URL, TROUPE_CHROMA_TOKEN, TROUPE_EMBEDDING_MODEL, TROUPE_TRANSFORMERS,
 * TROUPE_LOCAL_MODELS, TROUPE_SEARCH_QUESTIONS, HF_ENDPOINT, HF_TOKEN, TROUPE_CLAMAV, COHERE_API_KEY and COHERE_BASE_URL.
 */
export function knowledgeFromEnvironment(
	env?: Environment,
): Pick<
	KnowledgeHost,
	'knowledgeStore' | 'embeddingModel' | 'transformers' | 'hub' | 'allowedModels' | 'searchQuestions' | 'virusScanner' | 'cohere'
> {
	const read = (name: Setting) => readSetting(name, env);
	const store = read('TROUPE_KNOWLEDGE_STORE');
	const chroma = read('TROUPE_CHROMA_URL');
	const apiKey = read('COHERE_API_KEY');
	const models = read('TROUPE_LOCAL_MODELS');
	return {
		...((store || chroma) && { knowledgeStore: findPlace(store, chroma, read('TROUPE_CHROMA_TOKEN')) }),
		embeddingModel: read('TROUPE_EMBEDDING_MODEL'),
		transformers: read('TROUPE_TRANSFORMERS'),
		hub: { baseUrl: read('HF_ENDPOINT'), token: read('HF_TOKEN') },
		...(models && { allowedModels: readAllowedModels(models) }),
		searchQuestions: readChoice('TROUPE_SEARCH_QUESTIONS', env),
		virusScanner: read('TROUPE_CLAMAV'),
		...(apiKey && { cohere: { apiKey, baseUrl: read('COHERE_BASE_URL') } }),
	};
}

function findPlace(store: string | undefined, chroma: string | undefined, token: string | undefined): KnowledgeStorePlace {
	if (chroma) return { kind: 'chroma', url: chroma, token, catalogue: store };
	return store && isPostgresAddress(store) ? { kind: 'postgres', address: store } : { kind: 'sqlite', file: store };
}
