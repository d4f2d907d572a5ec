import { sameOffsets } from '../injection/reading';
import { unescape } from '../injection/unescape';

const base64Run = /[A-Za-z0-9+/_-]{12,}={0,2}/g;
const hexRun = /(?:[0-9a-fA-F]{2}){8,}/g;
const notText = /\ufffd|(?![\t\n\r])\p{Cc}/u;
const fewest = 6;
const maxRuns = 1_000;

/** Returns what the encoded parts of a text say: base64, hexadecimal, and the escapes of addresses and pages. */
export function decodeText(text: string): string[] {
	const runs = [text, ...(/\s/.test(text) ? [text.replaceAll(/\s+/g, '')] : [])].flatMap((written) => [
		...decodeRuns(written, base64Run, 'base64'),
		...decodeRuns(written, hexRun, 'hex'),
	]);
	const plain = unescape(text, sameOffsets)?.text;
	return [...new Set([...runs, ...(plain === undefined ? [] : [plain])])].filter((decoded) => decoded !== text);
}

function decodeRuns(text: string, expression: RegExp, encoding: 'base64' | 'hex'): string[] {
	return [...text.matchAll(expression)].slice(0, maxRuns).flatMap(([run]) => {
		const decoded = Buffer.from(encoding === 'hex' ? run : run.replaceAll('-', '+').replaceAll('_', '/'), encoding).toString('utf8');
		return decoded.length >= fewest && !notText.test(decoded) ? [decoded] : [];
	});
}
