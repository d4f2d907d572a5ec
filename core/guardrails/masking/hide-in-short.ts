import { beginBeforeMask, endAfterMask } from '../../base/text/cut-for-mask';
import { findPersonalData } from '../personal-data/find-personal-data';
import { findRecognizer } from '../personal-data/recognizers';
import { type PersonalDataType, personalDataTypes } from '../personal-data/types';
import { maskSecrets } from '../secrets/mask-secrets';
import { findSecrets } from '../secrets/scan-secrets';

/** Max length without a pause. */
const maxShown = 4_000;

/** Operators need machine addresses in errors; a password inside is a secret. */
const addresses: readonly PersonalDataType[] = ['URL', 'IP_ADDRESS'];
const types = personalDataTypes.filter((type) => !addresses.includes(type));

/** Field names and routes: most texts of programs. */
const plainWord = /^[A-Za-z_./:{}*-]{0,40}$/;

/** Masks personal data, keys, tokens and passwords for operators, synchronously. Cuts long text. */
export function hideInShort(text: string): string {
	if (plainWord.test(text)) return text;
	const read = beginBeforeMask(text, maxShown);
	const known = maskSecrets(read, findSecrets(read), 'redact');
	let hidden = '';
	let end = 0;
	for (const match of findPersonalData(known, { types })) {
		hidden += `${known.slice(end, match.start)}[${findRecognizer(match.type).label}]`;
		end = match.end;
	}
	hidden = endAfterMask(hidden + known.slice(end), read !== text);
	return hidden.length > maxShown ? `${hidden.slice(0, maxShown)}…` : hidden;
}
