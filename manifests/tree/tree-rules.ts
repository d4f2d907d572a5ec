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
/**
 * What package managers write: npm's notes about an installation, and scripts that start programs, which pnpm writes for the programs of a package
 * into the package itself. Their text differs by machine and version. Only a shell starts them: as a module, such a file is refused when it is loaded.
 */
const ofPackageManager = /(^|\/)node_modules\/(\.package-lock\.json|\.bin\/[^/]+)$/;

/**
 * For a package that brings its own manifest. The signed documents are not in the file list, because they sign it. All other files in the trust
 * folder are.
 */
export const ownPackage: TreeRules = {
	packageJson: 'canonical',
	leavesOut: (path) => path === manifestFileName || trustDocuments.test(path) || ofPackageManager.test(path),
};

/** For a third-party package, with the files that npm put into its node_modules. */
export const installedPackage: TreeRules = { packageJson: 'canonical', leavesOut: (path) => ofPackageManager.test(path) };

/** For a package installed beside the one that needs it. */
export const dependency: TreeRules = { packageJson: 'bytes', leavesOut: (path) => ofPackageManager.test(path) };
