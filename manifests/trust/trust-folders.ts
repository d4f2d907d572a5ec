import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { getErrorMessage } from '../../core/base/errors';
import { approvalsFolderName, laterRootsFolderName, rootFileName } from '../documents/documents';
import { refusedToken } from '../token/refused-token';
import { getMaxTokenBytes } from '../token/read-token';
import type { SeenFiles } from '../tree/seen-files';
import type { RootBytes } from './root/root-edition';
import { refusal } from '../refusal';

export interface TrustFolders {
	/** Set by the ops team. Its root decides if it has one. */
	pinned?: string;
	/** True for a folder specified by name: it must have a root. A typing error must not bring back the bundled root. */
	named?: boolean;
	/** Written by the registry's client. Its documents have priority. Its root is not an anchor; it contains only the later editions of one. */
	registry?: string;
	bundled?: string;
}

export type TrustSource = 'registry' | 'pinned' | 'bundled';
export type AnchorSource = Exclude<TrustSource, 'registry'>;

export interface TrustFile<Source extends TrustSource = TrustSource> {
	path: string;
	bytes: Buffer;
	from: Source;
}

const everywhere: readonly TrustSource[] = ['registry', 'pinned', 'bundled'];
const maxApprovals = 1000;

export class TrustFiles {
	readonly #folders: TrustFolders;
	readonly #seen: SeenFiles;

	constructor(folders: TrustFolders, seen: SeenFiles) {
		this.#folders = folders;
		this.#seen = seen;
	}

	find<Source extends TrustSource = TrustSource>(
		name: string,
		sources = everywhere as readonly Source[],
		maxBytes?: number,
	): TrustFile<Source> | null {
		for (const from of sources) {
			const folder = this.#folders[from];
			if (folder === undefined) continue;
			const path = join(folder, name);
			const bytes = this.read(path, maxBytes);
			if (bytes !== null) return { path, bytes, from };
		}
		return null;
	}

	/**
	 * The root trusted by its place. An empty named or pinned folder is a fault, such as an unmounted volume: the bundled root must not replace it.
	 * @param whyPinned undefined if the bundled root counts too @throws TroupeError TRUST_ROOT_MISSING
	 */
	anchor(whyPinned?: string): TrustFile<AnchorSource> {
		const { pinned, named } = this.#folders;
		const why = named ? 'the folder was set by name' : whyPinned;
		const file = this.find<AnchorSource>(rootFileName, why === undefined ? ['pinned', 'bundled'] : ['pinned']);
		if (file === null) throw missingRoot(why === undefined ? this.#folders : { pinned }, why);
		return file;
	}

	laterRoot(version: number, anchor: AnchorSource): RootBytes | undefined {
		const file = this.find(join(laterRootsFolderName, `${version}.jwt`), ['registry', anchor]);
		return file === null ? undefined : { name: file.path, bytes: file.bytes };
	}

	/** The registry's approvals are read by name, because there can be thousands. Of the other folders only one counts: pinned, or else bundled. */
	approvalFiles(manifestSha256: string, approverKeyIds: readonly string[]): string[] {
		const { registry, pinned, bundled } = this.#folders;
		const ofRegistry = registry === undefined ? [] : approverKeyIds.map((keyId) => join(registry, getApprovalPath(manifestSha256, keyId)));
		for (const folder of [pinned, bundled]) {
			if (folder === undefined) continue;
			const approvals = join(folder, approvalsFolderName);
			if (!this.#isFolder(approvals)) continue;
			// Skips other manifests' approvals by name: a bundle has thousands.
			const files = readable(approvals, () => readdirSync(approvals)).filter(
				(name) => name.endsWith('.jwt') && (!/^[0-9a-f]{16}-/.test(name) || name.startsWith(manifestSha256.slice(0, 16))),
			);
			if (files.length > maxApprovals) {
				const details = { expected: `at most ${maxApprovals} approvals`, actual: files.length };
				throw refusedToken(approvals, 'size', `it contains more than ${maxApprovals} approvals`, details);
			}
			return [...ofRegistry, ...files.sort().map((name) => join(approvals, name))];
		}
		return ofRegistry;
	}

	read(path: string, maxBytes?: number): Buffer | null {
		return readNoted(path, this.#seen, maxBytes);
	}

	get places(): string {
		const { registry, pinned, bundled } = this.#folders;
		return [registry, pinned, bundled].filter(Boolean).join(' and ');
	}

	#isFolder(path: string): boolean {
		return readable(path, () => this.#seen.noteTarget(path))?.isDirectory() === true;
	}
}

export const getApprovalPath = (manifestSha256: string, keyId: string): string =>
	join(approvalsFolderName, `${manifestSha256.slice(0, 16)}-${keyId}.jwt`);

/** Bounded; null if there is no file. */
export function readNoted(path: string, seen: SeenFiles, maxBytes = getMaxTokenBytes('troupe-snapshot+jwt')): Buffer | null {
	const status = readable(path, () => seen.noteTarget(path));
	if (status === undefined) return null;
	if (!status.isFile()) {
		const actual = status.isDirectory() ? 'a folder' : 'a device, pipe or socket';
		throw refusedToken(path, 'encoding', 'it is not a file', { expected: 'a file', actual });
	}
	if (status.size > maxBytes) {
		const details = { expected: `at most ${maxBytes} bytes`, actual: Number(status.size) };
		throw refusedToken(path, 'size', `it has ${status.size} bytes; the max is ${maxBytes}`, details);
	}
	return readable(path, () => readFileSync(path));
}

/** Refuses an unreadable file: treated as absent, another document would replace it. */
function readable<Result>(path: string, read: () => Result): Result {
	try {
		return read();
	} catch (cause) {
		const details = { expected: 'a file that can be read', actual: getErrorMessage(cause) };
		throw Object.assign(refusedToken(path, 'unreadable', `it cannot be read (${getErrorMessage(cause)})`, details), { cause });
	}
}

function missingRoot({ pinned, bundled }: TrustFolders, why?: string): TroupeError {
	const places = [pinned, bundled].filter((folder) => folder !== undefined).map((folder) => join(folder, rootFileName));
	return refusal({
		code: 'TRUST_ROOT_MISSING',
		message: `No root of trust found in ${places.join(' and ')}${why === undefined ? '' : `. The root of the package does not replace it, because ${why}`}`,
		fix:
			why === undefined
				? 'Pin the root that the maintainers or your ops team published, or create one: `troupe manifest keys create`, `sign`, `approve`. For your own checkout: `troupe manifest develop`.'
				: 'Put the root back: check that the folder is mounted, or copy root.jwt from your backup.',
		details: { document: rootFileName, reason: 'missing', expected: places, actual: 'nothing' },
	});
}
