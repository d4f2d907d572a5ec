import { randomBytes } from 'node:crypto';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { denied } from '../../manifests/registry/access/access';

/** Long enough to open it on this machine, too short to be found in a log. */
export const linkMinutes = 10;
const maxOpen = 100;

/** Links that sign a browser in once, with the rights of whoever asked for them. Each process knows its own. */
export class OneTimeLinks {
	readonly #open = new Map<string, { grant: Grant; endsAt: number }>();

	constructor(private readonly now: () => number = Date.now) {}

	/** Returns the code of a new link. It is the fragment of the address, which browsers do not send. */
	create(grant: Grant): string {
		const code = randomBytes(24).toString('base64url');
		// The oldest is the first.
		if (this.#open.size >= maxOpen) this.#open.delete(this.#open.keys().next().value!);
		this.#open.set(code, { grant, endsAt: this.now() + linkMinutes * 60_000 });
		return code;
	}

	/** @throws TroupeError ACCESS_DENIED for a code that was used, is too old, or was never given out */
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
