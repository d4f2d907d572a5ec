/** A wake-up is a hint without content. Listeners read the state and also poll: a lost one only costs time. */
export interface WakeUps {
	/** Reaches this process and, if possible, all others. Never fails or waits. */
	wake(topic: string): void;
	/**
	 * Calls `look` after a wake-up, and about every `everyMs` without one; less often while wake-ups of other processes arrive. Many wake-ups at once
	 * are one or two calls. @returns a function that ends it
	 */
	listen(topic: string, look: () => void, everyMs: number): () => void;
}
