import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage, isTroupeError, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { isUrlOfThisMachine } from '../../core/base/network/loopback';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { isToken } from '../../core/base/text/is-token';
import { faultReason } from '../../providers/database/fault-reason';
import { createOnce } from '../../manifests/write-file';
import { realm } from './access';

const tokenBytes = 32;
const probeMs = 5_000;

const locateTokenFile = (home: string): string => join(home, 'api-token');

/**
 * Returns TROUPE_API_TOKEN, otherwise the token file in Troupe's home, created once. A loopback address does not protect: every user of the machine
 * reaches it. @throws TroupeError STORAGE_UNREADABLE
 */
export function ensureServiceToken(home: string, environment: Environment): { token: string; file?: string } {
	const token = readSetting('TROUPE_API_TOKEN', environment);
	if (token !== undefined) return { token };
	const file = locateTokenFile(home);
	const stored = readTokenFile(file);
	if (stored !== undefined) return { token: stored, file };
	try {
		createOnce(file, `${randomBytes(tokenBytes).toString('base64url')}\n`, 0o600);
	} catch (cause) {
		throw unreadable(file, cause);
	}
	const created = readTokenFile(file);
	if (created === undefined) throw unreadable(file, new Error('another process removed it'));
	return { token: created, file };
}

/**
 * Returns the token for a local `troupe serve` that asks for one; other machines and services never get it. @param base its address, without `/v2`
 * @throws TroupeError STORAGE_UNREADABLE
 */
export async function findServiceToken(base: string, environment: Environment): Promise<string | undefined> {
	if (!isUrlOfThisMachine(base)) return undefined;
	// The later call reports an unreachable service.
	const answer = await fetch(`${base}/v2/topology`, { signal: AbortSignal.timeout(probeMs) }).catch(() => undefined);
	await answer?.body?.cancel();
	if (answer?.status !== 401 || !answer.headers.get('www-authenticate')?.includes(realm)) return undefined;
	return readSetting('TROUPE_API_TOKEN', environment) ?? readTokenFile(locateTokenFile(troupeHome(environment)));
}

/** @throws TroupeError STORAGE_UNREADABLE also for a file that a full disk or a crash left empty or filled with zeros: nobody could send such a token */
function readTokenFile(file: string): string | undefined {
	let token: string;
	try {
		token = readFileSync(file, 'utf8').trim();
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw unreadable(file, cause);
	}
	if (isToken(token)) return token;
	throw new TroupeError({
		code: 'STORAGE_UNREADABLE',
		message: `The file ${file} holds no token of the service: expected one line without blanks, found ${token === '' ? 'an empty file' : 'other characters'}.`,
		fix: 'Delete the file and restart the service, which creates a new token; then give that to its callers. Or restore the file from a backup, or set TROUPE_API_TOKEN.',
		details: { file },
	});
}

function unreadable(file: string, cause: unknown): TroupeError {
	if (isTroupeError(cause)) return cause;
	const isFull = faultReason(cause)?.kind === 'full';
	return new TroupeError({
		code: isFull ? 'STORAGE_FULL' : 'STORAGE_UNREADABLE',
		message: `The token of the service in ${file} cannot be read or created: ${getErrorMessage(cause)}.`,
		fix: isFull
			? 'Free space on the disk that holds it, then try again.'
			: 'Run the command as the user of the service, or set TROUPE_API_TOKEN.',
		details: { file },
		cause,
	});
}
