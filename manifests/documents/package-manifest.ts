import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { capabilities } from '../../core/ports/capabilities/capabilities';
import { closed } from '../../core/base/shape';
import { claims, decision, list, notes, packageName, semanticVersion, sha256, text } from './document-fields';

/** npm used to allow capital letters in names. */
const installedName = Type.String({ pattern: '^(@[A-Za-z0-9~._-]{1,100}/)?[A-Za-z0-9~._-]{1,214}$' });

const node = closed({
	/** The name that n8n uses: `n8n-nodes-troupe.troupeAgent`. */
	name: text(200),
	versions: list(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 }), 100, 1),
});
export type ManifestNode = Static<typeof node>;

const agent = closed({
	id: text(200),
	version: semanticVersion,
	/** SHA-256 of the definition's bytes, hex. */
	sha256,
});
export type ManifestAgent = Static<typeof agent>;

const contents = {
	nodes: list(node, 500),
	jobTypes: list(text(200), 500),
	agents: list(agent, 500),
	/** Commands of the command line. Absent: all. */
	commands: Type.Optional(list(text(200), 500)),
};
export const packageContents = closed(contents);
/** The declared contents of a package. The build writes them to `dist/troupe.contents.json`. */
export type PackageContents = Static<typeof packageContents>;

const file = closed({
	/** Relative to the package's folder, with `/`. */
	path: text(1024),
	size: Type.Integer({ minimum: 0, maximum: 2 ** 40 }),
	sha256,
});
export type ManifestFile = Static<typeof file>;
/** The contents of `file-lists/<sha256>.json`. */
export const fileList = list(file, 100_000, 1);

const detachedFileList = closed({
	/** SHA-256 of the list's bytes, hex. */
	sha256,
	/** Size of the list, in bytes. */
	size: Type.Integer({ minimum: 2, maximum: 2 ** 25 }),
	/** Number of files in the list. */
	count: Type.Integer({ minimum: 1, maximum: 100_000 }),
});
/**
 * A list of files that is too long for a token. The list is stored beside the manifest, and `sha256` is the hash of its bytes (tree/file-list.ts).
 */
export type DetachedFileList = Static<typeof detachedFileList>;

const dependency = closed({
	name: installedName,
	version: semanticVersion,
	/** SHA-256 of the bytes of its file list, hex (tree/file-list.ts). */
	sha256,
});
/** A package that the code of another package loads, as installed beside it. */
export type ManifestDependency = Static<typeof dependency>;

const nestedPackage = closed({
	/** Relative to the folder, such as `node_modules/left-pad`. */
	path: text(1024),
	version: semanticVersion,
});
/** A package inside the folder of another. Its files are among those of the other. */
export type NestedPackage = Static<typeof nestedPackage>;

export const packageManifest = closed({
	...claims,
	...contents,
	/** Absent means `package`: older manifests have no kind. */
	kind: Type.Optional(Type.Literal('package')),
	package: closed({ name: packageName, version: semanticVersion }),
	/** The n8n versions it was made for. Information for people. */
	n8n: Type.Optional(text(200)),
	/** Rule for agents that are not in the package: written in a node, or put into the agents folder. */
	unlistedAgents: decision,
	/** Top-level entries that must contain listed files only. `.` is the whole folder. */
	covers: list(text(200), 50, 1),
	/** Empty when `fileList` names the files. */
	files: list(file, 20_000),
	fileList: Type.Optional(detachedFileList),
	/** Every package outside its folder that its code loads, directly or through other packages. Absent: none. */
	dependencies: Type.Optional(list(dependency, 5_000)),
	/** The packages that npm put into its folder, so that people see their versions. `files` has their hashes. Absent: none, or not stated. */
	nestedPackages: Type.Optional(list(nestedPackage, 1_000)),
	/** Capabilities of its code. Absent: it is not restricted. Earlier versions refuse a manifest with a list, which they could not enforce. */
	permissions: Type.Optional(capabilities),
	notes,
});
/** The exact contents of one version of a package. Signed by its author; a third-party package is signed by the person who reviewed it. */
export type PackageManifest = Static<typeof packageManifest>;
