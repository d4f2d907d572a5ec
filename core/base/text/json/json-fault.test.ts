import { jsonFault } from './json-fault';

function readFault(text: string): string {
	try {
		JSON.parse(text);
	} catch (error) {
		return jsonFault(error);
	}
	throw new Error('it is JSON');
}

test.each([
	['{"to": maria@example.com}', "Unexpected token 'm'"],
	['{"text": maria@example.com and more than the parser would quote', "Unexpected token 'm'"],
	['maria@example.com\n"maria"', "Unexpected token 'm'"],
	['undefined', 'this is not the start of JSON'],
	['{"to": "maria" }}', 'Unexpected non-whitespace character after JSON at position 16'],
	['', 'Unexpected end of JSON input'],
])('of %j says what is wrong, and repeats nothing of it', (text, fault) => {
	expect(readFault(text)).toContain(fault);
	expect(readFault(text)).not.toContain('maria');
});
