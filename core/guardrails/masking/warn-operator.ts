import { hideInShort } from './hide-in-short';

/** Warns the operator, in n8n too, without personal data and secrets: service errors quote their input. */
export const warnOperator = (text: string, options: { code?: string; type?: string } = {}): void =>
	process.emitWarning(hideInShort(text), options);

/** For a process that ends: Node's deferred warnings would be lost. */
export const warnAtExit = (text: string, code: string): void =>
	void process.emit('warning', Object.assign(new Error(hideInShort(text)), { name: 'Warning', code }));
