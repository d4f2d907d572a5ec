import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf, TroupeError } from '../../core/base/errors';
import { type Environment, readSetting } from '../../core/base/settings';

interface WebhookHintsParts {
	/** `whsec_` and base64, each as the registry answered it when the webhook was added; two while one replaces the other. */
	secrets: readonly string[];
	/** Whose events are heard; others' cost nothing. */
	tenant: string;
	/** Told what kind of event it was. What it causes is bounded there. */
	hint: (type: string) => void;
	/** Milliseconds since the epoch. */
	now?: () => number;
}

type HintHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** As Standard Webhooks advises: how far the sender's clock may be from ours. */
const toleranceMs = 5 * 60_000;
const mostRemembered = 1_000;

/**
 * Hears of the registry's events by webhook, https://www.standardwebhooks.com: signed, recent, once. Nothing in one is believed but that there
 * is something to ask for. One that is forged or repeated causes no request.
 */
export class WebhookHints {
	readonly #heard = new Map<string, number>();
	readonly #now: () => number;

	constructor(private readonly parts: WebhookHintsParts) {
		this.#now = parts.now ?? Date.now;
	}

	/**
	 * Bodies are bounded by whoever reads them.
	 * @throws TroupeError ACCESS_DENIED when it is not signed by the registry, or not now; INPUT_INVALID when it is, and is none of ours
	 */
	receive(headers: HintHeaders, body: Buffer): 'heard' | 'repeated' {
		const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
		// Cheap questions first: a flood costs no hash.
		if (typeof id !== 'string' || !/^[\w.-]{1,200}$/.test(id)) throw refused('missing', 'The header webhook-id is missing, or none.');
		if (typeof time !== 'string' || !/^\d{1,12}$/.test(time)) throw refused('missing', 'The header webhook-timestamp is missing, or none.');
		if (typeof signatures !== 'string' || signatures.length > 2_000) throw refused('missing', 'The header webhook-signature is missing.');
		const nowMs = this.#now();
		if (Math.abs(nowMs - Number(time) * 1000) > toleranceMs)
			throw refused('invalid', 'The webhook was signed more than five minutes from now, by the clock of this machine.');
		if (!this.#isSigned(`${id}.${time}.`, body, signatures)) throw refused('invalid', 'The signature of the webhook does not hold.');
		const { type, tenant } = readBody(body);
		if (tenant !== this.parts.tenant)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: 'The webhook is of another tenant than the one that this machine follows.',
				fix: 'Register the webhook with a token of the tenant that TROUPE_TENANT names here.',
			});
		if (!this.#isNew(id, nowMs)) return 'repeated';
		this.parts.hint(type);
		return 'heard';
	}

	#isSigned(head: string, body: Buffer, signatures: string): boolean {
		const given = signatures.split(' ').filter((one) => one.startsWith('v1,'));
		let holds = false;
		for (const secret of this.parts.secrets) {
			const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
			const expected = createHmac('sha256', key).update(head).update(body).digest();
			for (const one of given.slice(0, 5)) {
				const signature = Buffer.from(one.slice('v1,'.length), 'base64');
				if (signature.length === expected.length && timingSafeEqual(signature, expected)) holds = true;
			}
		}
		return holds;
	}

	/** Signed ones alone are remembered, for as long as their time is taken: forged ones push none out. */
	#isNew(id: string, nowMs: number): boolean {
		for (const [old, until] of this.#heard) {
			if (until > nowMs && this.#heard.size <= mostRemembered) break;
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
		// Said below: what it is not matters more than where it breaks.
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

/** One or two, with a space or a line break between them; none where webhooks are not received. @throws TroupeError INPUT_INVALID */
export function hintSecrets(env: Environment): string[] {
	const file = readSetting('TROUPE_HINT_SECRET_FILE', env);
	const secrets = (readSetting('TROUPE_HINT_SECRET', env) ?? (file ? readSecret(file) : '')).split(/\s+/).filter(Boolean);
	if (secrets.length <= 2 && secrets.every((secret) => /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))) return secrets;
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
			message: `TROUPE_HINT_SECRET_FILE cannot be read: ${messageOf(cause)}`,
			fix: 'Give the user that runs Troupe the right to read it.',
			cause,
		});
	}
}
