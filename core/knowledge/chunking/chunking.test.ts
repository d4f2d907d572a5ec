import fc from 'fast-check';
import type { DocumentText } from '../../ports/knowledge/document-reader';
import { chunkDocument, chunkerStamp, defaultSizes, type ChunkerOptions } from './chunk-document';
import { nameChunks } from './name-chunks';
import { maxSections, readOutline } from '../../base/text/outline';
import { slowTest } from '../../../test/support/slow-tests';

const markdown = (text: string): DocumentText => ({ text, format: 'markdown', mediaType: 'text/markdown' });
const chunksOf = (text: string, options?: ChunkerOptions) => chunkDocument(markdown(text), options);
const textsOf = (text: string, options?: ChunkerOptions) => chunksOf(text, options).map((chunk) => chunk.text);
const small = { wantedTokens: 10, maximumTokens: 14, overlapTokens: 0 };

const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
const anyText = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'# One\n',
				'## Two\r\n',
				'\n\n',
				'\r\n',
				'- item\n',
				'| a | b |\n',
				'```\n',
				'   \n',
				'. ',
				'e\u0301',
				'👩‍👧',
				'word ',
				'世界。',
			),
			fc.string({ unit: codeUnit, maxLength: 20 }),
			fc.nat(500).map((length) => 'x'.repeat(length)),
		),
		{ maxLength: 40 },
	)
	.map((parts) => parts.join(''));
const anyMethod = fc.constantFrom('recursive' as const, 'structure' as const);

slowTest('takes a max number of headings of a text that is nothing else, and the rest for text', () => {
	const text = '#\n'.repeat(2 * maxSections);
	const sections = readOutline({ text, format: 'markdown' });
	expect(sections).toHaveLength(maxSections);
	expect(sections.at(-1)).toMatchObject({ start: 2 * (maxSections - 1), end: text.length });
});

describe('any text', () => {
	slowTest('is cut at exact offsets, in order, apart, none blank, none above the maximum', () => {
		fc.assert(
			fc.property(anyText, anyMethod, (text, method) => {
				let end = 0;
				for (const chunk of chunksOf(text, { ...small, method })) {
					expect(text.slice(chunk.start, chunk.end)).toBe(chunk.text);
					expect(chunk.text).toBe(chunk.text.trim());
					expect(chunk.text).not.toBe('');
					expect(chunk.tokens).toBeLessThanOrEqual(small.maximumTokens);
					expect(chunk.start).toBeGreaterThanOrEqual(end);
					end = chunk.end;
				}
			}),
		);
	});

	it('loses nothing but space', () => {
		fc.assert(
			fc.property(anyText, anyMethod, (text, method) => {
				expect(
					textsOf(text, { ...small, method })
						.join('')
						.replaceAll(/[\s\ufeff]/g, ''),
				).toBe(text.replaceAll(/[\s\ufeff]/g, ''));
			}),
		);
	});

	slowTest('with an overlap still covers all, goes forward and keeps to the maximum', () => {
		fc.assert(
			fc.property(anyText, anyMethod, (text, method) => {
				const chunks = chunksOf(text, { ...small, overlapTokens: 5, method });
				chunks.slice(1).forEach((chunk, index) => {
					const before = chunks[index]!;
					expect(chunk.start).toBeGreaterThan(before.start);
					expect(chunk.end).toBeGreaterThan(before.end);
					expect(text.slice(before.end, chunk.start).trim()).toBe('');
				});
				for (const { tokens } of chunks) expect(tokens).toBeLessThanOrEqual(small.maximumTokens);
			}),
		);
	});

	it('with an overlap repeats no text alone when a cut falls into a run of empty lines', () => {
		const text = `## Two\r\n${'ɐ'.repeat(10)}- item\n\n\n${'ɐ'.repeat(13)}`;
		const ends = chunksOf(text, { ...small, overlapTokens: 5, method: 'recursive' }).map((chunk) => chunk.end);
		expect(ends).toEqual([...new Set(ends)]);
		expect(ends.at(-1)).toBe(text.length);
	});

	it('parts no surrogate pair, accent or joined emoji', () => {
		for (const unit of ['🙂', 'e\u0301', '👩‍👧', '✊🏽'])
			for (const chunk of textsOf(unit.repeat(100), small)) expect(chunk.replaceAll(unit, '')).toBe('');
	});

	it('has the same ids when it is cut again, others when it changed', () => {
		const ids = (text: string, id = 'doc') => nameChunks(id, text, chunkDocument(markdown(text))).map((chunk) => chunk.id);
		expect(ids('One.\n\nTwo.')).toEqual(ids('One.\n\nTwo.'));
		expect(ids('One.\n\nTwo!')).not.toEqual(ids('One.\n\nTwo.'));
		expect(ids('One.', 'other')).not.toEqual(ids('One.'));
	});
});

