import type { KeyRing } from '../../token/key-ring';
import { requireTimes, type VerifiedToken } from '../../token/read-token';
import { refusedToken } from '../../token/refused-token';
import { parseRoot, requireRootSigners, type RootBytes, type UnverifiedRoot } from './root-edition';
import { KeyHistory } from './root-rules';
import { refusal } from '../../refusal';

export type { RootBytes } from './root-edition';

/** The root to go by. */
export interface VerifiedRoot {
	root: VerifiedToken<'troupe-root+jwt'>;
	/** All of its keys; keysOfRole picks those of a role. */
	keys: KeyRing;
	/** The keys whose signatures counted under its own threshold. */
	signers: string[];
}

/**
 * Goes from the root that a person pinned to the last edition, each vouched for by the one before (TUF specification, section 5.3).
 * `later` are the editions after the pinned one, in order, or a function that finds the one of a version.
 * More of them than `mostEditions` are no history but a way to keep a client busy (section 5.3.3).
 * Editions between may have expired: a client that was away for years still finds its way; the last may not.
 * @throws TroupeError TOKEN_INVALID, MANIFEST_ROLLED_BACK
 */
export function verifyRootChain(
	pinned: RootBytes,
	later: readonly RootBytes[] | ((version: number) => RootBytes | undefined),
	nowMs: number,
	mostEditions = 1000,
): VerifiedRoot {
	let current = parseRoot(pinned);
	// Trusted for where it lies; its signatures prove that its keys exist.
	let signers = requireRootSigners(current, current);
	const history = new KeyHistory();
	history.take(current.claimed, pinned.name);
	const find = typeof later === 'function' ? later : (_version: number, index: number) => later[index];
	for (let index = 0; ; index++) {
		const found = find(current.claimed.ver + 1, index);
		if (found === undefined) break;
		if (index >= mostEditions) {
			const details = { expected: `at most ${mostEditions} editions after the pinned one`, actual: 'more' };
			throw refusedToken(found.name, 'size', `there are more than ${mostEditions} editions after the pinned one`, details);
		}
		const next = parseRoot(found);
		requireNextVersion(next, current);
		requireRootSigners(next, current);
		signers = requireRootSigners(next, next);
		history.take(next.claimed, next.name);
		current = next;
	}
	const { name, claimed, keys, sha256 } = current;
	requireTimes(name, claimed, nowMs);
	return { root: { document: claimed, keyId: signers[0] ?? '', sha256 }, keys, signers };
}

/** One root by itself. */
export const verifyRoot = (name: string, bytes: Uint8Array, nowMs: number): VerifiedRoot => verifyRootChain({ name, bytes }, [], nowMs);

/** Exactly one more: a leap would leave out the edition that took a key away, and at the end of the numbers no other could follow. */
function requireNextVersion({ name, claimed }: UnverifiedRoot, { claimed: { ver } }: UnverifiedRoot): void {
	const details = { expected: ver + 1, actual: claimed.ver };
	if (claimed.ver === ver + 1) return;
	if (claimed.ver > ver) throw refusedToken(name, 'claims', `it is edition ${claimed.ver}, expected ${ver + 1}`, details);
	throw refusal({
		code: 'MANIFEST_ROLLED_BACK',
		message: `${name} is refused: it is edition ${claimed.ver} of the root, and edition ${ver} is trusted already`,
		fix: 'Put the edition that follows in its place, or take it away.',
		details: { document: name, reason: 'rollback', ...details },
	});
}
