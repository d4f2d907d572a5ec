import { parseKnowingLosses } from './lossless-json';

/** Parses JSON that a model wrote, where nothing is lost: also in a code fence, with a comma before a closing bracket, and with single quotes. */
export function parseLenientJson(text: string): { value: unknown; isStrict?: true } | undefined {
	const strict = parse(text);
	if (strict) return { ...strict, isStrict: true };
	const inner = withoutFence(text);
	return parse(inner) ?? parse(withoutTrailingCommas(inner)) ?? (inner.includes('"') ? undefined : parse(withDoubleQuotes(inner)));
}

function parse(text: string): { value: unknown } | undefined {
	try {
		return { value: parseKnowingLosses(text) };
	} catch {
		return undefined; // its message quotes the text
	}
}

const withoutFence = (text: string): string => /^\s*```\w{0,20}\s([^]*?)```\s*$/.exec(text)?.[1] ?? text;

const withoutTrailingCommas = (text: string): string =>
	text.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? '' : part));

/** As Python writes a dictionary. An apostrophe in a text is then no JSON, so it cannot be misread. */
const withDoubleQuotes = (text: string): string =>
	withoutTrailingCommas(
		text.replaceAll("'", '"').replace(/"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b/g, (part) => pythonWords[part] ?? part),
	);

const pythonWords: Record<string, string> = { True: 'true', False: 'false', None: 'null' };
