import { randomBytes } from 'node:crypto';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { denied } from '../../manifests/registry/access/access';

/** Enough to open it here, too short for a find in a log. */
export const linkMinutes = 10;
const maxOpen = 100;

/** Links for one browser sign-in with the asker's rights. Each process knows its own. */
export class OneTimeLinks {
	readonly #open = new Map<string, { grant: Grant; endsAt: number }>();

	constructor(private readonly now: () => number = Date.now) {}

	/** The code is the address's fragment, which browsers do not send. */
	create(grant: Grant): string {
		const code = randomBytes(24).toString('base64url');
		if (this.#open.size >= maxOpen) this.#open.delete(this.#open.keys().next().value!);
		this.#open.set(code, { grant, endsAt: this.now() + linkMinutes * 60_000 });
		return code;
	}

	/** @throws TroupeError ACCESS_DENIED for a used, old or unknown code */
	take(code: string): Grant {
		const link = this.#open.get(code);
		this.#open.delete(code);
		if (link && link.endsAt > this.now()) return link.grant;
		throw denied(
			'invalid',
			'The link was used before, is older than ten minutes, or belongs to a service that was started again.',
			'Get a new one with `troupe console`, or sign in with an API key.',
		);
	}
}
