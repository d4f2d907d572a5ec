import type { ConversationWindow, Forgotten, Memory, MemoryKind, PersonExport, RecalledMemory } from '../../ports';

/** What can be asked of memory, by a node, a job or the command line. */
export type MemoryOperation = 'recall' | 'remember' | 'preferences' | 'export' | 'forget';

interface OfTask {
	/** Milliseconds for the whole task. Default 30,000. */
	timeoutMs: number;
}

/** What a task says that is to be remembered of a person. */
export interface GivenMemory {
	text: string;
	/** Default: `preference` where it has a key, else `fact`. */
	kind?: MemoryKind;
	key?: string;
	/** Default 0.5. */
	importance?: number;
}

/**
 * Parsed by parse-memory-task.ts. `person` and `conversation` are names of the sender's own, such as a customer's number; an agent that is
 * called with the same names remembers the same.
 */
export type MemoryTask =
	/** Of a person what fits the question best, or is most important; of a conversation its window. One of both has to be named. */
	| ({
			operation: 'recall';
			person?: string;
			conversation?: string;
			question?: string;
			/** Memories. Default 10. */ top: number;
			/** Turns. Default 10. */ turns: number;
	  } & OfTask)
	/** Facts of a person, and a turn of a conversation; where both are named, the conversation is that person's. */
	| ({
			operation: 'remember';
			person?: string;
			facts?: GivenMemory[];
			conversation?: string;
			turn?: { message: string; reply: string };
	  } & OfTask)
	/** Reads all; with `set` writes some first, and removes those that are null. */
	| ({ operation: 'preferences'; person: string; set?: Record<string, string | null> } & OfTask)
	/** Everything of a person, as it is kept. */
	| ({ operation: 'export'; person: string } & OfTask)
	/** Everything of a person (facts, preferences, conversations that were theirs), or of one conversation. One of both has to be named. */
	| ({ operation: 'forget'; person?: string; conversation?: string } & OfTask);

export type MemoryTaskResult =
	| {
			operation: 'recall';
			memories: RecalledMemory[];
			/** How they were compared with the question; `importance` where there was none. */
			by: 'meaning' | 'words' | 'importance';
			/** Why they were not compared by their meaning though there is an embedder: a TroupeErrorCode. */
			embeddingFailure?: string;
			conversation?: ConversationWindow;
	  }
	| { operation: 'remember'; remembered: Memory[] }
	| { operation: 'preferences'; preferences: Record<string, string> }
	| ({ operation: 'export' } & PersonExport)
	| {
			operation: 'forget';
			removed: Forgotten & {
				/** Keys of the token vault that were destroyed, and with them all tokens made under them. */ vaultKeys: number;
				/** Trails of runs, those that wait for a person among them. */ runs: number;
			};
	  };
