/** Something in the set-up that a person can put right: what happened, and what to do. */
export class SetupError extends Error {
	/**
	 * @param {string} message what went wrong, where
	 * @param {string} fix what the reader can do, one sentence
	 * @param {unknown} [cause]
	 */
	constructor(message, fix, cause) {
		super(message, { cause });
		this.name = 'SetupError';
		this.fix = fix;
	}
}
