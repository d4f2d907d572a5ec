import type { ChatModel, Clock, MemoryStore, StampedEmbedder } from '../ports';

/** What memory is made of; wired by providers/compose/memory/memory.ts. */
export interface MemoryParts {
	store: MemoryStore;
	/** Loaded when it is needed. Without one, memories are compared by their words. */
	embedder?: () => Promise<StampedEmbedder>;
	/** Writes summaries. Without one, a conversation is its newest turns. */
	summariser?: ChatModel;
	/** Hides personal data of a conversation's texts before a model sees them. */
	redact: (conversation: string, text: string) => Promise<string>;
	clock: Clock;
	newId: () => string;
}
