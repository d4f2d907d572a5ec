import { countTokens } from '../fake-server';

/** Tokens of a request that came from the cache, and that went into it. */
export interface Cached {
	read: number;
	written: number;
}

/** Min tokens that are cached; less is not cached and costs nothing. */
const minTokens = 1024;

interface Body {
	tools?: unknown[];
	system?: unknown;
	messages: Array<{ role: string; content: unknown }>;
}

/** Blocks before a mark that the real service checks for a cached prefix. */
const looksBack = 20;

/** Caches the prefixes of requests up to their marks, like the real service, while the stand-in runs. */
export function createAnthropicCache(): (body: Body) => Cached {
	const kept = new Set<string>();
	return (body) => {
		const beginnings = listPrefixes(body);
		const marks = beginnings.flatMap(({ marked, text }, index) => (marked && countTokens(text) >= minTokens ? [index] : []));
		const found = marks.flatMap((mark) => beginnings.slice(Math.max(0, mark - looksBack), mark + 1)).filter(({ text }) => kept.has(text));
		const read = Math.max(0, ...found.map(({ text }) => countTokens(text)));
		const all = Math.max(0, ...marks.map((mark) => countTokens(beginnings[mark]!.text)));
		for (const mark of marks) kept.add(beginnings[mark]!.text);
		return { read, written: Math.max(0, all - read) };
	};
}

/** Returns the text of the request up to each of its blocks. */
function listPrefixes({ tools = [], system = [], messages }: Body): Array<{ text: string; marked: boolean }> {
	const blocks = [...tools, ...listBlocks(system), ...messages.flatMap(({ content }) => listBlocks(content))];
	let text = '';
	return blocks.map((one) => {
		const { cache_control: mark, ...block } = one as Record<string, unknown>;
		text += JSON.stringify(block);
		return { text, marked: mark !== undefined };
	});
}

function listBlocks(content: unknown): unknown[] {
	return Array.isArray(content) ? content : [{ type: 'text', text: content }];
}
