import type { Match } from '../../ports/guardrails/match';
import { hideText } from './hide-text';
import { createMaskParts, type MaskTextOptions } from './mask-text';
import { findPersonalData } from '../personal-data/find-personal-data';
import { QuietPlaces } from '../personal-data/reading/quiet-places';
import { matchBounds } from '../personal-data/match-bounds';
import type { TextStream } from '../text-stream';

/** Earlier output that can contain the words of a value. */
const lookBehind = matchBounds.match + matchBounds.words;
/** Without a quiet place for this long, as in a table, cuts between two matches. */
const maxHeld = 4096;

/**
 * Masks streamed text; the result does not depend on the pieces. Passes a plain word once the next is complete; holds a value until no later word can
 * identify it. @param onMatches called with the masked matches, in positions of the whole text @throws like maskText
 */
export function createMaskStream(options: MaskTextOptions = {}, onMatches: (matches: Match[]) => void = () => undefined): TextStream {
	const { types, locales, mask = 'partial' } = options;
	const parts = createMaskParts(options);
	const places = new QuietPlaces(types?.includes('PERSON') ?? false);
	let held = '';
	let heldFrom = 0; // In the whole text.
	let before = { read: '', hidden: '' }; // The preceding text, as input and output.

	/** @param length units of the held text */
	async function release(length: number): Promise<string> {
		const text = held.slice(0, length);
		const behind = held.slice(length, length + lookBehind);
		const hidden = places.loudEnd > heldFrom ? await hide(text, behind) : text;
		before = { read: (before.read + text).slice(-lookBehind), hidden: (before.hidden + hidden).slice(-lookBehind) };
		held = held.slice(length);
		heldFrom += length;
		return hidden;
	}

	async function hide(text: string, behind: string): Promise<string> {
		let context = before.read;
		const find = async (read: string): Promise<Match[]> => {
			const matches = matchesWithin(read, context, behind);
			context = before.hidden; // A second pass sees masked values.
			return matches;
		};
		const { text: hidden, matches } = await hideText(text, find, mask, parts);
		onMatches(matches.map((match) => ({ ...match, start: match.start + heldFrom, end: match.end + heldFrom })));
		return hidden;
	}

	function matchesWithin(text: string, context: string, behind: string): Match[] {
		return findPersonalData(context + text + behind, { types, locales })
			.filter(({ start, end }) => end > context.length && start < context.length + text.length)
			.map((match) => ({
				...match,
				start: Math.max(0, match.start - context.length),
				end: Math.min(text.length, match.end - context.length),
			}));
	}

	/** Returns the end of the last match beginning before the middle, else the middle: deterministic. */
	function placeBetweenMatches(): number {
		const middle = maxHeld / 2;
		const across = matchesWithin(held.slice(0, maxHeld), before.read, '').find(({ start, end }) => start < middle && end > middle);
		return across ? Math.max(across.start, 1) : middle;
	}

	return {
		async write(piece) {
			let hidden = '';
			// Unit by unit: cuts do not depend on the pieces.
			for (const unit of piece.split('')) {
				held += unit;
				places.read(unit);
				if (places.last > heldFrom) hidden += await release(places.last - heldFrom);
				else if (held.length === maxHeld) hidden += await release(placeBetweenMatches());
			}
			return hidden;
		},
		end() {
			places.end();
			return release(held.length);
		},
	};
}
