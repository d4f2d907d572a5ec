export interface Reason {
	message: string;
	fix: string;
	/** Only the embedded engine refuses it: Zeebe runs it. */
	ownLimit?: true;
}

/** Refuses what Zeebe runs and the embedded engine does not. */
export const refusal = (message: string): Reason => ({
	message,
	fix: 'Use a supported element, or run the process on Zeebe.',
	ownLimit: true,
});
