import type { Clock } from '../ports/host';
import type { MemoryStore } from '../ports/memory';
import type { ChatModel, StampedEmbedder } from '../ports/models/models';

/** The parts of memory, wired by providers/compose/memory/memory.ts. */
export interface MemoryParts {
	store: MemoryStore;
	/** Loaded when it is needed. Without one, memories are compared by their words. */
	embedder?: () => Promise<StampedEmbedder>;
	/** Writes summaries. Without one, a conversation consists of its newest turns. */
	summariser?: ChatModel;
	/** Masks personal data in a conversation's texts before a model reads them. */
	redact: (conversation: string, text: string) => Promise<string>;
	clock: Clock;
	newId: () => string;
}
