import type {
	ComparedMemory,
	ConversationWindow,
	Forgotten,
	MemoryKind,
	MemorySource,
	Origin,
	PersonExport,
	RecalledMemory,
} from '../../ports/memory';
import type { Sensitivity } from '../../ports/sensitivity';

/** The operations of memory, for a node, a job or the command line. */
export type MemoryOperation = 'recall' | 'remember' | 'preferences' | 'export' | 'forget';

interface OfTask {
	/** Milliseconds for the whole task. Default 30,000. */
	timeoutMs: number;
}

interface OfTexts {
	/** Where texts of others came from that the facts and the reply can repeat. Default: nowhere. */
	origins?: Origin[];
	/** The labels of what they can repeat. */
	sensitivity?: Sensitivity;
}

/** A memory in a task. */
export interface MemoryInput {
	text: string;
	/** Default: `preference` with a key, else `fact`. */
	kind?: MemoryKind;
	key?: string;
	/** Default 0.5. */
	importance?: number;
	/** Default `workflow`; where the texts of the task come from others, that. */
	source?: MemorySource;
	/** As the labels of a document. */
	trust?: string;
	class?: string;
}

/**
 * Parsed by parse-memory-task.ts. `person` and `conversation` are the sender's names, such as a customer's number. An agent that is called with the
 * same names has the same memory of the person, and the same conversation if it shares it.
 */
export type MemoryTask =
	/**
	 * Recalls the memories of a person that fit the question best, or are most important; of a conversation its window. Requires a person or a
	 * conversation.
	 */
	| ({
			operation: 'recall';
			person?: string;
			conversation?: string;
			/** The agent whose conversation it is; without one, that which is shared. */
			agent?: string;
			/** The workflow of n8n that the agent is in. */
			workflow?: string;
			question?: string;
			/** Memories. Default 10. */ top: number;
			/** Turns. Default 10. */ turns: number;
	  } & OfTask)
	/** Stores facts of a person, and a turn of a conversation. With both, the conversation belongs to that person. */
	| ({
			operation: 'remember';
			person?: string;
			facts?: MemoryInput[];
			conversation?: string;
			turn?: { message: string; reply: string };
	  } & OfTexts &
			OfTask)
	/** Reads all preferences. With `set`, first writes some, and removes those that are null. */
	| ({ operation: 'preferences'; person: string; set?: Record<string, string | null> } & OfTexts & OfTask)
	/** Returns all stored data of a person. */
	| ({ operation: 'export'; person: string } & OfTask)
	/** Removes all data of a person (facts, preferences, conversations), or of one conversation. Requires a person or a conversation. */
	| ({ operation: 'forget'; person?: string; conversation?: string } & OfTask);

export type MemoryTaskResult =
	| {
			operation: 'recall';
			memories: RecalledMemory[];
			/** The comparison with the question; `importance` without a question. */
			by: 'meaning' | 'words' | 'importance';
			/** Reason why they were not compared by meaning despite an embedder: a TroupeErrorCode. */
			embeddingFailure?: string;
			conversation?: ConversationWindow;
	  }
	| { operation: 'remember'; remembered: ComparedMemory[] }
	| { operation: 'preferences'; preferences: Record<string, string> }
	| ({ operation: 'export' } & PersonExport)
	| {
			operation: 'forget';
			removed: Forgotten & {
				/** Destroyed keys of the token vault, which made their tokens unreadable. */ vaultKeys: number;
				/** Removed trails of runs, including those that wait for a person. */ runs: number;
			};
			/** Copies that this machine could not remove. Absent if nothing is known to be left. */
			notReached?: NotReached;
	  };

/** Stores that each machine has for itself, where the memory is shared by several. */
export interface NotReached {
	stores: string[];
	/** For people: where they are, and what to do there. */
	where: string;
}
