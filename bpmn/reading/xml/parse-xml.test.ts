import { parseXml, type XmlElement } from './parse-xml';
import { readText } from './prepare-bpmn';
import { writeXml } from './write-xml';
import { slowTest } from '../../../test/support/slow-tests';

const valueOf = (raw: string): string => parseXml(`<a v="${raw}"/>`).attributes.get('v')!;
const textOf = (raw: string): string => readText(parseXml(`<a>${raw}</a>`));

describe('attributes', () => {
	it.each([
		['&#128512;', '😀'],
		['&#x1F600;', '😀'],
		['&#x1f600;', '😀'],
		['&#8364;&lt;&gt;&amp;&quot;&apos;', `€<>&"'`],
		['&amp;lt;&amp;#65;', '&lt;&#65;'],
		['a\nb', 'a b'],
		['a\r\nb\rc\td', 'a b c d'],
		['a  \n  b', 'a     b'],
		// A report of an editor that showed the reference (process-analytics/bpmn-visualization-js#132).
		['a&#10;b&#9;c&#xD;d', 'a\nb\tc\rd'],
		["it's > 1", "it's > 1"],
	])('%j is %j', (raw, value) => {
		expect(valueOf(raw)).toBe(value);
	});
});

describe('texts', () => {
	it.each([
		['&lt; 10, &gt; 20 (bpmn-io/moddle-xml#30)', '< 10, > 20 (bpmn-io/moddle-xml#30)'],
		['a<![CDATA[<b> & &#65;]]>c', 'a<b> & &#65;c'],
		['a<!-- b -->c<?d e?>f', 'acf'],
		['a\r\nb', 'a\nb'],
		['&#x10FFFF;', '\u{10FFFF}'],
	])('%j is %j', (raw, text) => {
		expect(textOf(raw)).toBe(text);
	});
});

test('names have the namespaces that are declared around them', () => {
	const root = parseXml(
		'\uFEFF<?xml version="1.0"?>\n<a xmlns="urn:a" xmlns:p="urn&#58;p"><p:b/><c xmlns="" xmlns:p="urn:q"><p:d/></c></a>\n<!-- end -->',
	);
	const list = (element: XmlElement): unknown[] => [
		[element.local, element.namespace],
		...element.children.flatMap((child) => (typeof child === 'string' ? [] : list(child))),
	];
	expect(list(root)).toEqual([
		['a', 'urn:a'],
		['b', 'urn:p'],
		['c', undefined],
		['d', 'urn:q'],
	]);
});

/** Refused by Zeebe 8.8.21, too, and by every parser that keeps to the standard. */
test.each([
	['<a v="&nbsp;"/>', 'line 1: the entity "nbsp" is not declared'],
	['<a>\n&#0;</a>', 'line 2: the reference &#0; is not a character of XML'],
	['<a v="&#xD83D;&#xDE00;"/>', 'line 1: the reference &#xD83D; is not a character of XML'],
	['<a v="&#x110000;"/>', 'line 1: the reference &#x110000; is not a character of XML'],
	['<a v="a & b"/>', 'line 1: "&" does not begin a reference: write &amp;'],
	['<a v="&#X41;"/>', 'line 1: "&" does not begin a reference: write &amp;'],
	['<a v="1 < 2"/>', 'line 1: the value of "v" in <a> contains "<": write &lt;'],
	['<a v=1/>', 'line 1: the value of "v" in <a> is not in quotation marks'],
	['<a v="1"w="2"/>', 'line 1: <a> has an attribute that is not written as name="value"'],
	['<a\nv="1" v="2"/>', 'line 2: <a> has the attribute "v" twice'],
	['<a><b></a>', 'line 1: </a> closes <b>'],
	['<a>', 'line 1: <a> is not closed'],
	['<a/><b/>', 'line 1: there is more than one root element'],
	['<a/>x', 'line 1: there is text outside the root element'],
	['', 'line 1: it has no element'],
	['<p:a/>', 'line 1: the prefix "p" of "p:a" is not declared'],
	['<a p:b="1"/>', 'line 1: the prefix "p" of "p:b" is not declared'],
	['<!DOCTYPE a [<!ENTITY x "y">]><a/>', 'line 1: a document type declaration is not allowed'],
	[' <?xml version="1.0"?><a/>', 'line 1: the XML declaration is not at the beginning'],
	['<a><!-- a -- b --></a>', 'line 1: "--" is not allowed in a comment'],
	['<a>\u0001</a>', 'line 1: the character U+0001 is not allowed'],
	[`${'<a>'.repeat(501)}${'</a>'.repeat(501)}`, 'line 1: it is nested deeper than 500 elements'],
])('%j is refused', (content, reason) => {
	expect(() => parseXml(content)).toThrow(reason);
});

test('what is written again has the same content, and its tags the same lines', () => {
	const content = '<a\n  v="1\n2&#10;"\n>\n\t<b>x &amp; &#128512;<![CDATA[<]]></b\n><!--\n-->\n<c ção="é"/></a>';
	const written = writeXml(parseXml(content));
	expect(written.split('\n').findIndex((line) => line.includes('<c '))).toBe(content.split('\n').findIndex((line) => line.includes('<c ')));
	expect(written).toContain('v="1 2&#10;"');
	expect(written).toContain('<b>x &amp; 😀&lt;</b');
	expect(parseXml(written).attributes).toEqual(parseXml(content).attributes);
});

slowTest('takes time in proportion to the text', () => {
	const long = `<a>${'<b v="&#128512; &lt;"/>'.repeat(100_000)}</a>`;
	expect(parseXml(long).children).toHaveLength(100_000);
	expect(() => parseXml(`<a v="${'&'.repeat(100_000)}`)).toThrow('not in quotation marks');
	expect(() => parseXml('<'.repeat(100_000))).toThrow('does not begin a tag');
});
