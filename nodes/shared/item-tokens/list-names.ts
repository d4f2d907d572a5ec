import { tokenShape } from '../../../core/base/text/masked-token';
import type { KnownValue } from '../../../core/guardrails/masking/known-values';

interface Shown {
	contact?: unknown;
	conversation?: unknown;
}

const types: Record<string, string> = { phone: 'PHONE_NUMBER', email: 'EMAIL_ADDRESS' };

/** Lists how a contact is called, of an item of the channel trigger or of a look-up: the name, and all names at providers. */
export function listNames({ contact, conversation }: Shown): KnownValue[] {
	const { name, phone, aliases } = (contact ?? {}) as { name?: unknown; phone?: unknown; aliases?: unknown };
	const { address } = (conversation ?? {}) as { address?: unknown };
	const known = Array.isArray(aliases) ? (aliases as Array<{ kind?: unknown; value?: unknown } | null>) : [];
	const named = [
		{ type: 'PERSON', value: name },
		{ type: 'PHONE_NUMBER', value: phone },
		...known.map((alias) => ({ type: types[String(alias?.kind)] ?? 'PERSON', value: alias?.value })),
		{ type: 'PHONE_NUMBER', value: address },
	];
	const texts = named.flatMap(({ type, value }) => (typeof value === 'string' && !isToken(value) ? [{ type, value }] : []));
	// Providers leave the sign out, or write it.
	return texts.flatMap(({ type, value }) =>
		/^\+\d+$/.test(value)
			? [
					{ type, value },
					{ type, value: value.slice(1) },
				]
			: [{ type, value }],
	);
}

const isToken = (value: string): boolean => value.replaceAll(tokenShape, '').trim() === '';
