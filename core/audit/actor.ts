/** Names who acts, for the audit log. The name follows the work of a request or a command into the transaction that stores what was done. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditPart } from './audit-leaf';

export interface Actor {
	/** As logs name them: `user:ana`, `key:trp_a1b2c3d4`, `oidc:…`. */
	name: string;
	/** The address that the request came from. */
	address?: string;
	userAgent?: string;
	/** The id of the session of a browser, in which they act. */
	session?: string;
}

const maxNameCharacters = 300;
const maxAgentCharacters = 300;
const current = new AsyncLocalStorage<Actor>();

/** Does work in the name of somebody. */
export const actAs = <Result>(actor: Actor, work: () => Result): Result => current.run(actor, work);

/**
 * Describes who acts, as a value of whoever it is: a forgotten person is in no entry.
 * @param name what the store knows. Default: that of the request or command; without one, the system acts by itself
 */
export function describeActor(name = current.getStore()?.name): AuditPart {
	const actor = current.getStore();
	if (name === undefined) return { kind: 'system' };
	const { address, userAgent, session } = actor ?? {};
	return {
		kind: kindOf(name),
		value: {
			name: name.slice(0, maxNameCharacters),
			...(address !== undefined && { address }),
			...(userAgent !== undefined && { userAgent: userAgent.slice(0, maxAgentCharacters) }),
			...(session !== undefined && { session }),
		},
		subject: { kind: 'subject', id: personIn(name) },
	};
}

/** Names that are kinds themselves. Any other without a colon is that of a person, of which nothing is in the leaf. */
const nobody = new Set(['agent', 'breaker', 'contact', 'desk', 'operator', 'provider', 'registry', 'several', 'system', 'unknown']);

/** `key:trp_a1b2c3d4` is a key, `operator` the operator, `ana` a user. */
const kindOf = (name: string): string => (nobody.has(name) ? name : (/^([a-z]{1,20}):/.exec(name)?.[1] ?? 'user'));

/** A key that acts `for ana` tells of ana. */
function personIn(name: string): string {
	const at = name.indexOf(' for ');
	return at < 0 ? name : `user:${name.slice(at + ' for '.length)}`;
}
