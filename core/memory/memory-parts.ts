import type { Clock } from '../ports/host';
import type { MemoryStore } from '../ports/memory';
import type { ChatModel, StampedEmbedder } from '../ports/models/models';

export interface MemoryParts {
	store: MemoryStore;
	/** Lazy. Without one, memories are compared by words. */
	embedder?: () => Promise<StampedEmbedder>;
	/** Without one, a conversation consists of its newest turns. */
	summariser?: ChatModel;
	/** Masks personal data before a model reads the texts. */
	redact: (conversation: string, text: string) => Promise<string>;
	clock: Clock;
	newId: () => string;
}
