import { tokenShape } from '../../base/text/masked-token';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { listViews } from './browser-views';
import { listTags, readOpenAttribute } from './html-tags';
import type { TagRegion } from './html-tags';
import { addressStarts, bareHost, hostAfterValue, isAmong, listHosts, parseWebAddress } from './web-address';

/** In a reply, an address ends at a space; a tool argument can be an address as a whole. */
type AddressedText = 'reply' | 'argument';

interface Place {
	text: string;
	/** `address`: all of it; `word`: possibly a host without a scheme; `code`: can build an address; `part`: any. */
	kind: 'address' | 'word' | 'code' | 'part';
}

interface Position {
	index: number;
}

/** Legitimate addresses are not longer. */
const reach = 2_000;
const anyScheme = /^[\s<]{0,20}[a-z][a-z0-9+.-]{0,60}:/i;
const hasScheme = (text: string): boolean => listViews(text).some((view) => anyScheme.test(view));
const startsWithAddress = (text: string): boolean =>
	listViews(text).some((view) => view.search(addressStarts) === 0 || view.search(bareHost) === 0);

/** Lists, for each token, the text parts before it that can begin an address. */
function listPlaces(text: string, tokens: readonly Position[], kind: AddressedText): Place[][] {
	const tags = listTags(text);
	const targets = new OpenTargets(text);
	let at = 0;
	return tokens.map(({ index }) => {
		while (at < tags.length && tags[at]!.end <= index) at++;
		const tag = tags[at] && tags[at]!.start < index ? tags[at] : undefined;
		const view = text.slice(Math.max(0, index - reach), index);
		const line = view.slice(view.lastIndexOf('\n') + 1);
		return [
			...placesOfTag(text, tag, index),
			...placesOfTarget(text, targets.startBefore(index), index),
			...placesOfReference(line),
			{ text: line.split(/\s/).at(-1)!, kind: view.length === reach && !/\s/.test(view) ? 'code' : 'word' },
			...placesOfWhole(text.slice(0, Math.min(index, reach)), kind),
		];
	});
}

/** `<img src="…`, `<https://…`, `<style>@import '…` */
function placesOfTag(text: string, tag: TagRegion | undefined, index: number): Place[] {
	if (!tag) return [];
	if (tag.isCode || index - tag.start > reach) return [{ text: text.slice(Math.max(tag.start, index - reach), index), kind: 'code' }];
	const open = text.slice(tag.start + 1, index);
	const { name = '', value = '' } = readOpenAttribute(open) ?? {};
	const kind = name === 'style' || name.startsWith('on') ? 'code' : hasScheme(value) ? 'address' : 'part';
	return [
		{ text: open, kind: 'part' },
		{ text: value, kind },
	];
}

function placesOfTarget(text: string, start: number | undefined, index: number): Place[] {
	if (start === undefined) return [];
	const target = text.slice(start, Math.min(index, start + reach)).replace(/^[\s<]+/, '');
	return [{ text: target, kind: index - start > reach ? 'code' : hasScheme(target) ? 'address' : 'part' }];
}

/** `[label]: …`, also in a list or quotation. */
function placesOfReference(line: string): Place[] {
	const target = /^[\s>*+\d.)-]{0,20}\[[^\]]{1,999}\]:(.+)$/.exec(line)?.[1];
	return target === undefined ? [] : [{ text: target, kind: 'part' }];
}

/** Browsers drop line breaks in an address; tools accept spaces in an argument. */
function placesOfWhole(text: string, kind: AddressedText): Place[] {
	const whole = text.trimStart();
	if (text.length === reach || (kind === 'reply' && whole.includes(' ')) || !startsWithAddress(whole)) return [];
	return [{ text: whole, kind: 'word' }];
}

class OpenTargets {
	#from = 0;
	#start: number | undefined;

	constructor(private readonly text: string) {}

	startBefore(index: number): number | undefined {
		for (const { 0: sign, index: at } of this.text.slice(this.#from, index).matchAll(/\]\(|\)|>|\n[ \t]*\n/g)) {
			const isQuoted = this.#start !== undefined && /^\s*</.test(this.text.slice(this.#start, this.#start + 20));
			if (sign === '](') this.#start = this.#from + at + 2;
			else if (sign.startsWith('\n') || (sign === '>') === isQuoted) this.#start = undefined;
		}
		this.#from = index;
		return this.#start;
	}
}

const hostReach = 300;
/** Their target is only the value. */
const ownTarget = /^(?:mailto|tel|sms|whatsapp):$/i;
/** Max nested addresses; more are refused. */
const maxNested = 20;

/**
 * Finds tokens in an address that nobody wrote there: its reader would get the values, for an image without a click. Reads addresses as
 * browsers do. @param before preceding text @returns the tokens, in positions of the text
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