describe('a cut comes', () => {
	it('between paragraphs before sentences, between sentences before words', () => {
		expect(textsOf('Aaaa bbbb cccc dddd eeee.\n\nFfff gggg. Hhhh iiii.', small)).toEqual([
			'Aaaa bbbb cccc dddd eeee.',
			'Ffff gggg. Hhhh iiii.',
		]);
		expect(textsOf('Aaaa bbbb cccc dddd eeee. Ffff gggg hhhh iiii jjjj kkkk llll.', small)).toEqual([
			'Aaaa bbbb cccc dddd eeee.',
			'Ffff gggg hhhh iiii jjjj kkkk llll.',
		]);
		expect(textsOf('aaaa '.repeat(14), small)).toEqual(['aaaa '.repeat(11).trim(), 'aaaa aaaa aaaa']);
	});

	it('before a row or an item before any other line', () => {
		const rows = ['| aaaa bbbb cccc |', '| dddd eeee ffff |', '| gggg hhhh iiii |'];
		expect(textsOf(rows.join('\n'), { wantedTokens: 10, maximumTokens: 12 })).toEqual([rows.slice(0, 2).join('\n'), rows[2]]);
	});

	it('where the subject changes, when these places are known', () => {
		const text = 'Aaaa bbbb. Cccc dddd. Eeee ffff. Gggg hhhh. Iiii jjjj.';
		const place = text.indexOf('Eeee');
		expect(chunkDocument(markdown(text), { ...small, method: 'semantic' }, [place]).map((chunk) => chunk.text)).toEqual([
			text.slice(0, place).trim(),
			text.slice(place),
		]);
	});

	it('again where the model counts more tokens than we do', () => {
		const countTokens = (text: string) => text.length;
		const chunks = textsOf('Ação e reação. '.repeat(40), { countTokens });
		expect(chunks.length).toBeGreaterThan(2);
		for (const chunk of chunks) expect(countTokens(chunk)).toBeLessThanOrEqual(defaultSizes.maximumTokens);
		expect(textsOf('xyz', { countTokens: () => 1_000 })).toEqual(['xyz']);
	});

	it('looks through the text once, however many chunks are cut again', () => {
		const text = 'K7X-99/b 0x4f3a; 17,4\n'.repeat(400);
		const exec = jest.spyOn(RegExp.prototype, 'exec');
		const chunks = textsOf(text, { countTokens: ({ length }) => length });
		const looks = exec.mock.calls.filter(([searched]) => searched === text).length;
		exec.mockRestore();
		expect(chunks.length).toBeGreaterThan(40);
		expect(looks).toBe(1);
	});

	it('nowhere in a whole document', () => {
		expect(textsOf(' a\n\nb ', { method: 'whole' })).toEqual([' a\n\nb ']);
		expect(textsOf(' \n', { method: 'whole' })).toEqual([]);
		expect(textsOf('word '.repeat(80_000), { method: 'whole' })).toHaveLength(1);
	});

	it('in a whole document only above what any chunk may have, where a paragraph ends', () => {
		const text = `${'Words that fill a paragraph. '.repeat(10).trim()}\n\n`.repeat(3_000);
		const chunks = chunkDocument({ text, format: 'plain', mediaType: 'text/plain' }, { method: 'whole' });
		expect(chunks.map(({ tokens }) => tokens <= 100_000)).toEqual([true, true, true]);
		for (const { text: chunk, start, end } of chunks) {
			expect(text.slice(start, end) === chunk).toBe(true);
			expect(chunk.endsWith('paragraph.')).toBe(true);
		}
		expect(chunks.map(({ text: chunk }) => chunk).join('\n\n') === text.trim()).toBe(true);
	});
});

