import { isPlaceholder } from './likely-secret';
import type { SecretMatch } from './rule';

const kind = /kind:[ \t]{1,4}["']?secret["']?(?![\w-])/giu;
const maxManifest = 4_000;
const separator = '\n---';
/** `data` is in base64, `stringData` is not. */
const block = /(?:^|\n)([ \t]{0,12})(?:data|stringData):[ \t]{0,4}(?=\r?\n)/g;
const field =
	/(?:\r?\n[ \t]{0,16}#[^\n]{0,200}){0,5}\r?\n([ \t]{1,16})["']?[\w.-]{1,100}["']?:[ \t]{0,4}(?:[|>][+-]?[ \t]{0,4}\r?\n[ \t]{1,20})?["']?([^\s"'#]{4,4000})/y;

/** Encrypted by SOPS, or the start of a list or of a template. */
const noSecret = /^(?:ENC\[|[[{])/;

/** Includes values of manifests, whatever their names are. */
export function* findKubernetesSecrets(text: string): Generator<SecretMatch | undefined> {
	let searched = 0;
	for (const match of text.matchAll(kind)) {
		if (match.index >= searched) {
			const before = text
				.slice(Math.max(searched, match.index - maxManifest), match.index)
				.split(separator)
				.at(-1)!;
			const after = text.slice(match.index, match.index + maxManifest).split(separator, 1)[0]!;
			yield* valuesIn(before + after, match.index - before.length);
			searched = match.index + after.length;
		}
		yield undefined;
	}
}

function* valuesIn(manifest: string, offset: number): Generator<SecretMatch> {
	for (const match of manifest.matchAll(block)) {
		const indent = match[1]!.length;
		field.lastIndex = match.index + match[0].length;
		for (let one = field.exec(manifest); one && one[1]!.length > indent; one = field.exec(manifest)) {
			const value = one[2]!;
			const end = offset + field.lastIndex;
			if (!isPlaceholder(value) && !noSecret.test(value))
				yield { type: 'SECRET', rule: 'kubernetes-secret', start: end - value.length, end, score: 0.8 };
		}
	}
}
