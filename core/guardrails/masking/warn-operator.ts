import { hideInShort } from './hide-in-short';

/** Warns whoever operates this process, in n8n too, without personal data and secrets: errors of services quote what was sent to them. */
export const warnOperator = (text: string, options: { code?: string; type?: string } = {}): void =>
	process.emitWarning(hideInShort(text), options);

/** The same while the process ends: what Node would tell later, nobody hears. */
export const warnAtExit = (text: string, code: string): void =>
	void process.emit('warning', Object.assign(new Error(hideInShort(text)), { name: 'Warning', code }));
