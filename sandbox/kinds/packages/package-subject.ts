import { isTroupeError } from '../../../core/base/errors';
import { hashInstalled } from '../../../manifests/scan/describe-installed';
import { treeSha256 } from '../../../manifests/tree/file-list';
import { readUnchanged } from '../../../manifests/tree/read-unchanged';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import type { ReportedSubject } from '../../report/reported-run';
import { createHash } from 'node:crypto';
import { listTree } from '../../scratch/list-tree';

const maxFiles = { bytes: 1024 * 1024 * 1024, files: 100_000 };

/** SHA-256 of the ordered file list `[{"path", "sha256", "size"}]` as compact JSON, without links. @throws TroupeError INPUT_TOO_LARGE */
async function hashAsFound(folder: string): Promise<string> {
	const files = await listTree(folder, { ...maxFiles, hash: true });
	const list = files.map(({ path, sha256, bytes }) => ({ path, sha256, size: bytes }));
	return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}

/**
 * Describes a package as its manifest would: the hash of its files and the outside packages that its code loads. A folder that no manifest can list,
 * such as one with links, is described by its bytes alone: no approval can rest on that report.
 */
export async function describePackage(folder: string, name: string): Promise<ReportedSubject> {
	try {
		return await readUnchanged(folder, new SeenFiles(), async (noted) => {
			const { files, dependencies } = await hashInstalled(folder, noted);
			const loaded = dependencies.map((one) => ({ name: one.name, version: one.version, sha256: one.sha256 }));
			return { kind: 'package', name, sha256: treeSha256(files), dependencies: loaded };
		});
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'MANIFEST_TAMPERED') throw error;
		return { kind: 'package', name, sha256: await hashAsFound(folder) };
	}
}
