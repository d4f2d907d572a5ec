/** Who may call the stand-in of a service, and how often. */
import type { OutsideAnswer, OutsideCall } from '../outside-world';

export interface Access {
	/** The scopes of a token; undefined for one that is unknown or has ended. */
	scopesOf(token: string): readonly string[] | undefined;
	/** Returns true if this request is one too many. */
	isLimited(): boolean;
}

/** An access that tests change while a process runs. */
export interface ChangeableAccess extends Access {
	token: string;
	scopes: readonly string[];
	/** The next requests are refused by the rate limit. */
	limit(requests: number): void;
}

export function accessOf(token: string, scopes: readonly string[]): ChangeableAccess {
	let refused = 0;
	return {
		...{ token, scopes },
		scopesOf(presented) {
			return presented === this.token ? this.scopes : undefined;
		},
		isLimited() {
			if (refused === 0) return false;
			refused -= 1;
			return true;
		},
		limit: (requests) => void (refused = requests),
	};
}

/** The words of a service for the refusals that all services have. */
export interface Refusals {
	missing?: OutsideAnswer;
	unknown: OutsideAnswer;
	tooMany: OutsideAnswer;
	scope(needed: string, scopes: readonly string[]): OutsideAnswer;
}

/**
 * Returns the refusal of a call that may not be made; undefined for one that may.
 * @param needed any of these scopes; the first is the one that a refusal names
 */
export function refuseCall(
	{ headers }: OutsideCall,
	access: Access,
	refusals: Refusals,
	needed: readonly string[],
): OutsideAnswer | undefined {
	const [, token] = /^(?:basic|bearer|token) +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
	if (token === undefined) return refusals.missing ?? refusals.unknown;
	const scopes = access.scopesOf(token);
	if (scopes === undefined) return refusals.unknown;
	if (access.isLimited()) return refusals.tooMany;
	const isAllowed = needed.length === 0 || needed.some((scope) => scopes.includes(scope));
	return isAllowed ? undefined : refusals.scope(needed[0]!, scopes);
}
