import type { ConversationOwner } from '../../../core/memory/conversations/conversation-names';
import type { AllowedModel } from '../../transformers/allowed-models';
import type { ModelHost } from './model-host';
import type { MemoryStoreHost } from './state-host';

export type KnowledgeStorePlace =
	/** Default: `knowledge.db` in the state folder. */
	| { kind: 'sqlite'; file?: string }
	| { kind: 'postgres'; address: string }
	/** Vectors in Chroma. The catalogue is in PostgreSQL if an address is set, else in the state folder (docs/decisions/knowledge/0078). */
	| { kind: 'chroma'; url: string; token?: string; tenant?: string; database?: string; catalogue?: string };

export interface KnowledgeHost extends ModelHost {
	knowledgeStore?: KnowledgeStorePlace;
	/** The model of `local`: a folder, or an id on a hub. */
	embeddingModel?: string;
	/** Folder of @huggingface/transformers. Default: the state folder. */
	transformers?: string;
	/** Download source of local models. Default: https://huggingface.co. */
	hub?: { baseUrl?: string; token?: string };
	/** Local models that may be loaded. Default: all. */
	allowedModels?: readonly AllowedModel[];
	/** Adds the masked question to the facts of a search. Default: only a keyed hash of it. */
	searchQuestions?: 'masked';
	/** ClamAV's daemon: `host:port`, or its socket path. Absent: no scan. */
	virusScanner?: string;
	cohere?: { apiKey: string; baseUrl?: string };
}

export interface MemoryHost extends KnowledgeHost, MemoryStoreHost {
	/** Owner of the conversations. Absent: all who know their ids share them. */
	conversationOwner?: ConversationOwner;
}
