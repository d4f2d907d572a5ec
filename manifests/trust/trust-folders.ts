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

/** The folders of the trust documents. The files in each are described at `rootFileName`. */
export interface TrustFolders {
	/** Put there by the ops team. Its root decides if it has one. */
	pinned?: string;
	/** True when the pinned folder was specified by name, so it must have a root. A typing error must not bring back the bundled root. */
	named?: boolean;
	/** Written by the registry's client. Its documents have priority. Its root is not an anchor; it contains only the later editions of one. */
	registry?: string;
	/** Came with the package. */
	bundled?: string;
}

export type TrustSource = 'registry' | 'pinned' | 'bundled';
/** The sources of a root that nothing else vouches for. */
export type AnchorSource = Exclude<TrustSource, 'registry'>;

/** The bytes of a file. They are not verified. */
export interface TrustFile<Source extends TrustSource = TrustSource> {
	path: string;
	bytes: Buffer;
	from: Source;
}

const everywhere: readonly TrustSource[] = ['registry', 'pinned', 'bundled'];
const maxApprovals = 1000;

/** Reads the files of the trust folders, bounded, and notes which paths it read. */
export class TrustFiles {
	readonly #folders: TrustFolders;
	readonly #seen: SeenFiles;

	constructor(folders: TrustFolders, seen: SeenFiles) {
		this.#folders = folders;
		this.#seen = seen;
	}

	/** Finds the first file of that name in the folders. */
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
	 * Reads the root that is trusted because of its place. Where people named or pinned a trust folder, an empty one is a fault, such as a volume that
	 * was not mounted: the root that came with the package must not take its place.
	 * @param whyPinned why only a pinned root counts; undefined if the bundled one counts too
	 * @throws TroupeError TRUST_ROOT_MISSING
	 */
	anchor(whyPinned?: string): TrustFile<AnchorSource> {
		const { pinned, named } = this.#folders;
		const why = named ? 'the folder was set by name' : whyPinned;
		const file = this.find<AnchorSource>(rootFileName, why === undefined ? ['pinned', 'bundled'] : ['pinned']);
		if (file === null) throw missingRoot(why === undefined ? this.#folders : { pinned }, why);
		return file;
	}

	/** Reads an edition after the anchor, from beside it or from the registry. */
	laterRoot(version: number, anchor: AnchorSource): RootBytes | undefined {
		const file = this.find(join(laterRootsFolderName, `${version}.jwt`), ['registry', anchor]);
		return file === null ? undefined : { name: file.path, bytes: file.bytes };
	}

	/**
	 * Lists the paths where approvals of a manifest can be. The registry's approvals are addressed by name, because there can be many thousands. Of
	 * the other folders only one counts: the pinned one, or else the bundled one.
	 */
	approvalFiles(manifestSha256: string, approverKeyIds: readonly string[]): string[] {
		const { registry, pinned, bundled } = this.#folders;
		const ofRegistry = registry === undefined ? [] : approverKeyIds.map((keyId) => join(registry, getApprovalPath(manifestSha256, keyId)));
		for (const folder of [pinned, bundled]) {
			if (folder === undefined) continue;
			const approvals = join(folder, approvalsFolderName);
			if (!this.#isFolder(approvals)) continue;
			// Approvals of other manifests are skipped by name: a bundle contains many thousands.
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

	/** The folders, for people. */
	get places(): string {
		const { registry, pinned, bundled } = this.#folders;
		return [registry, pinned, bundled].filter(Boolean).join(' and ');
	}

	#isFolder(path: string): boolean {
		return readable(path, () => this.#seen.noteTarget(path))?.isDirectory() === true;
	}
}

/** Returns the path of an approval in a trust folder. */
export const getApprovalPath = (manifestSha256: string, keyId: string): string =>
	join(approvalsFolderName, `${manifestSha256.slice(0, 16)}-${keyId}.jwt`);

/** Reads a signed document, bounded; null when there is no file. */
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

/** A file that exists but cannot be read is refused. If it were treated as absent, another document would replace it. */
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
