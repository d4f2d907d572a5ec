import { countTokens } from '../fake-server';

/** Tokens of a request that came from the cache, and that went into it. */
export interface Cached {
	read: number;
	written: number;
}

/** The least that is kept, in tokens; less is not, and costs nothing. */
const leastTokens = 1024;

interface Body {
	tools?: unknown[];
	system?: unknown;
	messages: Array<{ role: string; content: unknown }>;
}

/** Blocks before a mark at which the real service looks for something kept. */
const looksBack = 20;

/** Keeps the beginnings of requests up to their marks, as the real service does, for as long as the stand-in runs. */
export function createAnthropicCache(): (body: Body) => Cached {
	const kept = new Set<string>();
	return (body) => {
		const beginnings = beginningsOf(body);
		const marks = beginnings.flatMap(({ marked, text }, index) => (marked && countTokens(text) >= leastTokens ? [index] : []));
		const found = marks.flatMap((mark) => beginnings.slice(Math.max(0, mark - looksBack), mark + 1)).filter(({ text }) => kept.has(text));
		const read = Math.max(0, ...found.map(({ text }) => countTokens(text)));
		const all = Math.max(0, ...marks.map((mark) => countTokens(beginnings[mark]!.text)));
		for (const mark of marks) kept.add(beginnings[mark]!.text);
		return { read, written: Math.max(0, all - read) };
	};
}

/** The request's text up to each of its blocks. */
function beginningsOf({ tools = [], system = [], messages }: Body): Array<{ text: string; marked: boolean }> {
	const blocks = [...tools, ...blocksOf(system), ...messages.flatMap(({ content }) => blocksOf(content))];
	let text = '';
	return blocks.map((one) => {
		const { cache_control: mark, ...block } = one as Record<string, unknown>;
		text += JSON.stringify(block);
		return { text, marked: mark !== undefined };
	});
}

function blocksOf(content: unknown): unknown[] {
	return Array.isArray(content) ? content : [{ type: 'text', text: content }];
}
