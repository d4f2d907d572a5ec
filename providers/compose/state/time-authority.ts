import { readFileSync } from 'node:fs';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting, settingIs } from '../../../core/base/settings/settings';
import { readPemCertificates } from '../../anchors/timestamp/pem-certificates';
import { askForTimestamp, type TimeAuthority } from '../../anchors/timestamp/time-authority';
import { guardedFetch } from '../../http/guarded-fetch';

/** Undefined without one. @throws TroupeError INPUT_INVALID */
export function readTimeAuthority(environment?: Environment): TimeAuthority | undefined {
	const url = readSetting('TROUPE_AUDIT_TSA', environment);
	if (url === undefined) return undefined;
	const parsed = URL.parse(url);
	if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password || parsed.hash)
		throw refuse('TROUPE_AUDIT_TSA', 'is not an http or https URL without a password', 'Write it as https://timestamp.example.com/tsr.');
	const roots = readTimeRoots(environment);
	if (roots === undefined) throw refuse('TROUPE_AUDIT_TSA_CA', 'is not set, and timestamps are judged by it', namesRoot);
	return { url, roots };
}

/** PEM; undefined without TROUPE_AUDIT_TSA_CA. @throws TroupeError INPUT_INVALID */
export function readTimeRoots(environment?: Environment): string | undefined {
	const file = readSetting('TROUPE_AUDIT_TSA_CA', environment);
	if (file === undefined) return undefined;
	try {
		const roots = readFileSync(file, 'utf8');
		if (readPemCertificates(roots).length > 0) return roots;
	} catch (cause) {
		throw refuse('TROUPE_AUDIT_TSA_CA', `names ${file}, which cannot be read (${getErrorMessage(cause)})`, namesRoot);
	}
	throw refuse('TROUPE_AUDIT_TSA_CA', `names ${file}, which has no certificate`, namesRoot);
}

export function timestampOf(text: string, authority: TimeAuthority, environment?: Environment): Promise<Buffer> {
	const send = guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', environment) });
	return askForTimestamp(text, { authority, fetch: send });
}

const namesRoot = 'Name a PEM file with the root certificate of the time-stamping authority, which its operator publishes.';

const refuse = (setting: string, problem: string, fix: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `${setting} ${problem}.`, fix });