describe('headings', () => {
	const path = (text: string, part: string) => chunksOf(text, small).find((chunk) => chunk.text.includes(part))?.headingPath;
	const filler = 'Words that fill a whole chunk of ten.';

	it('are on every chunk, the outermost first', () => {
		const text = `# A\n${filler}\n## B ##\n${filler}\n### C\n${filler} ${filler}\n## D\n${filler} end`;
		expect(path(text, '# A')).toEqual(['A']);
		expect(path(text, '## B')).toEqual(['A', 'B']);
		expect(chunksOf(text, small).filter(({ headingPath }) => headingPath.join() === 'A,B,C').length).toBeGreaterThan(1);
		expect(path(text, 'end')).toEqual(['A', 'D']);
	});

	it('that are small stand together under what they share', () => {
		expect(chunksOf('# A\n## B\nOne.\n## C\nTwo.', small).map(({ headingPath }) => headingPath)).toEqual([['A']]);
		expect(chunksOf('## B\nOne.\n# C\nTwo.', small).map(({ headingPath }) => headingPath)).toEqual([['B'], ['C']]);
	});

	it('do not exist inside fenced code, in plain text, or without a space', () => {
		const headings = (text: string, format: 'markdown' | 'plain' = 'markdown') =>
			readOutline({ text, format }).flatMap((section) => section.headingPath);
		expect(headings('```sh\n# comment\n~~~\n```\n# Real')).toEqual(['Real']);
		expect(headings('~~~~\n# no\n~~~\n# no\n~~~~\n# Yes')).toEqual(['Yes']);
		expect(headings('#hashtag\n####### seven\n    # code')).toEqual([]);
		expect(headings('# One', 'plain')).toEqual([]);
		expect(headings('#\n## Two')).toEqual(['Two']);
	});
});

describe('blocks of HTML', () => {
	const headings = (text: string) => readOutline({ text, format: 'markdown' }).map(({ headingPath }) => headingPath.join(' > '));
	it.each([
		['a comment', '# Real\n\n<!--\n# fake\n\n# fake too\n-->\n\nText.'],
		['a comment that never ends', '# Real\n\n<!-- so\n# fake'],
		['a comment after a paragraph', '# Real\nText.\n  <!--\n## fake\n--> # fake\nText.'],
		['a program', '# Real\n<script>\n# fake\n\n# fake too\n</script>\nText.'],
		['a style in capitals', '# Real\n<STYLE type="text/css">\n# fake\n</STYLE>\nText.'],
		['preformatted text', '# Real\n<pre class="x">\n\n# fake\n</pre>'],
		['an element', '# Real\n\n<div class="a">\n# fake\n</div>\n\nText.'],
		['the end of an element', '# Real\n</div>\n# fake\n\nText.'],
		['a table', '# Real\n<table><tr><td>\n# fake\n===\n</td></tr></table>'],
		['a tag alone', '# Real\n\n<custom-note kind="x">\n# fake\n</custom-note>'],
		['an instruction', '# Real\n\n<?php\n\n# fake\n?>'],
		['a declaration', '# Real\n\n<!DOCTYPE html\n# fake\n>'],
		['data', '# Real\n\n<![CDATA[\n\n# fake > so\n]]>'],
		['a comment in an item', '# Real\n\n- <!--\n  # fake\n\n  # fake too\n  -->\n\nText.'],
		['a comment in an item of an item', '# Real\n\n- a\n  1. <!--\n     # fake\n     -->'],
		['an element in an item', '# Real\n\n* <div>\n  # fake\n  </div>'],
		['code in an item (agno-agi/agno#10470)', '# Real\n\n- ```sh\n  # fake\n  ```\n- x'],
		['code in a numbered item', '# Real\n\n1. ~~~\n   # fake\n   ~~~'],
		['a fence within', '# Real\n\n<!--\n```\n-->\n\nText.'],
	])('have no headings: %s', (_name, text) => expect(headings(text)).toEqual(['Real']));

	it.each([
		['after an empty line in an element', '<div>\n\n# Real\n\n</div>'],
		['after a comment on one line', '<!-- so -->\n# Real'],
		['after a tag within a paragraph', 'Text\n<custom-note>\n# Real'],
		['after an address', '<https://example.org>\n# Real'],
		['after a sign', '< 5\n# Real'],
		['after code', '```\n<!--\n```\n# Real'],
		['after an item with a comment', '- <!--\n  x\n# Real'],
		['after an item with code', '- ```\n  x\n# Real'],
		['after code of an item', '- ```\n  x\n  ```\n\n# Real'],
		['after code in a line', '```x``` is code\n# Real'],
		['after a longer closing fence (praneybehl/llm-wiki-plugin#11)', '```\n# no\n`````\n# Real'],
		['after a fence whose content has a shorter one (VeraTools/vera#160)', '````md\n```\n# no\n```\n````\n# Real'],
		['after a fence with another inside (dynamiq-ai/dynamiq#711)', '~~~\n~~~ruby\n# no\n~~~\n# Real'],
		['after indented fences (s2b-dev/smart-second-brain#388)', 'Text.\n\n    ```\n\n# Real'],
		['after tildes with tildes in their line (langchain-ai/langchain#13511)', '~~~ a ~~~\n# no\n~~~\n# Real'],
		['after indented code', '    <!--\n# Real'],
	])('end: %s', (_name, text) => expect(headings(text).at(-1)).toBe('Real'));

	slowTest('take no longer for a text of nothing else', () => {
		for (const text of [
			'<!--\n'.repeat(60_000),
			'<div>\n'.repeat(60_000),
			'<div>\n\n'.repeat(60_000),
			'<'.repeat(300_000),
			'- ```\n  ```\n'.repeat(30_000),
			'- <!--\n'.repeat(60_000),
			'  '.repeat(60_000) + '- ~~~\n',
			' - ~~~'.repeat(60_000),
			'<a \n\n'.repeat(60_000),
		])
			expect(headings(text)).toEqual(['']);
	});
});

