const bullet = /^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+/;
const heading = /^ {0,3}#{1,6}[ \t]/;

let segmenter: Intl.Segmenter | undefined;

/** From Markdown, without headings and bullets. List items stay with the line that introduces them. */
export function splitIntoSentences(text: string): string[] {
	segmenter ??= new Intl.Segmenter('pt', { granularity: 'sentence' });
	return splitIntoBlocks(text).flatMap((block) =>
		[...segmenter!.segment(block)].map(({ segment }) => segment.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence)),
	);
}

function splitIntoBlocks(text: string): string[] {
	const blocks: string[] = [];
	let open = false;
	for (const line of text.split(/\r\n|\r|\n/)) {
		const item = bullet.test(line);
		const content = line.replace(bullet, '').trim();
		if (content === '' || heading.test(line)) {
			open = open && content === '' && blocks.at(-1)!.endsWith(':');
		} else if (open && (!item || /:$|;$/.test(blocks.at(-1)!))) {
			blocks.push(`${blocks.pop()} ${item && !content.endsWith(';') && !/[.!?]$/.test(content) ? `${content};` : content}`);
		} else {
			blocks.push(content);
			open = true;
		}
	}
	return blocks.map((block) => block.replace(/;$/, '.'));
}
