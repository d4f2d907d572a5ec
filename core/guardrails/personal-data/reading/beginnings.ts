export const anyCharacter = '\0';
const longest = 2;
const nothing: ReadonlySet<string> = new Set(['']);
const whatever: ReadonlySet<string> = new Set([anyCharacter]);

/** Returns the lower-case first two characters of an expression's matches. Supports the syntax of labels; anything else stands for any character. */
export function readBeginnings(source: string): ReadonlySet<string> {
	let at = 0;
	return readAlternatives();

	function readAlternatives(): ReadonlySet<string> {
		let beginnings = readSequence();
		while (source[at] === '|') {
			at++;
			beginnings = new Set([...beginnings, ...readSequence()]);
		}
		return beginnings;
	}

	function readSequence(): ReadonlySet<string> {
		let beginnings = nothing;
		while (at < source.length && source[at] !== '|' && source[at] !== ')') beginnings = join(beginnings, readQuantified());
		return beginnings;
	}

	function readQuantified(): ReadonlySet<string> {
		const once = readAtom();
		const [written, least, most] = quantifier.exec(source.slice(at)) ?? [''];
		if (written === '') return once;
		at += written.length;
		const twice = written === '?' || most === '1' ? [] : join(once, once);
		const optional = '?*'.includes(written[0]!) || least === '0';
		return new Set([...once, ...twice, ...(optional ? nothing : [])]);
	}

	function readAtom(): ReadonlySet<string> {
		const character = source[at++]!;
		if (character === '(') return readGroup();
		if (character === '[' || character === '\\') {
			at--;
			const written = (character === '[' ? oneOf : escape).exec(source.slice(at))![0];
			at += written.length;
			return readOneOf(written);
		}
		return character === '.' ? whatever : new Set([character.toLowerCase()]);
	}

	function readGroup(): ReadonlySet<string> {
		const [opening] = group.exec(source.slice(at))!;
		at += opening.length;
		const inside = readAlternatives();
		at++;
		return opening === '' || opening === '?:' ? inside : nothing;
	}
}

const quantifier = /^(?:[?*+]|\{(\d+)(?:,(\d*))?\})/;
const oneOf = /^\[(?:\\.|[^\]\\])+\]/;
const escape = /^\\(?:[pP]\{\w+\}|.)/;
const group = /^(?:\?(?::|<?[=!]))?/;
const plainOneOf = /^\[([^\\^-]+)\]$/;
const escapedSign = /^\\([^\w\s])$/;

function readOneOf(written: string): ReadonlySet<string> {
	const characters = plainOneOf.exec(written)?.[1] ?? escapedSign.exec(written)?.[1];
	return characters === undefined ? whatever : new Set(characters.toLowerCase());
}

function join(first: ReadonlySet<string>, second: ReadonlySet<string>): ReadonlySet<string> {
	const joined = new Set<string>();
	for (const start of first) {
		if (start.length >= longest) joined.add(start);
		else for (const end of second) joined.add((start + end).slice(0, longest));
	}
	return joined;
}
