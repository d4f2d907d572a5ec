import type { ConversationOwner } from '../../../core/memory/conversations/conversation-names';
import type { AllowedModel } from '../../transformers/allowed-models';
import type { ModelHost } from './model-host';
import type { MemoryStoreHost } from './state-host';

/** Where collections are kept. */
export type KnowledgeStorePlace =
	/** Default: `knowledge.db` in the state folder. */
	| { kind: 'sqlite'; file?: string }
	| { kind: 'postgres'; address: string }
	/** The vectors are in Chroma. The catalogue is in PostgreSQL if an address is set, else in the state folder (docs/decisions/knowledge/0078). */
	| { kind: 'chroma'; url: string; token?: string; tenant?: string; database?: string; catalogue?: string };

/** What collections need. */
export interface KnowledgeHost extends ModelHost {
	/** Default: the embedded store. */
	knowledgeStore?: KnowledgeStorePlace;
	/** The model that `local` stands for: a folder, or an id on a hub. */
	embeddingModel?: string;
	/** The folder in which @huggingface/transformers is installed, if not in the state folder. */
	transformers?: string;
	/** Where local models are downloaded from. Default: https://huggingface.co. */
	hub?: { baseUrl?: string; token?: string };
	/** Which local models may be loaded. Default: all. */
	allowedModels?: readonly AllowedModel[];
	/** Whether the facts of a search have the question too. Default: a keyed hash of it alone. */
	searchQuestions?: 'masked';
	/** ClamAV's daemon: `host:port`, or the path of its socket. Without it, nothing is scanned. */
	virusScanner?: string;
	/** Access to Cohere's reranker. */
	cohere?: { apiKey: string; baseUrl?: string };
}

/** What memory tasks need: summaries and comparisons call models. */
export interface MemoryHost extends KnowledgeHost, MemoryStoreHost {
	/** Whose the conversations of memory tasks are. Absent: everybody shares them who knows their ids. */
	conversationOwner?: ConversationOwner;
}