it('lines can end with CR alone', () => {
	const outline = readOutline({ text: 'A\r\r# One\rline\r\rTwo\r===\rText.', format: 'markdown' });
	expect(outline.map(({ start, headingPath }) => [start, headingPath.join()])).toEqual([
		[0, ''],
		[3, 'One'],
		[15, 'Two'],
	]);
});

describe('underlined headings', () => {
	const paths = (text: string) =>
		readOutline({ text, format: 'markdown' }).map(({ start, headingPath }) => [start, headingPath.join(' > ')]);

	it('are as deep as their line says, and begin at their own', () => {
		const text = 'Guide\n=====\n\nIntro.\n\nFirst steps\r\n-----------\r\n\nGo.\n\n### Last\n\nEnd.\n\nNext\n===\n';
		expect(paths(text)).toEqual([
			[0, 'Guide'],
			[text.indexOf('First'), 'Guide > First steps'],
			[text.indexOf('###'), 'Guide > First steps > Last'],
			[text.indexOf('Next'), 'Next'],
		]);
	});

	it('have as few signs of equality as their author wrote', () => expect(paths('Guide\n=\n\nGo.')).toEqual([[0, 'Guide']]));

	it.each([
		['a rule', 'Words.\n\n---\n\nMore.'],
		['a rule below a paragraph of two lines', 'One line,\nand another\n---\n'],
		['front matter', '---\ntitle: x\n---\nText.'],
		['a table', '\n| a | b |\n---\n'],
		['a list', '\n- one\n---\n'],
		['a numbered list', '\n1. one\n---\n'],
		['a quotation', '\n> said\n---\n'],
		['a heading', '\n---\n---\n'],
		['code', '```\nTitle\n=====\n```\n'],
		['marks with words after them', '\nTitle\n--- so\n'],
		['two marks', '\nTitle\n--\n'],
	])('do not exist for %s', (_, text) => expect(paths(text)).toEqual([[0, '']]));

	slowTest('take no longer for a text of nothing else, or of rules', () => {
		for (const text of ['\nT\n---\n'.repeat(60_000), 'x\n---\n'.repeat(60_000), `${' '.repeat(300)}\n---\n`.repeat(2_000)])
			expect(paths(text).length).toBeGreaterThan(0);
	});
});

it('a chunk has the page of its first character', () => {
	const text = 'The first page is full.\n\nSecond page goes on and on here.\n\nThird.';
	const second = text.indexOf('Second');
	const third = text.indexOf('Third');
	const pages = [
		{ number: 1, start: 0, end: second },
		{ number: 2, start: second, end: third },
		{ number: 5, start: third, end: text.length },
	];
	const chunks = chunkDocument({ ...markdown(text), pages }, { wantedTokens: 8, maximumTokens: 9 });
	expect(chunks.map((chunk) => [chunk.text, chunk.page])).toEqual([
		['The first page is full.', 1],
		['Second page goes on and on here.', 2],
		['Third.', 5],
	]);
	expect(chunksOf(text)[0]!.page).toBeUndefined();
});

it.each([
	{ wantedTokens: 7 },
	{ wantedTokens: 300 },
	{ overlapTokens: 100 },
	{ overlapTokens: -1 },
	{ maximumTokens: 200_000 },
	{ wantedTokens: 20.5 },
])('sizes that cannot be kept are refused: %j', (sizes) =>
	expect(() => chunkerStamp(sizes)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.any(String) })),
);
