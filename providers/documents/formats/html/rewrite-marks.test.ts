import { readHtml } from './read-html';

const read = (html: string) => {
	const reading = readHtml(Buffer.from(`<meta charset="utf-8"><body>${html}`));
	return reading.kind === 'read' ? reading.document.text : reading.failure;
};

describe('raised and lowered text', () => {
	it.each([
		['a power (adbar/trafilatura#889)', '100<sup>2</sup>=10000', '100²=10000'],
		['a unit', '30 m<sup>2</sup>', '30 m²'],
		['a negative power', '2<sup>-3</sup> or 10<sup>−6</sup>', '2⁻³ or 10⁻⁶'],
		['an ordinal', 'Art. 5<sup>o</sup>, 2<sup>a</sup> via', 'Art. 5º, 2ª via'],
		['an ordinal that is a sign already', '5<sup>º</sup>', '5º'],
		['an abbreviation', 'Lei n<sup>o</sup> 13.709', 'Lei nº 13.709'],
		['endings of English and French', '1<sup>st</sup>, 2<sup>nd</sup>, 1<sup>er</sup>', '1st, 2nd, 1er'],
		[
			'the mark of a note (matthewwithanm/python-markdownify#44)',
			'Here\'s some text.<sup class="footnote">12</sup>',
			"Here's some text.¹²",
		],
		['a mark in brackets', 'text<sup>[1]</sup>', 'text[1]'],
		['a mark that is a letter', 'value<sup>a</sup>', 'value^a'],
		['a mark that leads to its note', 'nota<sup><a href="https://x.example.org/#n1">1</a></sup>', 'nota¹'],
		['several marks', 'nota<sup>1,2</sup>', 'nota¹,²'],
		['a formula', 'x<sup>n+1</sup> + y<sup>k</sup>', 'x^(n+1) + y^k'],
		['a power of a power', 'x<sup>y<sup>2</sup></sup>', 'x^y²'],
		['a lowered figure', 'H<sub>2</sub>O', 'H₂O'],
		['a lowered word (adbar/trafilatura#889)', '2011<sub>15ya</sub>', '2011_15ya'],
		['an index', 'x<sub>i</sub>, a<sub>n+1</sub>', 'x_i, a_(n+1)'],
		['a sign', 'Produto<sup>®</sup> e Outro<sup>TM</sup>', 'Produto® e Outro™'],
		['the cents of a price', 'R$ <b>19</b><sup>90</sup>, $5<sup>99</sup>, € 7<sup>,50</sup>', /R\$ \*\*19\*\*,90, \$5\.99, € 7,50/],
		['a power beside an amount', '$10<sup>2</sup>', '$10²'],
		['a style', '10<span style="font-size:60%; vertical-align: super">2</span>', '10²'],
		['program code', '<pre>n<sup>2</sup></pre>', '```\nn²\n```'],
		[
			'a cell over two rows',
			'<table><tr><td rowspan="2">m<sup>2</sup></td><td>1</td></tr><tr><td>2</td></tr></table>',
			/\| m² \| 1 \|[^]*\| m² \| 2 \|/,
		],
		['a heading', '<h1>Preço por m<sup>2</sup></h1><p>x</p>', /# Preço por m²/],
	])('is told from what it follows: %s', (_name, html, text) =>
		expect(read(`<p>${html}</p>`)).toEqual(typeof text === 'string' ? text : expect.stringMatching(text)),
	);

	it('is told in the title too', () =>
		expect(readHtml(Buffer.from('<h1>Preço por m<sup>2</sup></h1><p>x</p>'))).toMatchObject({ document: { title: 'Preço por m²' } }));
});

describe('struck text is left out', () => {
	it.each([
		['<p>De <strike>150</strike>120</p>', 'De 120'],
		['<p>Price <s>100</s> 80</p>', 'Price 80'],
		['<p>From <del datetime="2024-01-01">Monday</del> <ins>Tuesday</ins></p>', 'From Tuesday'],
		['<p>Price: <span style="text-decoration: line-through;">80€</span> 70€</p>', 'Price: 70€'],
		['<p>Price: <span style="color:red;text-decoration-line:line-through red">80€</span> 70€</p>', 'Price: 70€'],
		['<p>Price: <span class="old line-through">80€</span> 70€</p>', 'Price: 70€'],
		['<p>Price: <span class="text-decoration-line-through">80€</span> 70€</p>', 'Price: 70€'],
		['<p>A colo<del>u</del>r</p>', 'A color'],
	])('as it is no longer valid: %s (microsoft/markitdown#2340)', (html, text) => expect(read(html)).toBe(text));

	it.each([
		['<style>.old, .x:hover { color: red; text-decoration: line-through }</style><p>De <i class="old">150</i> 120</p>', 'De 120'],
		['<style>@media screen { p > .a.b { text-decoration-line: line-through } }</style><p>De <i class="a b">150</i> 120</p>', 'De 120'],
		['<style>.x:hover, b{{ { text-decoration: line-through }</style><p class="x">De 120</p>', 'De 120'],
		['<style>body { text-decoration: line-through }</style><p>De 120</p>', 'De 120'],
		['<style>/* Prices} */ .old { text-decoration: /* was */ line-through } /* .x</style><p>De <i class="old">150</i> 120</p>', 'De 120'],
	])('by the style sheets of the page: %s', (html, text) => expect(read(html)).toBe(text));
});

describe('a formula is written on one line', () => {
	it.each([
		['<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac>', 'x² + 1/(n + 1)'],
		[
			'<semantics><msup><mn>10</mn><mrow><mo>−</mo><mn>6</mn></mrow></msup><annotation encoding="application/x-tex">10^{-6}</annotation></semantics>',
			'10⁻⁶',
		],
		['<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt><mo>=</mo><mroot><mn>8</mn><mn>3</mn></mroot>', '√(x + 1) = ³√8'],
		[
			'<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>a</mi><mi>i</mi></msub>',
			'∑_(i=1)^n a_i',
		],
		['<mover><mi>x</mi><mo>¯</mo></mover><mo>&#8290;</mo><msubsup><mi>y</mi><mn>1</mn><mn>2</mn></msubsup>', 'x¯y₁²'],
	])('%s', (formula, text) => expect(read(`<p>Let <math>${formula}</math> be.</p>`)).toBe(`Let ${text} be.`));
});
