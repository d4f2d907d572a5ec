import { manifestFileName } from '../documents/documents';

/** The rules for turning a folder into a list of files. */
export interface TreeRules {
	/**
	 * n8n rewrites the package.json of the packages it installs, so that file is hashed by its meaning. npm does not change those of dependencies.
	 */
	packageJson: 'canonical' | 'bytes';
	/** Returns whether a plain file of this path is left out of the list. Folders and links of such a name are never left out. */
	leavesOut(path: string): boolean;
}

const trustDocuments = /^trust\/(root\.jwt|snapshot\.jwt|(approvals|roots|manifests|reports)\/[^/]+\.jwt|file-lists\/[^/]+\.json)$/;
/** npm's own notes about an installation. */
const npmNote = /(^|\/)node_modules\/\.package-lock\.json$/;

/**
 * For a package that brings its own manifest. The signed documents are not in the file list, because they sign it. All other files in the trust
 * folder are.
 */
export const ownPackage: TreeRules = {
	packageJson: 'canonical',
	leavesOut: (path) => path === manifestFileName || trustDocuments.test(path),
};

/** For a third-party package, with the files that npm put into its node_modules. */
export const installedPackage: TreeRules = { packageJson: 'canonical', leavesOut: (path) => npmNote.test(path) };

/** For a package installed beside the one that needs it. */
export const dependency: TreeRules = { packageJson: 'bytes', leavesOut: (path) => npmNote.test(path) };
