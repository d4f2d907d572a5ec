import { isTroupeError } from '../../../core/base/errors';
import { verifyRootChain, type RootBytes } from '../../trust/root/root-chain';
import { explainPinned } from '../../trust/root/root-demand';
import { parseRoot } from '../../trust/root/root-edition';
import { maxJwtBytes } from '../../token/verify-jwt';
import { SeenFiles } from '../../tree/seen-files';
import { TrustFiles, type TrustFolders } from '../../trust/trust-folders';
import { TrustStore } from '../../trust/trust-store';
import type { RegistryReader } from '../registry-reader';
import type { TrustRules } from '../../trust/trust-rules';

/** Max number of later editions in one refresh (TUF specification, section 5.3.3). */
const maxEditions = 64;
const maximumBytes = 32 * maxJwtBytes;

export interface TrustInputs {
	folders: TrustFolders;
	rules: TrustRules;
	nowMs: number;
}

/** Opens the trust store on the current files. @throws TroupeError as TrustStore does */
export const openTrustStore = ({ folders, rules, nowMs }: TrustInputs): TrustStore =>
	new TrustStore(folders, new SeenFiles(), nowMs, rules);

/**
 * Fetches later editions one by one, each verified by the previous one (TUF specification, section 5.3). Editions in between can have expired; the
 * last must be valid. @throws TroupeError as verifyRootChain does; REGISTRY_UNREACHABLE
 */
export async function fetchRoots(
	http: RegistryReader,
	{ folders, rules, nowMs }: TrustInputs,
	signal: AbortSignal,
): Promise<Map<number, RootBytes>> {
	const files = new TrustFiles(folders, new SeenFiles());
	const { path, bytes, from } = files.anchor(explainPinned(rules.requireRoot, rules.highWater?.acceptedRoot()));
	const anchor = { name: path, bytes };
	const find = (version: number) => files.laterRoot(version, from);
	let version = parseRoot(anchor).claimed.ver;
	while (find(version + 1) !== undefined) version++;
	const fetched = new Map<number, RootBytes>();
	while (fetched.size < maxEditions) {
		const next = version + fetched.size + 1;
		const bytes = await fetchEdition(http, next, signal);
		if (bytes === undefined) break;
		fetched.set(next, { name: `root/${next}`, bytes });
	}
	if (fetched.size > 0) verifyRootChain(anchor, (number) => find(number) ?? fetched.get(number), nowMs);
	return fetched;
}

async function fetchEdition(http: RegistryReader, version: number, signal: AbortSignal): Promise<Buffer | undefined> {
	try {
		const answer = await http.get({ path: `root/${version}`, accept: 'text/plain', maxBytes: maximumBytes, timeoutMs: 10_000, signal });
		return answer.status === 200 ? answer.body : undefined;
	} catch (error) {
		if (isTroupeError(error) && error.details.reason === 'not-found') return undefined;
		throw error;
	}
}
