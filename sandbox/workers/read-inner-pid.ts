import type { Readable } from 'node:stream';

export async function readInnerPid(info: Readable): Promise<number | undefined> {
	let text = '';
	for await (const chunk of info) text += String(chunk);
	return text === '' ? undefined : (JSON.parse(text) as { 'child-pid': number })['child-pid'];
}
