import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { fileListsFolderName, manifestsFolderName } from '../documents/documents';
import type { DetachedFileList } from '../documents/package-manifest';
import { readSigner } from '../keys/key-files';
import type { SignedPackage } from '../package/sign-package';
import { signDocument } from '../token/sign-token';
import { detach, fileListText, maxFilesInToken } from '../tree/file-list';
import { writeAtomically } from '../write-file';
import { describeInstalled, type DescribedPackage } from './describe-installed';

interface SignInstalledRequest {
	packageFolder: string;
	keysFolder: string;
	passphrase?: string;
	/** Selects one of several author keys, see `readSigner`. */
	keyName?: string;
	into: string;
	n8n?: string;
	notes?: string;
	/** Absent: unrestricted. */
	permissions?: Capabilities;
	days: number;
	nowMs: number;
}

export interface SignedInstalled extends SignedPackage {
	token: string;
	/** Stored beside the manifest if too long for the token. */
	fileList?: DetachedFileList & { text: string };
	dependencies: number;
	nodesFrom: DescribedPackage['nodesFrom'];
	computedLoads: DescribedPackage['computedLoads'];
}

/** The reviewer signs. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE, MANIFEST_TAMPERED for files that no manifest can list */
export async function signInstalled(request: SignInstalledRequest): Promise<SignedInstalled> {
	const { packageFolder, into, n8n, notes, permissions, days, nowMs } = request;
	const described = await describeInstalled(packageFolder);
	const { files, contents, dependencies, nestedPackages, package: identity, nodesFrom, computedLoads } = described;
	const detached = files.length > maxFilesInToken ? detach(files) : undefined;
	const signer = readSigner(request.keysFolder, 'author', { passphrase: request.passphrase, name: request.keyName });
	const listed = detached === undefined ? { files } : { files: [], fileList: detached.fileList };
	const document = {
		ver: 1,
		...contents,
		package: identity,
		...(n8n && { n8n }),
		...(notes && { notes }),
		unlistedAgents: 'deny' as const,
		covers: ['.'],
		...(permissions && { permissions }),
		...listed,
		...(dependencies.length > 0 && { dependencies }),
		...(nestedPackages.length > 0 && { nestedPackages }),
	};
	const token = await signDocument('troupe-manifest+jwt', document, signer, { nowMs, days });
	const sha256 = createHash('sha256').update(token).digest('hex');
	const path = join(into, manifestsFolderName, `${sha256}.jwt`);
	writeAtomically(path, token);
	keepLists(described, into, detached);
	return {
		path,
		package: identity,
		sha256,
		keyId: signer.keyId,
		files: files.length,
		token,
		dependencies: dependencies.length,
		nodesFrom,
		computedLoads,
		...(detached && { fileList: { ...detached.fileList, text: detached.text } }),
	};
}

/** Stores the dependencies' lists too, so that a refusal can name the file. */
function keepLists({ dependencyFiles }: DescribedPackage, into: string, detached: ReturnType<typeof detach> | undefined): void {
	const keep = (sha256: string, text: string) => writeAtomically(join(into, fileListsFolderName, `${sha256}.json`), text);
	if (detached !== undefined) keep(detached.fileList.sha256, detached.text);
	for (const [sha256, files] of dependencyFiles) keep(sha256, fileListText(files));
}
