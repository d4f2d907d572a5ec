/** Names the actor for the audit log. The name follows the work of a request or command into its transaction. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditPart } from './audit-leaf';

export interface Actor {
	/** `user:ana`, `key:trp_a1b2c3d4`, `oidc:…`. */
	name: string;
	address?: string;
	userAgent?: string;
	session?: string;
}

const maxNameCharacters = 300;
const maxAgentCharacters = 300;
const current = new AsyncLocalStorage<Actor>();

export const actAs = <Result>(actor: Actor, work: () => Result): Result => current.run(actor, work);

/**
 * Describes the actor as a value of that person: a forgotten person is in no entry. @param name of the store. Default: that of the request or
 * command; without one, the system
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

/** Names that are kinds themselves. Others without a colon are persons, of which nothing is in the leaf. */
const nobody = new Set(['agent', 'breaker', 'contact', 'desk', 'operator', 'provider', 'registry', 'several', 'system', 'unknown']);

/** `key:trp_a1b2c3d4` is a key, `operator` the operator, `ana` a user. */
const kindOf = (name: string): string => (nobody.has(name) ? name : (/^([a-z]{1,20}):/.exec(name)?.[1] ?? 'user'));

/** A key that acts `for ana` reveals ana. */
function personIn(name: string): string {
	const at = name.indexOf(' for ');
	return at < 0 ? name : `user:${name.slice(at + ' for '.length)}`;
}
