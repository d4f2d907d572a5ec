import { readFileSync } from 'node:fs';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { checkSignature, isSecret, toleranceMs } from '../../core/base/network/webhook-signature';

interface WebhookHintsParts {
	/** `whsec_` and base64, from the registry's webhook; two during a replacement. */
	secrets: readonly string[];
	tenant: string;
	hint: (type: string) => void;
	now?: () => number;
}

type HintHeaders = Readonly<Record<string, string | string[] | undefined>>;

const maxRemembered = 1_000;

/** Receives webhooks, https://www.standardwebhooks.com: signed, recent, once. An event is only a hint; a forged or repeated one causes no request. */
export class WebhookHints {
	readonly #heard = new Map<string, number>();
	readonly #now: () => number;

	constructor(private readonly parts: WebhookHintsParts) {
		this.#now = parts.now ?? Date.now;
	}

	/**
	 * The caller bounds the body. @throws TroupeError ACCESS_DENIED when the registry did not sign it, or not recently; INPUT_INVALID when it is
	 * signed but not an event of Troupe
	 */
	receive(headers: HintHeaders, body: Buffer): 'heard' | 'repeated' {
		const id = headers['webhook-id'];
		if (typeof id !== 'string' || !/^[\w.-]{1,200}$/.test(id)) throw refused('missing', 'The header webhook-id is missing or invalid.');
		const nowMs = this.#now();
		this.#checkSignature(headers, body, nowMs);
		const { type, tenant } = readBody(body);
		if (tenant !== this.parts.tenant)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: 'The webhook belongs to another tenant than this machine.',
				fix: 'Register the webhook with a token of the tenant in TROUPE_TENANT.',
			});
		if (!this.#isNew(id, nowMs)) return 'repeated';
		this.parts.hint(type);
		return 'heard';
	}

	#checkSignature(headers: HintHeaders, body: Buffer, nowMs: number): void {
		const results = this.parts.secrets.map((secret) => checkSignature(secret, headers, body, nowMs));
		if (results.includes('valid')) return;
		if (results.includes('timestamp'))
			throw refused('invalid', 'The webhook was signed more than five minutes before or after the current time of this machine.');
		const isMissing = ['webhook-timestamp', 'webhook-signature'].some((name) => headers[name] === undefined);
		throw isMissing
			? refused('missing', 'The header webhook-timestamp or webhook-signature is missing.')
			: refused('invalid', 'The signature of the webhook is invalid.');
	}

	/** Remembers only signed events until they expire, so forged ones cannot displace them. */
	#isNew(id: string, nowMs: number): boolean {
		for (const [old, until] of this.#heard) {
			if (until > nowMs && this.#heard.size <= maxRemembered) break;
			this.#heard.delete(old);
		}
		if (this.#heard.has(id)) return false;
		this.#heard.set(id, nowMs + 2 * toleranceMs);
		return true;
	}
}

function readBody(body: Buffer): { type: string; tenant: unknown } {
	try {
		const { type, data } = JSON.parse(body.toString('utf8')) as { type: unknown; data: { tenant: unknown } };
		if (typeof type === 'string') return { type, tenant: data.tenant };
	} catch {
		// The error below covers every kind of invalid body.
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The webhook holds no event of a registry.',
		fix: 'Send here what the registry of TROUPE_REGISTRY_URL sends, and nothing else.',
	});
}

function refused(reason: 'missing' | 'invalid', message: string): TroupeError {
	const fix = 'Set TROUPE_HINT_SECRET to the secret that the registry answered when the webhook was added, and check the clocks of both.';
	return new TroupeError({ code: 'ACCESS_DENIED', message, fix, details: { reason } });
}

/** One or two, separated by a space or line break; none where webhooks are not received. @throws TroupeError INPUT_INVALID */
export function hintSecrets(env: Environment): string[] {
	const file = readSetting('TROUPE_HINT_SECRET_FILE', env);
	const secrets = (readSetting('TROUPE_HINT_SECRET', env) ?? (file ? readSecret(file) : '')).split(/\s+/).filter(Boolean);
	if (secrets.length <= 2 && secrets.every(isSecret)) return secrets;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'TROUPE_HINT_SECRET is not one or two secrets of webhooks, each whsec_ and at least 24 bytes as base64.',
		fix: 'Set it to what `POST /api/v1/webhooks` of the registry answered as `secret`.',
	});
}

function readSecret(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `TROUPE_HINT_SECRET_FILE cannot be read: ${getErrorMessage(cause)}`,
			fix: 'Allow the user that runs Troupe to read it.',
			cause,
		});
	}
}
