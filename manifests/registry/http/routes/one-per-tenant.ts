import { TroupeError } from '../../../../core/base/errors';

/** One long operation per tenant. */
export class OnePerTenant {
	readonly #atWork = new Set<string>();

	/** @param what names the work in the error @throws TroupeError RATE_LIMITED */
	async hold<T>(tenant: string, what: string, work: () => Promise<T>): Promise<T> {
		if (this.#atWork.has(tenant))
			throw new TroupeError({
				code: 'RATE_LIMITED',
				message: `The service works on ${what} of your tenant already.`,
				fix: 'Send it again in a few seconds.',
				retryable: true,
				retryAfterMs: 5_000,
			});
		this.#atWork.add(tenant);
		try {
			return await work();
		} finally {
			this.#atWork.delete(tenant);
		}
	}
}
