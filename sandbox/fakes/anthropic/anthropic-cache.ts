import { countTokens } from '../fake-server';

/** Tokens read from and written to the cache. */
export interface Cached {
	read: number;
	written: number;
}

/** Fewer tokens are not cached. */
const minTokens = 1024;

interface Body {
	tools?: unknown[];
	system?: unknown;
	messages: Array<{ role: string; content: unknown }>;
}

/** Blocks before a mark that the real service checks. */
const looksBack = 20;

/** Caches request prefixes up to marks, like the real service. */
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
