import type { Match } from '../../../../ports';
import { allMatches } from '../../../all-matches';
import { normalize } from '../../reading/normalize';
import { feature, type ReadableText } from '../../reading/readable-text';
import type { Recognizer } from '../../recognizer';

/** IEEE 802: 48 bits, or 64 (EUI-64), in octets or, as Cisco writes them, in groups of four digits. The look-behind is one character long. */
const octets =
	/(?=[\dA-Fa-f]{2}[:-])(?<![\p{L}\p{N}_]|(?<![\p{L}\p{N}])[\dA-Fa-f]{2}[:-])[\dA-Fa-f]{2}([:-])\n?(?:[\dA-Fa-f]{2}\1\n?){4}(?:[\dA-Fa-f]{2}\1\n?[\dA-Fa-f]{2}\1\n?)?[\dA-Fa-f]{2}(?![\p{L}\p{N}_]|[:-][\dA-Fa-f]{2})/gu;
const dotted = /(?=[\dA-Fa-f]{4}\.)(?<![\p{L}\p{N}_.-])[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}(?![\p{L}\p{N}_]|[.-][\dA-Fa-f])/gu;
const bare = /(?=[\dA-Fa-f]{12})(?<![\p{L}\p{N}_.-])(?=[\dA-Fa-f]{0,11}[A-Fa-f])(?=[\dA-Fa-f]{0,11}\d)[\dA-Fa-f]{12}(?![\p{L}\p{N}_])/gu;

/** Recognizes addresses of network devices. */
export const macAddress: Recognizer = {
	type: 'MAC_ADDRESS',
	name: { en: 'MAC address', pt: 'endereço MAC' },
	label: 'MAC',
	words: {
		en: [
			'mac',
			'mac address',
			'hardware address',
			'physical address',
			'ethernet',
			'ether',
			'arp',
			'lan',
			'hwaddr',
			'bssid',
			'wifi',
			'wi fi',
			'bluetooth',
			'lladdr',
			'device',
			...['arpa', 'cisco', 'hw', 'bia', 'vlan', 'switch', 'switchport', 'dynamic', 'hardware is'],
		],
		pt: ['mac', 'endereco mac', 'endereco fisico', 'placa de rede', 'aparelho', 'dispositivo', 'roteador', 'interface'],
	},
	needs: ({ has, digits, text }) => text.length > 11 && ((has & (feature.colon | feature.dash | feature.dot)) !== 0 || digits > 0),
	find(text) {
		const matches: Match[] = [];
		if ((text.has & (feature.colon | feature.dash)) !== 0) collect(text, octets, scoreOctets, matches);
		if ((text.has & feature.dot) !== 0) collect(text, dotted, scoreDotted, matches);
		if (word.test(text.text)) collect(text, bare, (_, said) => (said > 0.5 ? 0.6 : 0), matches);
		return matches;
	},
	canonical: (value) => readDigits(value),
	partialMask(value) {
		const digits = readDigits(value);
		return `${digits.slice(0, 6).match(/../g)!.join(':')}:**:**:**`;
	},
};

const word = /(?<!\p{L})(?:mac(?!\p{L})|mac[_ ]?addr|hwaddr|lladdr|bssid|(?:hardware|physical) address|endere[cç]o f[ií]sico)/iu;

function collect({ text, words }: ReadableText, pattern: RegExp, score: (value: string, said: number) => number, matches: Match[]): void {
	for (const { 0: value, index } of allMatches(text, pattern)) {
		const end = index + value.length;
		const scored = isNobodys(value) ? 0 : score(value, words.sayFor('MAC_ADDRESS', index, end).for);
		if (scored > 0) matches.push({ type: 'MAC_ADDRESS', start: index, end, score: scored });
	}
}

/** Whether the address belongs to no device: all zeros, or the broadcast's ones. */
const isNobodys = (value: string): boolean => /^(?:0+|f+)$/i.test(readDigits(value));

/** Scores octets. Digits alone with dashes are more often lottery numbers and dates, but none of those begins with zeros. */
function scoreOctets(value: string, said: number): number {
	if (/[a-f]/i.test(value)) return value.includes(':') || said > 0 ? 1 : 0.95;
	if (said > 0) return 0.95;
	return value.includes(':') || value.startsWith('00') ? 0.6 : 0;
}

function scoreDotted(value: string, said: number): number {
	if (/[a-f]/i.test(value) && /\d/.test(value)) return 0.95;
	return said > 0.3 ? 0.85 : 0;
}

function readDigits(value: string): string {
	return normalize(value)
		.text.toLowerCase()
		.replace(/[^\da-f]/g, '');
}
