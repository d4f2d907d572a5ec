import { parseKnowingLosses } from './lossless-json';

/** Parses JSON of a model without loss: also in a code fence, with trailing commas, unquoted dates, or single quotes. */
export function parseLenientJson(text: string): { value: unknown; isStrict?: true } | undefined {
	const strict = parse(text);
	if (strict) return { ...strict, isStrict: true };
	const inner = withoutFence(text);
	return parse(inner) ?? parse(withoutSlips(inner)) ?? (inner.includes('"') ? undefined : parse(withDoubleQuotes(inner)));
}

function parse(text: string): { value: unknown } | undefined {
	try {
		return { value: parseKnowingLosses(text) };
	} catch {
		return undefined; // its message quotes the text
	}
}

const withoutFence = (text: string): string => /^\s*```\w{0,20}\s([^]*?)```\s*$/.exec(text)?.[1] ?? text;

const slip = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])|(?<=[:,[]\s?)\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?(?=\s*[,}\]])/g;

/** Removes trailing commas, and quotes dates: they can only be texts. */
const withoutSlips = (text: string): string =>
	text.replace(slip, (part) => (part === ',' ? '' : part.startsWith('"') ? part : `"${part}"`));

/** Reads a Python dictionary. An apostrophe in a text makes it invalid JSON, so it cannot be misread. */
const withDoubleQuotes = (text: string): string =>
	withoutSlips(text.replaceAll("'", '"').replace(/"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b/g, (part) => pythonWords[part] ?? part));

const pythonWords: Record<string, string> = { True: 'true', False: 'false', None: 'null' };
