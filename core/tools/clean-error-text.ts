import { findSecrets } from '../guardrails/secrets/scan-secrets';
import { maskSecrets } from '../guardrails/secrets/mask-secrets';

const maxLength = 2_000;
/** A path of a machine, not of an API: below a usual root folder, or on a drive. */
const hostPath =
	/(?<![\w/:.])(?:file:\/\/)?\/(?:home|root|usr|var|tmp|opt|etc|app|srv|mnt|proc|data|private|Users)\/[^\s"'<>)]{1,300}|\b[A-Za-z]:\\[^\s"'<>]{1,300}/g;

/** Removes secrets, stack traces and paths of this machine from a tool's error for the model. */
export function cleanErrorText(text: string): string {
	const lines = text
		.slice(0, maxLength)
		.split('\n')
		.filter((line) => !/^\s{0,20}at\s/.test(line));
	const plain = lines
		.join('\n')
		.replace(/\b(authorization|cookie|x-api-key|api-key)\b(["']?\s{0,3}[:=]\s{0,3}).{1,1000}/gi, '$1$2[SECRET]')
		.replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,1000}/gi, '$1 [SECRET]')
		.replace(/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,200}@/gi, '$1')
		.replace(hostPath, '[path]');
	return maskSecrets(plain, findSecrets(plain), 'redact');
}
