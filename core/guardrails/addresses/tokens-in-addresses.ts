import { tokenShape } from '../../base/text/masked-token';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { listViews } from './browser-views';
import { listPlaces, type Place, type AddressedText } from './places-of-addresses';
import { addressStarts, bareHost, hostAfterValue, isAmong, listHosts, parseWebAddress } from './web-address';

const hostReach = 300;
/** Their target is only the value. */
const ownTarget = /^(?:mailto|tel|sms|whatsapp):$/i;
/** Max nested addresses; more are refused. */
const maxNested = 20;

/**
 * Finds tokens in an address, such as a link or image target, that nobody wrote there: its reader would get the values, for an image without a click.
 * Reads addresses as browsers do. @param before preceding text @returns the tokens, in positions of the text
 */
export function findTokensInAddresses(text: string, given: GivenTexts, before = '', kind: AddressedText = 'reply'): Match[] {
	const whole = before + text;
	const rules = new AddressRules(given);
	const tokens = [...whole.matchAll(tokenShape)];
	const places = listPlaces(whole, tokens, kind);
	return tokens.flatMap(({ 0: token, index }, at) => {
		if (index < before.length) return [];
		const after = whole.slice(index + token.length, index + token.length + hostReach);
		if (places[at]!.every((place) => rules.mayEnd(place, token)) && rules.mayBegin(token, after)) return [];
		const start = index - before.length;
		return [{ type: 'TOKEN', start, end: start + token.length, score: 1 }];
	});
}

class AddressRules {
	readonly #hosts: ReadonlySet<string>;
	#others: string[] | undefined;

	constructor(private readonly given: GivenTexts) {
		this.#hosts = new Set([...listHosts(given.author), ...given.allowedHosts]);
	}

	/** True if the part has no address, or somebody gave it with the token. */
	mayEnd({ text, kind }: Place, token: string): boolean {
		const plain = token.replaceAll('\\', '');
		if (kind === 'code') return listViews(text).some((view) => this.#isGiven(view + plain));
		return listViews(text).every((view) => {
			const starts = [...view.matchAll(addressStarts)].map(({ index }) => index);
			const bare = kind === 'word' && starts.length === 0 ? view.search(bareHost) : -1;
			if (bare >= 0) starts.push(bare);
			if (kind === 'address') starts.push(0);
			return starts.length <= maxNested && starts.every((start) => this.#mayHold(view.slice(start).trimStart(), plain));
		});
	}

	/** `[CPF_1_k3f9x2].evil.example` */
	mayBegin(token: string, after: string): boolean {
		const [word = ''] = after.replace(tokenShape, 'x').split(/\s/, 1);
		return listViews(word).every((view) => {
			const host = hostAfterValue(view);
			return host === undefined || isAmong(host.toLowerCase(), this.#hosts) || this.#isGiven(token + word);
		});
	}

	#mayHold(address: string, token: string): boolean {
		if (ownTarget.test(address) || this.#isGiven(address + token)) return true;
		const host = readHost(address);
		return host !== undefined && isAmong(host, this.#hosts);
	}

	#isGiven(part: string): boolean {
		this.#others ??= this.given.others.flatMap((text) => [text, ...listViews(text)]);
		return this.#others.some((text) => text.includes(part));
	}
}

/** The first token can be part of the host, which ends only at a path or query. */
function readHost(address: string): string | undefined {
	const rest = address.replace(/^(?:https?:)?\/*/i, '');
	return /^[^/?#]+[/?#]/.test(rest) ? parseWebAddress(address)?.hostname : undefined;
}
