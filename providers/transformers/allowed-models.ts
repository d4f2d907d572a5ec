import { TroupeError } from '../../core/base/errors';

export interface AllowedModel {
	/** A folder, a hub model's id, or all models of an owner (`Xenova/*`). */
	name: string;
	/** Digest as by `hashFile`. Default: any not demanded by another entry. */
	digest?: string;
}

const setting = 'TROUPE_LOCAL_MODELS';
const entry = /^(\/\S*?|[A-Za-z\d][\w.-]*\/(?:\*|[A-Za-z\d][\w.-]*))(?:=(sha256:[\da-f]{64}))?$/;

/** Reads `Xenova/* /models/minilm=sha256:…`. @throws TroupeError INPUT_INVALID */
export function readAllowedModels(list: string): AllowedModel[] {
	return list
		.split(/[\s,]+/)
		.filter(Boolean)
		.map((text) => {
			const [, name, digest] = entry.exec(text) ?? [];
			if (name !== undefined) return { name, ...(digest !== undefined && { digest }) };
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `${setting} has the invalid entry ${JSON.stringify(text.slice(0, 200))}.`,
				fix: 'Name models as OWNER/NAME, OWNER/* or an absolute folder, each optionally followed by =sha256: and 64 hexadecimal digits.',
			});
		});
}

/**
 * Returns a digest check if the list demands one. @param name its folder, or its id on a hub @param list undefined allows all models @throws
 * TroupeError MODEL_REFUSED for an unlisted model
 */
export function requireAllowed(name: string, list: readonly AllowedModel[] | undefined): ((digest: string) => void) | undefined {
	if (!list) return undefined;
	const own = list.filter(
		(one) => one.name === name || (one.name.endsWith('/*') && !name.startsWith('/') && name.startsWith(one.name.slice(0, -1))),
	);
	if (own.length === 0) throw refused(`The local model ${name} is not on the list ${setting}.`, `Add it there if you trust it.`, name);
	const digests = own.flatMap(({ digest }) => digest ?? []);
	if (digests.length === 0) return undefined;
	return (digest) => {
		if (digests.includes(digest)) return;
		const expected = digests.join(' or ');
		throw refused(
			`The files of the local model ${name} have the digest ${digest}, but ${setting} expects ${expected}.`,
			'Restore the files that you approved. If you trust the new ones, change the digest in the list.',
			name,
		);
	};
}

const refused = (message: string, fix: string, model: string) =>
	new TroupeError({ code: 'MODEL_REFUSED', message, fix, details: { model } });
