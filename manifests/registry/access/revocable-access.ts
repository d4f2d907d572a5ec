import { personName } from '../../trust/count-approvals';
import type { Connection, Database } from '../store/tables';
import type { TrustedRoot } from '../changes/change';
import { denied, type Access } from './access';
import type { Grant } from './access-claims';
import { noteEveryMs } from './token-register';

export interface Revocations {
	ids: ReadonlySet<string>;
	/** By `personName`: tokens issued until then are void, in seconds since the epoch. */
	subjects: ReadonlyMap<string, number>;
	/** By `personName`: people with a key in an earlier root edition and no signing key now. */
	departed: ReadonlySet<string>;
}

export async function readRevocations(
	connection: Database | Connection,
	{ departed }: Pick<TrustedRoot, 'departed'>,
): Promise<Revocations> {
	const tokens = await connection.selectFrom('access_tokens').select('id').where('revoked_at', 'is not', null).execute();
	const subjects = await connection.selectFrom('revoked_subjects').select(['subject', 'until']).execute();
	return {
		ids: new Set(tokens.map(({ id }) => id)),
		subjects: new Map(subjects.map(({ subject, until }) => [subject, Number(until)])),
		departed,
	};
}

interface StandingParts {
	tokens: Access & { readonly isOpen: boolean };
	revocations: (tenant: string) => Promise<Revocations>;
	noteUse: (grant: Grant) => Promise<void>;
	reportFault: (error: unknown) => void;
	now?: () => number;
}

/** A revocation takes effect within this time, in all processes on the database. */
const freshMs = 250;
const maxTenants = 1_000;

export class RevocableAccess implements Access {
	readonly #now: () => number;
	readonly #known = new Map<string, { read: Promise<Revocations>; at: number }>();
	readonly #noted = new Map<string, number>();

	constructor(private readonly parts: StandingParts) {
		this.#now = parts.now ?? Date.now;
	}

	get isOpen(): boolean {
		return this.parts.tokens.isOpen;
	}

	/** @throws TroupeError ACCESS_DENIED, REGISTRY_NOT_READY */
	async grantAccess(token: string): Promise<Grant> {
		const grant = await this.parts.tokens.grantAccess(token);
		if (grant.expiresAt === Infinity) return grant;
		const revocations = await this.#read(grant.caller.tenant);
		refuseRevoked(grant, revocations);
		this.#noteUse(grant);
		return grant;
	}

	#read(tenant: string): Promise<Revocations> {
		const now = performance.now();
		const known = this.#known.get(tenant);
		if (known && now - known.at < freshMs) return known.read;
		const read = this.parts.revocations(tenant);
		this.#known.delete(tenant);
		this.#known.set(tenant, { read, at: now });
		const [oldest] = this.#known.keys();
		if (this.#known.size > maxTenants && oldest !== undefined) this.#known.delete(oldest);
		read.catch(() => this.#known.delete(tenant));
		return read;
	}

	/** Not awaited: the token list is only for people. */
	#noteUse(grant: Grant): void {
		if (grant.id === undefined) return;
		const now = this.#now();
		const key = `${grant.caller.tenant} ${grant.id}`;
		if (now - (this.#noted.get(key) ?? -Infinity) < noteEveryMs) return;
		if (this.#noted.size >= maxTenants) this.#noted.clear();
		this.#noted.set(key, now);
		this.parts.noteUse(grant).catch(this.parts.reportFault);
	}
}

function refuseRevoked({ id, issuedAt = 0, caller: { subject } }: Grant, { ids, subjects, departed }: Revocations): void {
	const name = personName(subject);
	const until = subjects.get(name);
	if ((id !== undefined && ids.has(id)) || (until !== undefined && issuedAt <= until))
		throw refused('The access token was revoked.', 'Ask the administrator of the registry for a new one: `troupe manifest token issue`.');
	if (departed.has(name))
		throw refused(
			`The access token is refused: the root no longer lets ${subject} sign.`,
			'Ask the holders of the root keys to add a new key: `troupe manifest people add`.',
		);
}

const refused = (message: string, fix: string) => denied('revoked', message, fix);
