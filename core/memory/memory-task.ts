import type { ConversationWindow, Memory, MemoryKind, RecalledMemory } from '../ports';

/** What can be asked of memory, by a node, a job or the command line. */
export const memoryOperations = ['recall', 'remember', 'preferences', 'forget'] as const;

export type MemoryOperation = (typeof memoryOperations)[number];

/** Parsed by parse-memory-task.ts. `person` and `conversation` are names of the sender's own, such as a customer's number. */
export type MemoryTask =
	/** Of a person what fits the question best, or is most important; of a conversation its window. One of both has to be named. */
	| {
			operation: 'recall';
			person?: string;
			conversation?: string;
			question?: string;
			/** Memories. Default 10. */ top: number;
			/** Turns. Default 10. */ turns: number;
	  }
	/** Facts of a person, and turns of a conversation. */
	| {
			operation: 'remember';
			person?: string;
			facts?: Array<{ text: string; kind?: MemoryKind; key?: string; importance?: number }>;
			conversation?: string;
			turn?: { message: string; reply: string };
	  }
	/** Reads all; with `set` writes some first, and removes those that are null. */
	| { operation: 'preferences'; person: string; set?: Record<string, string | null> }
	/** Everything of a person: facts, preferences, conversations that were theirs. */
	| { operation: 'forget'; person: string };

export type MemoryTaskResult =
	| { operation: 'recall'; memories: RecalledMemory[]; conversation?: ConversationWindow }
	| { operation: 'remember'; remembered: Memory[] }
	| { operation: 'preferences'; preferences: Record<string, string> }
	| { operation: 'forget'; removed: { memories: number; conversations: number; turns: number } };
