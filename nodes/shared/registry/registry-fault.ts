import { isTroupeError, TroupeError } from '../../../core/base/errors';

/** Words a fault of the registry's client for n8n, where the address comes from a credential, not from the environment. */
export function inWordsOfNodes(error: unknown): unknown {
	if (!isTroupeError(error) || error.code !== 'REGISTRY_UNREACHABLE') return error;
	const { code, message, retryable, retryAfterMs, details, cause } = error;
	const fix = 'Check that `troupe serve` is running, and check the base URL in the credential Troupe Registry API.';
	return new TroupeError({ code, message, fix, retryable, retryAfterMs, details, cause });
}
