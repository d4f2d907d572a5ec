import { manifestFileName } from '../documents/documents';

/** How a folder is turned into a list of files. */
export interface TreeRules {
	/** n8n writes the package.json of what it installs anew, so that one is hashed by its meaning; npm leaves those of dependencies alone. */
	packageJson: 'canonical' | 'bytes';
	/** Whether a path stands outside of the list. */
	leavesOut(path: string): boolean;
}

const trustDocuments = /^trust\/(root\.jwt|snapshot\.jwt|(approvals|roots|manifests)\/[^/]+\.jwt|file-lists\/[^/]+\.json)$/;
/** What npm notes about an installation for itself. */
const npmNote = /(^|\/)node_modules\/\.package-lock\.json$/;

/** Of a package that brings its own manifest: the signed documents stand outside of the file set, for they sign it. Nothing else in the trust folder does. */
export const ownPackage: TreeRules = {
	packageJson: 'canonical',
	leavesOut: (path) => path === manifestFileName || trustDocuments.test(path),
};

/** Of a package of somebody else's, with whatever npm put into its node_modules. */
export const installedPackage: TreeRules = { packageJson: 'canonical', leavesOut: (path) => npmNote.test(path) };

/** Of a package that lies beside the one that needs it. */
export const dependency: TreeRules = { packageJson: 'bytes', leavesOut: (path) => npmNote.test(path) };
