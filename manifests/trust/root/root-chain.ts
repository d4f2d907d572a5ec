import type { KeyRing } from '../../token/key-ring';
import { requireTimes, type VerifiedToken } from '../../token/read-token';
import { refusedToken } from '../../token/refused-token';
import { parseRoot, requireRootSigners, type RootBytes, type UnverifiedRoot } from './root-edition';
import { KeyHistory } from './root-rules';
import { refusal } from '../../refusal';

export type { RootBytes } from './root-edition';

export interface VerifiedRoot {
	root: VerifiedToken<'troupe-root+jwt'>;
	keys: KeyRing;
	signers: string[];
}

/**
 * Follows editions from the pinned root, each vouched for by the previous one (TUF specification, section 5.3). `later`: editions after the pinned
 * one in order, or a finder by version. More than `maxEditions` would keep a client busy (section 5.3.3). Editions in between may have expired, after
 * years without an update; the last must be valid. @throws TroupeError TOKEN_INVALID, MANIFEST_ROLLED_BACK
 */
export function verifyRootChain(
	pinned: RootBytes,
	later: readonly RootBytes[] | ((version: number) => RootBytes | undefined),
	nowMs: number,
	maxEditions = 1000,
): VerifiedRoot {
	let current = parseRoot(pinned);
	// Trusted by its place. Its signatures prove that its keys exist.
	let signers = requireRootSigners(current, current);
	const history = new KeyHistory();
	history.take(current.claimed, pinned.name);
	const find = typeof later === 'function' ? later : (_version: number, index: number) => later[index];
	for (let index = 0; ; index++) {
		const edition = find(current.claimed.ver + 1, index);
		if (edition === undefined) break;
		if (index >= maxEditions) {
			const details = { expected: `at most ${maxEditions} editions after the pinned one`, actual: 'more' };
			throw refusedToken(edition.name, 'size', `there are more than ${maxEditions} editions after the pinned one`, details);
		}
		const next = parseRoot(edition);
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

export const verifyRoot = (name: string, bytes: Uint8Array, nowMs: number): VerifiedRoot => verifyRootChain({ name, bytes }, [], nowMs);

/** Exactly one higher: a gap could hide the edition that removed a key, and nothing could follow the highest number. */
function requireNextVersion({ name, claimed }: UnverifiedRoot, { claimed: { ver } }: UnverifiedRoot): void {
	const details = { expected: ver + 1, actual: claimed.ver };
	if (claimed.ver === ver + 1) return;
	if (claimed.ver > ver) throw refusedToken(name, 'claims', `it is edition ${claimed.ver}, expected ${ver + 1}`, details);
	throw refusal({
		code: 'MANIFEST_ROLLED_BACK',
		message: `${name} is refused: it is edition ${claimed.ver} of the root, but edition ${ver} is already trusted`,
		fix: 'Replace it with the next edition, or remove it.',
		details: { document: name, reason: 'rollback', ...details },
	});
}
