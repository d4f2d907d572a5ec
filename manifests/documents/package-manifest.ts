import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { capabilities } from '../../core/ports/capabilities/capabilities';
import { closed } from '../../core/base/shape';
import { claims, decision, list, notes, packageName, semanticVersion, sha256, text } from './document-fields';

/** npm used to allow capital letters in names. */
const installedName = Type.String({ pattern: '^(@[A-Za-z0-9~._-]{1,100}/)?[A-Za-z0-9~._-]{1,214}$' });

const node = closed({
	/** As in n8n: `n8n-nodes-troupe.troupeAgent`. */
	name: text(200),
	versions: list(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 }), 100, 1),
});
export type ManifestNode = Static<typeof node>;

const agent = closed({
	id: text(200),
	version: semanticVersion,
	sha256,
});
export type ManifestAgent = Static<typeof agent>;

const contents = {
	nodes: list(node, 500),
	jobTypes: list(text(200), 500),
	agents: list(agent, 500),
	/** Absent: all commands. */
	commands: Type.Optional(list(text(200), 500)),
};
export const packageContents = closed(contents);
export type PackageContents = Static<typeof packageContents>;

const file = closed({
	/** Relative to the package's folder, with `/`. */
	path: text(1024),
	size: Type.Integer({ minimum: 0, maximum: 2 ** 40 }),
	sha256,
});
export type ManifestFile = Static<typeof file>;
export const fileList = list(file, 100_000, 1);

const detachedFileList = closed({
	sha256,
	size: Type.Integer({ minimum: 2, maximum: 2 ** 25 }),
	count: Type.Integer({ minimum: 1, maximum: 100_000 }),
});
/** For lists too long for a token. Stored beside the manifest; `sha256` is the hash of its bytes (tree/file-list.ts). */
export type DetachedFileList = Static<typeof detachedFileList>;

const dependency = closed({
	name: installedName,
	version: semanticVersion,
	sha256,
});
export type ManifestDependency = Static<typeof dependency>;

const nestedPackage = closed({
	path: text(1024),
	version: semanticVersion,
});
export type NestedPackage = Static<typeof nestedPackage>;

export const packageManifest = closed({
	...claims,
	...contents,
	/** Absent means `package`: older manifests have no kind. */
	kind: Type.Optional(Type.Literal('package')),
	package: closed({ name: packageName, version: semanticVersion }),
	/** For people only. */
	n8n: Type.Optional(text(200)),
	/** For agents outside the package: in a node, or in the agents folder. */
	unlistedAgents: decision,
	/** Top-level entries that must contain only listed files. `.` is the whole folder. */
	covers: list(text(200), 50, 1),
	/** Empty when `fileList` names the files. */
	files: list(file, 20_000),
	fileList: Type.Optional(detachedFileList),
	/** All packages outside its folder that its code loads, directly or indirectly. Absent: none. */
	dependencies: Type.Optional(list(dependency, 5_000)),
	/** Shows the versions of packages that npm put into its folder. `files` has their hashes. Absent: none, or not stated. */
	nestedPackages: Type.Optional(list(nestedPackage, 1_000)),
	/** Absent: unrestricted. */
	permissions: Type.Optional(capabilities),
	notes,
});
export type PackageManifest = Static<typeof packageManifest>;
