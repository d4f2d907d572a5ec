/**
 * Tells processes that share state that something changed. A wake-up is a hint without content: whoever gets one looks at the state. A lost one
 * costs time and nothing else, because listeners also look by themselves.
 */
export interface WakeUps {
	/** Wakes the listeners of a topic in this process and, where they can be reached, in all others. Never fails, and nobody waits for it. */
	wake(topic: string): void;
	/**
	 * Calls `look` after a wake-up, and about every `everyMs` without one; less often while wake-ups of other processes are known to arrive. Many
	 * wake-ups at once are one or two calls. Returns a function that ends it.
	 */
	listen(topic: string, look: () => void, everyMs: number): () => void;
}
