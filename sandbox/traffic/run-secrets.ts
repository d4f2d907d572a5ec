import { TroupeError } from '../../core/base/errors';
import type { OutsideAnswer, OutsideRequest } from '../network/outlet';
import { SecretForms } from './secret-forms';

/** Code writes `${NAME}`, and the host inserts the unseen value, for this host only. */
export interface RunSecret {
	name: string;
	value: string;
	/** `api.example.com`, or with a port other than 443. */
	host: string;
}

/** A shorter value would match unrelated texts. */
const minLength = 8;
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export class RunSecrets {
	readonly #secrets: readonly RunSecret[];
	readonly #forms = new SecretForms();

	/** @throws TroupeError INPUT_INVALID */
	constructor(secrets: readonly RunSecret[]) {
		this.#secrets = secrets;
		for (const { name, value } of secrets) {
			// oxlint-disable-next-line no-control-regex -- such a character would end a header
			if (value.length < minLength || /[\x00-\x1f\x7f]/.test(value)) throw unfit(name);
			const bytes = Buffer.from(value);
			const forms = [
				value,
				encodeURIComponent(value),
				new URLSearchParams({ '': value }).toString().slice(1),
				JSON.stringify(value).slice(1, -1),
			];
			for (const form of [...forms, ...(['base64', 'base64url', 'hex'] as const).map((encoding) => bytes.toString(encoding))])
				this.#forms.add(form, placeholder(name));
		}
	}

	fill({ method, url, headers, body }: OutsideRequest): OutsideRequest {
		const secrets = this.#secrets.filter(({ host }) => mayHave(url, host));
		if (secrets.length === 0) return { method, url, headers, body };
		const fill = (text: string, encode: (value: string) => string = (value) => value) =>
			secrets.reduce((filled, { name, value }) => filled.replaceAll(placeholder(name), () => encode(value)), text);
		const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
		return {
			method,
			url: new URL(
				url.origin +
					secrets.reduce(
						(path, { name, value }) => path.replaceAll(inAddress(name), () => encodeURIComponent(value)),
						url.pathname + url.search,
					),
			),
			headers: headers.map(([name, value]) => [name, name === 'authorization' ? this.#fillLogin(value, fill) : fill(value)]),
			body: this.#fillBody(body, type, fill),
		};
	}

	/** Hides all values in an answer, also those split over two parts. A server can still encode them its own way: its host was trusted with them. */
	hide({ status, headers, length, body }: OutsideAnswer): OutsideAnswer {
		if (this.#forms.isEmpty) return { status, headers, length, body };
		return {
			status,
			headers: headers.map(([name, value]) => [name, this.hideIn(value)]),
			body: this.#forms.hideStream(body),
		};
	}

	hideIn(text: string): string {
		return Buffer.from(this.#forms.hide(Buffer.from(text).toString('latin1')), 'latin1').toString();
	}

	/** RFC 7617: name and password are encoded together, as the code did with the placeholder. */
	#fillLogin(value: string, fill: (text: string) => string): string {
		const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(value) ?? [];
		if (encoded === undefined) return fill(value);
		const login = Buffer.from(encoded, 'base64').toString();
		const filled = Buffer.from(fill(login)).toString('base64');
		if (fill(login) !== login) this.#forms.add(filled, encoded);
		return `Basic ${filled}`;
	}

	#fillBody(body: Buffer, type: string, fill: (text: string, encode?: (value: string) => string) => string): Buffer {
		const text = body.toString('latin1');
		if (type.startsWith('application/x-www-form-urlencoded'))
			return Buffer.from(
				this.#secrets.reduce((form, { name }) => form.replaceAll(inAddress(name), () => fill(placeholder(name), encodeURIComponent)), text),
				'latin1',
			);
		if (!text.includes('${')) return body;
		const encode = type.includes('json') ? (value: string) => JSON.stringify(value).slice(1, -1) : undefined;
		return Buffer.from(
			fill(text, (value) => Buffer.from(encode?.(value) ?? value).toString('latin1')),
			'latin1',
		);
	}
}

const placeholder = (name: string) => `\${${name}}`;
const inAddress = (name: string) => new RegExp(`(?:\\$|%24)(?:\\{|%7B)${name}(?:\\}|%7D)`, 'gi');

/** A secret needs TLS, or stays on this machine. */
const mayHave = (url: URL, host: string) => url.host === host && (url.protocol === 'https:' || loopback.test(url.hostname));

function unfit(name: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The secret ${name} has fewer than ${minLength} characters, or a line break, so that it cannot be hidden in responses.`,
		fix: 'Pass a longer secret without line breaks.',
	});
}
