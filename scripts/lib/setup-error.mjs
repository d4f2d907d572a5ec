/** A fault in the setup that a person can fix. */
export class SetupError extends Error {
	/**
	 * @param {string} message what failed, and where
	 * @param {string} fix what to do, as one sentence
	 * @param {unknown} [cause]
	 */
	constructor(message, fix, cause) {
		super(message, { cause });
		this.name = 'SetupError';
		this.fix = fix;
	}
}
