import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import {
	approvalsFolderName,
	fileListsFolderName,
	laterRootsFolderName,
	manifestsFolderName,
	reportsFolderName,
	snapshotFileName,
} from '../../documents/documents';
import { getApprovalPath } from '../../trust/trust-folders';
import { writeAtomically } from '../../write-file';

/** Times in milliseconds since the epoch, shared by all processes of the machine. */
export interface CheckState {
	attemptedAt: number;
	checkedAt: number;
	rootsCheckedAt: number;
	/** ETag of the snapshot whose SHA-256 is `sha256`. */
	etag?: string;
	sha256?: string;
}

const checkFileName = 'checked.json';
const never: CheckState = { attemptedAt: 0, checkedAt: 0, rootsCheckedAt: 0 };

export class CacheFolder {
	constructor(readonly path: string) {}

	/** @throws Error when the folder cannot be created */
	prepare(): void {
		createFolder(this.path, 0o700);
	}

	get lockFile(): string {
		return join(this.path, 'refresh.lock');
	}

	readCheck(): CheckState {
		try {
			const read = JSON.parse(readFileSync(join(this.path, checkFileName), 'utf8')) as Partial<CheckState>;
			const times = [read.attemptedAt, read.checkedAt, read.rootsCheckedAt];
			return times.every((time) => Number.isSafeInteger(time)) ? (read as CheckState) : never;
		} catch {
			// Missing, or incomplete because the disk was full.
			return never;
		}
	}

	writeCheck(state: CheckState): void {
		writeAtomically(join(this.path, checkFileName), `${JSON.stringify(state)}\n`, 0o600);
	}

	readSnapshot(): { bytes: Buffer; sha256: string } | undefined {
		const path = join(this.path, snapshotFileName);
		try {
			const bytes = readFileSync(path);
			return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
			throw error;
		}
	}

	writeSnapshot(token: Uint8Array): void {
		this.#write(snapshotFileName, token);
	}

	writeRoot(version: number, tokens: Uint8Array): void {
		this.#write(join(laterRootsFolderName, `${version}.jwt`), tokens);
	}

	writeManifest(sha256: string, token: Uint8Array): void {
		this.#write(join(manifestsFolderName, `${sha256}.jwt`), token);
	}

	writeApproval(manifestSha256: string, keyId: string, token: Uint8Array): void {
		this.#write(getApprovalPath(manifestSha256, keyId), token);
	}

	writeReport(sha256: string, token: string): void {
		writeAtomically(join(this.path, reportsFolderName, `${sha256}.jwt`), token);
	}

	writeFileList(sha256: string, list: Uint8Array): void {
		writeAtomically(join(this.path, fileListsFolderName, `${sha256}.json`), Buffer.from(list).toString('utf8'));
	}

	inventory(): { manifests: Set<string>; approvals: Map<string, string[]>; fileLists: Set<string> } {
		const approvals = new Map<string, string[]>();
		for (const name of this.#names(approvalsFolderName, '.jwt')) {
			const manifest = name.slice(0, 16);
			approvals.set(manifest, [...(approvals.get(manifest) ?? []), name.slice(17)]);
		}
		return {
			manifests: new Set(this.#names(manifestsFolderName, '.jwt')),
			approvals,
			fileLists: new Set(this.#names(fileListsFolderName, '.json')),
		};
	}

	#names(folder: string, ending: string): string[] {
		try {
			return readdirSync(join(this.path, folder))
				.filter((name) => name.endsWith(ending))
				.map((name) => name.slice(0, -ending.length));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
			throw error;
		}
	}

	#write(name: string, token: Uint8Array): void {
		writeAtomically(join(this.path, name), Buffer.from(token).toString('latin1'));
	}
}
