import { TroupeError } from '../../core/base/errors';
import type { RootDocument } from '../documents/root-document';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import { draftRoot, parseRoot, rootSigners, type RootBytes, type UnverifiedRoot } from '../trust/root/root-edition';

interface SignRootRequest {
	/** The payload of `draftNextRoot`, or the tokens so far, one per line. */
	edition: RootBytes;
	/** Its threshold must be met too. Absent for the first edition. */
	previous?: RootBytes;
	signers: readonly Signer[];
}

export interface SignedRoot {
	version: number;
	/** One token per line, all with the same payload. */
	tokens: string;
	signedBy: string[];
	missing: { byPrevious: number; byItself: number };
	document: RootDocument;
}

/** @throws TroupeError INPUT_INVALID for a key that is not in the root, TOKEN_INVALID */
export async function signRoot({ edition, previous, signers }: SignRootRequest): Promise<SignedRoot> {
	const draft = parseEdition(edition);
	const before = previous === undefined ? undefined : parseRoot(previous);
	if (before !== undefined) requireSuccessor(draft, before);
	const payload = draft.tokens.length > 0 ? readPayload(draft.tokens[0]?.token ?? '') : Buffer.from(edition.bytes).toString().trimEnd();
	const lines = draft.tokens.map(({ token }) => token);
	for (const signer of signers) {
		requireHolder(signer.keyId, draft, before);
		if (draft.tokens.some(({ keyId }) => keyId === signer.keyId)) continue;
		lines.push(await signPayload('troupe-root+jwt', payload, signer));
	}
	const tokens = lines.join('\n');
	return { version: draft.claimed.ver, tokens, ...countMissing(edition.name, tokens, draft, before), document: draft.claimed };
}

function countMissing(
	name: string,
	tokens: string,
	draft: UnverifiedRoot,
	before?: UnverifiedRoot,
): Pick<SignedRoot, 'signedBy' | 'missing'> {
	const signedEdition = tokens === '' ? draft : parseRoot({ name, bytes: Buffer.from(tokens) });
	const missing = (judge: UnverifiedRoot) => {
		const { signers, threshold } = rootSigners(signedEdition, judge);
		return Math.max(0, threshold - signers.length);
	};
	return {
		signedBy: signedEdition.tokens.map(({ keyId }) => keyId),
		missing: { byPrevious: before === undefined ? 0 : missing(before), byItself: missing(signedEdition) },
	};
}

/** A payload is JSON; a token never begins with a brace. @throws TroupeError TOKEN_INVALID */
export function parseEdition(edition: RootBytes): UnverifiedRoot {
	return edition.bytes[0] === '{'.charCodeAt(0) ? draftRoot(edition) : parseRoot(edition);
}

const readPayload = (token: string) => Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();

function requireSuccessor({ claimed }: UnverifiedRoot, { claimed: { ver } }: UnverifiedRoot): void {
	if (claimed.ver === ver + 1) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `This is edition ${claimed.ver} of the root, but the previous one is edition ${ver}`,
		fix: `Specify edition ${claimed.ver - 1} of the root with --previous.`,
	});
}

/** A signature without effect would hide that one is missing. */
function requireHolder(keyId: string, draft: UnverifiedRoot, before?: UnverifiedRoot): void {
	const holders = [draft, before].flatMap((root) => root?.claimed.roles.root.keyIds ?? []);
	if (holders.includes(keyId)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The key ${keyId} is not a root key of this edition${before === undefined ? '' : ' or of the previous one'}`,
		fix:
			before === undefined
				? 'Specify the previous edition with --previous if the key belongs to it, or use another key.'
				: `Use one of ${[...new Set(holders)].join(', ')}.`,
	});
}
