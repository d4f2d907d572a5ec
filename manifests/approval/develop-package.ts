import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { approvePackage, type ApprovedPackage } from './approve-package';
import { approvalsFolderName, rootFileName, trustFolderName } from '../documents/documents';
import { createKeys } from '../keys/create-keys';
import { refuseKeysInside, signPackage } from '../package/sign-package';
import { verifyRoot } from '../trust/root/root-chain';

interface DevelopRequest {
	packageFolder: string;
	keysFolder: string;
	passphrase?: string;
	covers: string[];
	nowMs: number;
}

interface DevelopedPackage extends ApprovedPackage {
	created: boolean;
	keysFolder: string;
}

const days = 365;

export async function developPackage(request: DevelopRequest): Promise<DevelopedPackage> {
	const { packageFolder, keysFolder, nowMs } = request;
	refuseKeysInside(request);
	const created = !existsSync(join(keysFolder, rootFileName));
	if (created) await createKeys({ into: keysFolder, development: true, replace: true, passphrase: request.passphrase, nowMs });
	const into = join(packageFolder, trustFolderName);
	requireDevelopmentRoot(join(keysFolder, rootFileName), nowMs);
	forgetEarlierTrust(into, keysFolder);
	await signPackage({ ...request, unlistedAgents: 'allow', days });
	const approved = await approvePackage({ ...request, into, days, approver: 'development', reset: true });
	return { ...approved, created, keysFolder };
}

/** A command that approves any content must not use keys that people vouch for. */
function requireDevelopmentRoot(path: string, nowMs: number): void {
	if (verifyRoot(path, readFileSync(path), nowMs).root.document.development) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The root ${path} is not a development root`,
		fix: 'Use `troupe manifest sign` and `troupe manifest approve` with these keys.',
	});
}

/** Approvals of the previous build are obsolete; with another root, the whole folder is. */
function forgetEarlierTrust(into: string, keysFolder: string): void {
	const ofTrust = join(into, rootFileName);
	const ofKeys = join(keysFolder, rootFileName);
	const sameRoot = existsSync(ofTrust) && readFileSync(ofTrust).equals(readFileSync(ofKeys));
	rmSync(sameRoot ? join(into, approvalsFolderName) : into, { recursive: true, force: true });
}
