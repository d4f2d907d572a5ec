import type { RootDocument } from '../../documents/root-document';
import { refusal } from '../../refusal';

/** `real`: all but development roots; `pinned`: those in the pinned trust folder. */
export type RootDemand = 'real' | 'pinned';

export interface AcceptedRoot {
	pinned?: boolean;
	real?: boolean;
}

/** Undefined if the bundled root counts too. */
export function explainPinned(demand: RootDemand | undefined, { pinned }: AcceptedRoot = {}): string | undefined {
	if (demand === 'pinned') return 'TROUPE_REQUIRE_ROOT is pinned';
	if (pinned) return 'this machine accepted a pinned root before (`troupe manifest trust reset` forgets it)';
	return undefined;
}

/**
 * A machine made a development root and nobody vouches for it: refused if a real one is required or was accepted before. @throws TroupeError
 * TRUST_ROOT_REFUSED
 */
export function requireRealRoot(name: string, { development }: RootDocument, demand: RootDemand | undefined, { real }: AcceptedRoot): void {
	if (!development || (demand === undefined && !real)) return;
	const why = demand === undefined ? 'this machine accepted a real root before' : `TROUPE_REQUIRE_ROOT is ${demand}`;
	throw refusal({
		code: 'TRUST_ROOT_REFUSED',
		message: `${name} is refused: it is a development root, which a machine created, and ${why}`,
		fix: `Pin the root that your ops team or the maintainers published.${demand === undefined ? ' If this machine is meant for development again, run `troupe manifest trust reset`.' : ''}`,
		details: { document: name, reason: 'development', expected: 'a root that people vouch for', actual: 'a development root' },
	});
}
