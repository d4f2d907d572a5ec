export interface Reason {
	message: string;
	fix: string;
}

/** Refuses what Zeebe runs and the embedded engine does not. */
export const refusal = (message: string): Reason => ({ message, fix: 'Use a supported element, or run the process on Zeebe.' });
