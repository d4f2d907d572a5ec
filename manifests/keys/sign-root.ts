import { TroupeError } from '../../core/base/errors';
import type { RootDocument } from '../documents/documents';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import { draftRoot, parseRoot, rootSigners, type RootBytes, type UnverifiedRoot } from '../trust/root/root-edition';

interface SignRootRequest {
	/** The payload as `draftNextRoot` gives it, or the tokens of those who have signed already, one a line. */
	edition: RootBytes;
	/** The edition before, whose threshold has to be met too; none for the first. */
	previous?: RootBytes;
	signers: readonly Signer[];
}

export interface SignedRoot {
	version: number;
	/** One a line, with one payload. */
	tokens: string;
	signedBy: string[];
	/** How many signatures are still missing. */
	missing: { byPrevious: number; byItself: number };
	document: RootDocument;
}

/**
 * Adds signatures to an edition of the root, each on the machine of its holder; who has signed already is not added again.
 * @throws TroupeError INPUT_INVALID for a key that is not of the root, TOKEN_INVALID
 */
export async function signRoot({ edition, previous, signers }: SignRootRequest): Promise<SignedRoot> {
	const draft = readEdition(edition);
	const before = previous === undefined ? undefined : parseRoot(previous);
	if (before !== undefined) requireSuccessor(draft, before);
	const payload = draft.tokens.length > 0 ? payloadOf(draft.tokens[0]?.token ?? '') : Buffer.from(edition.bytes).toString().trimEnd();
	const lines = draft.tokens.map(({ token }) => token);
	for (const signer of signers) {
		requireHolder(signer.keyId, draft, before);
		if (draft.tokens.some(({ keyId }) => keyId === signer.keyId)) continue;
		lines.push(await signPayload('troupe-root+jwt', payload, signer));
	}
	const tokens = lines.join('\n');
	return { version: draft.claimed.ver, tokens, ...missingOf(edition.name, tokens, draft, before), document: draft.claimed };
}

function missingOf(name: string, tokens: string, draft: UnverifiedRoot, before?: UnverifiedRoot): Pick<SignedRoot, 'signedBy' | 'missing'> {
	const signed = tokens === '' ? draft : parseRoot({ name, bytes: Buffer.from(tokens) });
	const missing = (judge: UnverifiedRoot) => {
		const { signers, threshold } = rootSigners(signed, judge);
		return Math.max(0, threshold - signers.length);
	};
	return {
		signedBy: signed.tokens.map(({ keyId }) => keyId),
		missing: { byPrevious: before === undefined ? 0 : missing(before), byItself: missing(signed) },
	};
}

/** A payload is JSON; a token never begins with a brace. */
function readEdition(edition: RootBytes): UnverifiedRoot {
	return edition.bytes[0] === '{'.charCodeAt(0) ? draftRoot(edition) : parseRoot(edition);
}

const payloadOf = (token: string) => Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();

function requireSuccessor({ claimed }: UnverifiedRoot, { claimed: { ver } }: UnverifiedRoot): void {
	if (claimed.ver === ver + 1) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `This is edition ${claimed.ver} of the root, and the one before is edition ${ver}`,
		fix: `Name with --previous the root of edition ${claimed.ver - 1}.`,
	});
}

/** A signature that counts nowhere would hide that one is missing. */
function requireHolder(keyId: string, draft: UnverifiedRoot, before?: UnverifiedRoot): void {
	const holders = [draft, before].flatMap((root) => root?.claimed.roles.root.keyIds ?? []);
	if (holders.includes(keyId)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The key ${keyId} is no root key of this edition${before === undefined ? '' : ', nor of the one before'}`,
		fix:
			before === undefined
				? 'Name the edition before with --previous, if the key is one of its, or another key.'
				: `Use one of ${[...new Set(holders)].join(', ')}.`,
	});
}
