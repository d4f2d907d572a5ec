import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { messageOf } from '../../core/base/errors';
import { approvalsFolderName, laterRootsFolderName, rootFileName } from '../documents/documents';
import { refusedToken } from '../token/refused-token';
import { maximumBytesOf } from '../token/read-token';
import type { SeenFiles } from '../tree/seen-files';
import type { RootBytes } from './root/root-edition';
import { refusal } from '../refusal';

/** Where the documents of trust lie; what stands in each is said beside `rootFileName`. */
export interface TrustFolders {
	/** Put there by the ops team; its root decides when it has one. */
	pinned?: string;
	/** Somebody named the pinned folder, so it has to be there: a slip of the pen must not bring back the bundled root. */
	named?: boolean;
	/** Kept by the registry's client. Its documents come before all others; its root is no anchor, only the later editions of one. */
	registry?: string;
	/** Came with the package. */
	bundled?: string;
}

export type TrustSource = 'registry' | 'pinned' | 'bundled';
/** Where a root may lie that nothing else vouches for. */
export type AnchorSource = Exclude<TrustSource, 'registry'>;

/** Bytes as they were found; nothing of them is verified. */
interface FoundFile<Source extends TrustSource = TrustSource> {
	path: string;
	bytes: Buffer;
	from: Source;
}

const everywhere: readonly TrustSource[] = ['registry', 'pinned', 'bundled'];
const maximumApprovals = 1000;

/** Reads what lies in the trust folders, bounded, and notes what was looked at. */
export class TrustFiles {
	readonly #folders: TrustFolders;
	readonly #seen: SeenFiles;

	constructor(folders: TrustFolders, seen: SeenFiles) {
		this.#folders = folders;
		this.#seen = seen;
	}

	/** The first of the folders' files of that name. */
	find<Source extends TrustSource = TrustSource>(
		name: string,
		sources = everywhere as readonly Source[],
		maximumBytes?: number,
	): FoundFile<Source> | null {
		for (const from of sources) {
			const folder = this.#folders[from];
			if (folder === undefined) continue;
			const path = join(folder, name);
			const bytes = this.read(path, maximumBytes);
			if (bytes !== null) return { path, bytes, from };
		}
		return null;
	}

	/** The root that is trusted for where it lies. @throws TroupeError TRUST_ROOT_MISSING */
	anchor(): FoundFile<AnchorSource> {
		const { pinned, named } = this.#folders;
		if (pinned !== undefined && named && !this.#isFolder(pinned)) throw missingRoot({ pinned });
		const found = this.find<AnchorSource>(rootFileName, ['pinned', 'bundled']);
		if (found === null) throw missingRoot(this.#folders);
		return found;
	}

	/** An edition after the anchor: beside it, or handed on by the registry. */
	laterRoot(version: number, anchor: AnchorSource): RootBytes | undefined {
		const found = this.find(join(laterRootsFolderName, `${version}.jwt`), ['registry', anchor]);
		return found === null ? undefined : { name: found.path, bytes: found.bytes };
	}

	/**
	 * Where approvals of a manifest may lie: the registry's by name, as there may be many thousands;
	 * of the others those that an ops team pinned, else those that came along.
	 */
	approvalFiles(manifestSha256: string, approverKeyIds: readonly string[]): string[] {
		const { registry, pinned, bundled } = this.#folders;
		const ofRegistry = registry === undefined ? [] : approverKeyIds.map((keyId) => join(registry, approvalFileOf(manifestSha256, keyId)));
		for (const folder of [pinned, bundled]) {
			if (folder === undefined) continue;
			const approvals = join(folder, approvalsFolderName);
			if (!this.#isFolder(approvals)) continue;
			// Named as we name them, those of other manifests are passed over: a bundle brings many thousands.
			const files = readable(approvals, () => readdirSync(approvals)).filter(
				(name) => name.endsWith('.jwt') && (!/^[0-9a-f]{16}-/.test(name) || name.startsWith(manifestSha256.slice(0, 16))),
			);
			if (files.length > maximumApprovals) {
				const details = { expected: `at most ${maximumApprovals} approvals`, actual: files.length };
				throw refusedToken(approvals, 'size', `it holds more than ${maximumApprovals} approvals`, details);
			}
			return [...ofRegistry, ...files.sort().map((name) => join(approvals, name))];
		}
		return ofRegistry;
	}

	read(path: string, maximumBytes?: number): Buffer | null {
		return readNoted(path, this.#seen, maximumBytes);
	}

	/** For people. */
	get places(): string {
		const { registry, pinned, bundled } = this.#folders;
		return [registry, pinned, bundled].filter(Boolean).join(' and ');
	}

	#isFolder(path: string): boolean {
		return readable(path, () => this.#seen.noteTarget(path))?.isDirectory() === true;
	}
}

/** Where an approval lies in a trust folder. */
export const approvalFileOf = (manifestSha256: string, keyId: string): string =>
	join(approvalsFolderName, `${manifestSha256.slice(0, 16)}-${keyId}.jwt`);

/** The bytes of a signed document, bounded; null when there is no file. */
export function readNoted(path: string, seen: SeenFiles, maximumBytes = maximumBytesOf('troupe-snapshot+jwt')): Buffer | null {
	const status = readable(path, () => seen.noteTarget(path));
	if (status === undefined) return null;
	if (!status.isFile()) {
		const actual = status.isDirectory() ? 'a folder' : 'a device, pipe or socket';
		throw refusedToken(path, 'encoding', 'it is not a file', { expected: 'a file', actual });
	}
	if (status.size > maximumBytes) {
		const details = { expected: `at most ${maximumBytes} bytes`, actual: Number(status.size) };
		throw refusedToken(path, 'size', `it has ${status.size} bytes, at most ${maximumBytes} are read`, details);
	}
	return readable(path, () => readFileSync(path));
}

/** What is there and cannot be read is refused: taken for absent, it would let another document speak in its place. */
function readable<Result>(path: string, read: () => Result): Result {
	try {
		return read();
	} catch (cause) {
		const details = { expected: 'a file that can be read', actual: messageOf(cause) };
		throw Object.assign(refusedToken(path, 'unreadable', `it cannot be read (${messageOf(cause)})`, details), { cause });
	}
}

function missingRoot({ pinned, bundled }: TrustFolders): TroupeError {
	const places = [pinned, bundled].filter((folder) => folder !== undefined).map((folder) => join(folder, rootFileName));
	return refusal({
		code: 'TRUST_ROOT_MISSING',
		message: `There is no root of trust: looked for ${places.join(' and ')}`,
		fix: 'Pin the root that the maintainers or your ops team published, or make one: `troupe manifest keys create`, `sign`, `approve`.',
		details: { document: rootFileName, reason: 'missing', expected: places, actual: 'nothing' },
	});
}
