import { TroupeError } from '../../core/base/errors';
import { looksGenerated } from '../../core/guardrails/secrets/likely-secret';
import { findSecrets } from '../../core/guardrails/secrets/scan-secrets';

/** A run of characters as keys and tokens have them. */
const runs = /[\w+/=.:~-]{12,200}/g;
const maxLength = 500;

/** Checks for a name of a credential that is rather the secret itself: the form of a known key, or a generated value. */
export function looksLikeSecret(name: string): boolean {
	const text = name.slice(0, maxLength);
	return findSecrets(text).length > 0 || (text.match(runs) ?? []).some(looksGenerated);
}

/** Refuses a secret in the place of a name, before anything stores it. @throws TroupeError INPUT_INVALID, without the name */
function refuseSecretName(name: string): void {
	if (!looksLikeSecret(name)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			'The name of the credential looks like a secret itself, so that nothing of it was stored. Expected the name of a stored credential.',
		fix: 'Store the secret with `troupe credentials add`, and answer with the name that you gave it there.',
	});
}

const named = /(?:the credential|a credencial)\s+(\S.{0,200})/giu;

/** Refuses a change that names a credential by a secret. @throws TroupeError INPUT_INVALID */
export const refuseSecretChange = (text: string): void => {
	for (const [, name] of text.matchAll(named)) refuseSecretName(name!);
};
