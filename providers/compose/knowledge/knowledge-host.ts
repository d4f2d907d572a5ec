import { type Environment, readSetting, type Setting } from '../../../core/base/settings';
import { isPostgresAddress } from '../../../database/database-place';
import type { ModelHost } from '../models/models';

/** Where collections are kept. */
export type KnowledgeStorePlace =
	/** Default: `knowledge.db` in the state folder. */
	| { kind: 'sqlite'; file?: string }
	| { kind: 'postgres'; address: string }
	/** The vectors; the catalogue lies in PostgreSQL where an address is given, else in the state folder (docs/decisions/knowledge/0078). */
	| { kind: 'chroma'; url: string; token?: string; tenant?: string; database?: string; catalogue?: string };

/** What of a host its knowledge depends on. */
export interface KnowledgeHost extends ModelHost {
	/** Default: the embedded store. */
	knowledgeStore?: KnowledgeStorePlace;
	/** A folder with a local model, or the id of a hub: what `local` stands for. */
	embeddingModel?: string;
	/** The folder that @huggingface/transformers was installed in, where that is not beside Troupe. */
	transformers?: string;
	/** Where local models are fetched from by their id. Default https://huggingface.co. */
	hub?: { baseUrl?: string; token?: string };
	/** ClamAV's daemon: `host:port`, or the path of its socket. Without it nothing is scanned. */
	virusScanner?: string;
	/** Of Cohere's reranker. */
	cohere?: { apiKey: string; baseUrl?: string };
	/** Lets documents be fetched from private networks and this machine. Default false. */
	allowPrivateNetworks?: boolean;
}

/**
 * What a process's environment says of knowledge: TROUPE_KNOWLEDGE_STORE (`postgres://…` or a file), TROUPE_CHROMA_URL, TROUPE_CHROMA_TOKEN,
 * TROUPE_EMBEDDING_MODEL, TROUPE_TRANSFORMERS, HF_ENDPOINT, HF_TOKEN, TROUPE_CLAMAV, COHERE_API_KEY and COHERE_BASE_URL.
 */
export function knowledgeFromEnvironment(
	env?: Environment,
): Pick<KnowledgeHost, 'knowledgeStore' | 'embeddingModel' | 'transformers' | 'hub' | 'virusScanner' | 'cohere'> {
	const read = (name: Setting) => readSetting(name, env);
	const [store, chroma, apiKey] = [read('TROUPE_KNOWLEDGE_STORE'), read('TROUPE_CHROMA_URL'), read('COHERE_API_KEY')];
	return {
		...((store || chroma) && { knowledgeStore: placeOf(store, chroma, read('TROUPE_CHROMA_TOKEN')) }),
		embeddingModel: read('TROUPE_EMBEDDING_MODEL'),
		transformers: read('TROUPE_TRANSFORMERS'),
		hub: { baseUrl: read('HF_ENDPOINT'), token: read('HF_TOKEN') },
		virusScanner: read('TROUPE_CLAMAV'),
		...(apiKey && { cohere: { apiKey, baseUrl: read('COHERE_BASE_URL') } }),
	};
}

function placeOf(store: string | undefined, chroma: string | undefined, token: string | undefined): KnowledgeStorePlace {
	if (chroma) return { kind: 'chroma', url: chroma, token, catalogue: store };
	return store && isPostgresAddress(store) ? { kind: 'postgres', address: store } : { kind: 'sqlite', file: store };
}
