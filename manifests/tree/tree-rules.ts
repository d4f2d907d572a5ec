import { manifestFileName } from '../documents/documents';

export interface TreeRules {
	/** n8n rewrites package.json of installed packages, so its meaning is hashed. npm does not change those of dependencies. */
	packageJson: 'canonical' | 'bytes';
	/** Applies to plain files only, never to folders and links of such a name. */
	leavesOut(path: string): boolean;
}

const trustDocuments = /^trust\/(root\.jwt|snapshot\.jwt|(approvals|roots|manifests|reports)\/[^/]+\.jwt|file-lists\/[^/]+\.json)$/;
/**
 * Written by package managers: npm's installation notes, and pnpm's start scripts in the package. They differ by machine and version. Only a shell
 * runs them: as a module, such a file is refused at load.
 */
const ofPackageManager = /(^|\/)node_modules\/(\.package-lock\.json|\.bin\/[^/]+)$/;

/** For a package with its own manifest. The file list leaves out the signed documents, which sign it, but not the rest of the trust folder. */
export const ownPackage: TreeRules = {
	packageJson: 'canonical',
	leavesOut: (path) => path === manifestFileName || trustDocuments.test(path) || ofPackageManager.test(path),
};

export const installedPackage: TreeRules = { packageJson: 'canonical', leavesOut: (path) => ofPackageManager.test(path) };

export const dependency: TreeRules = { packageJson: 'bytes', leavesOut: (path) => ofPackageManager.test(path) };
