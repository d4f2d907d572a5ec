import { isTroupeError } from '../../../core/base/errors';
import { verifyRootChain, type RootBytes } from '../../trust/root/root-chain';
import { parseRoot } from '../../trust/root/root-edition';
import { SeenFiles } from '../../tree/seen-files';
import { TrustFiles, type TrustFolders } from '../../trust/trust-folders';
import { TrustStore, type TrustRules } from '../../trust/trust-store';
import type { CacheFolder } from './cache-folder';
import type { RegistryHttp } from '../registry-reader';

/** How many later editions one refresh takes in (TUF specification, section 5.3.3). */
const maximumEditions = 64;
/** As many lines as readers take. */
const maximumBytes = 32 * 256 * 1024;

export interface TrustInputs {
	folders: TrustFolders;
	rules: TrustRules;
	nowMs: number;
}

/** The trust as it lies on the disk now. @throws TroupeError as TrustStore does */
export const openTrustStore = ({ folders, rules, nowMs }: TrustInputs): TrustStore =>
	new TrustStore(folders, new SeenFiles(), nowMs, rules);

/**
 * Asks for the editions that follow the root in force, one by one, and keeps them when each is vouched for by the one before
 * (TUF specification, section 5.3). One that has expired is no hindrance, as long as the last of them has not.
 * @throws TroupeError as verifyRootChain does; REGISTRY_UNREACHABLE
 */
export async function fetchRoots(
	http: RegistryHttp,
	cache: CacheFolder,
	{ folders, nowMs }: TrustInputs,
	signal: AbortSignal,
): Promise<void> {
	const files = new TrustFiles(folders, new SeenFiles());
	const { path, bytes, from } = files.anchor();
	const anchor = { name: path, bytes };
	const find = (version: number) => files.laterRoot(version, from);
	let version = parseRoot(anchor).claimed.ver;
	while (find(version + 1) !== undefined) version++;
	const fetched = new Map<number, RootBytes>();
	while (fetched.size < maximumEditions) {
		const next = version + fetched.size + 1;
		const bytes = await editionOf(http, next, signal);
		if (bytes === undefined) break;
		fetched.set(next, { name: `root/${next}`, bytes });
	}
	if (fetched.size === 0) return;
	verifyRootChain(anchor, (number) => find(number) ?? fetched.get(number), nowMs);
	for (const [number, { bytes }] of fetched) cache.writeRoot(number, bytes);
}

async function editionOf(http: RegistryHttp, version: number, signal: AbortSignal): Promise<Buffer | undefined> {
	try {
		const answer = await http.get({ path: `root/${version}`, accept: 'text/plain', maximumBytes, timeoutMs: 10_000, signal });
		return answer.status === 200 ? answer.body : undefined;
	} catch (error) {
		if (isTroupeError(error) && error.details.reason === 'not-found') return undefined;
		throw error;
	}
}
